import commonjs from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";

export default {
  input: "src/server.mjs",
  output: { dir: "dist/server", format: "es", entryFileNames: "[name].mjs" },
  plugins: [nodeResolve({ exportConditions: ["node"], preferBuiltins: true }), commonjs()],
};
