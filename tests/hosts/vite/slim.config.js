export default { build: { outDir: "dist-slim", rollupOptions: { input: "slim.html" } } };
