import commonjs from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";

export default {
  input: "src/inline.js",
  output: { file: "dist/inline/main.js", format: "iife" },
  plugins: [nodeResolve({ browser: true }), commonjs()],
};
