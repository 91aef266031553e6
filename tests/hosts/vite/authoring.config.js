export default { build: { outDir: "dist-authoring", rollupOptions: { input: "authoring.html" } } };
