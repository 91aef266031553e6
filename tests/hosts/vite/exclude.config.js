export default { optimizeDeps: { exclude: ["xinyi"] } };
