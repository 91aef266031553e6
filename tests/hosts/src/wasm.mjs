// The files that the package has, for whoever reads files: found by their names in the package, whatever a bundler makes
// of this code.
import { readFileSync } from "node:fs";
import module from "node:module";
import { brotliDecompressSync } from "node:zlib";

const from = module.createRequire(`${process.cwd()}/package.json`);
const read = (name) => readFileSync(from.resolve(name));

export const xinyi = read("xinyi/xinyi.wasm");
export const authoring = read("xinyi/authoring.wasm");
export const compressed = brotliDecompressSync(read("xinyi/xinyi.wasm.br"));
