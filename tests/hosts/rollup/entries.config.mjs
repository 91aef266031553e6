import { readdirSync } from "node:fs";
import commonjs from "@rollup/plugin-commonjs";
import json from "@rollup/plugin-json";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { importMetaAssets } from "@web/rollup-plugin-import-meta-assets";

const inputs = (folder, extension) => readdirSync(folder).filter((file) => file.endsWith(extension)).map((file) => `${folder}/${file}`);

export default [
  {
    input: inputs("entries/page", ".js"),
    output: { dir: "dist/entries", format: "es" },
    plugins: [nodeResolve({ browser: true }), commonjs(), json(), importMetaAssets()],
  },
  {
    input: inputs("entries/server", ".mjs"),
    output: { dir: "dist/entries-server", format: "es", entryFileNames: "[name].mjs" },
    plugins: [nodeResolve({ exportConditions: ["node"], preferBuiltins: true }), commonjs(), json()],
  },
];
