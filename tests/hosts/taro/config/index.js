module.exports = {
  projectName: "app",
  sourceRoot: "src",
  outputRoot: "dist",
  framework: "react",
  compiler: { type: "webpack5", prebundle: { enable: false } },
  cache: { enable: false },
  // Webpack ships no file that nothing imports.
  copy: { patterns: [{ from: "node_modules/xinyi/miniprogram_dist/xinyi.wasm.br", to: "dist/wasm/xinyi.wasm.br" }], options: {} },
};
