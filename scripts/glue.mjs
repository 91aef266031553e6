// glue.mjs IN OUT: wraps wasm-bindgen's glue, as it is, into a function.
//
// As a module it would run when loaded, which mini-programs punish, take its codec from globals
// that some hosts lack, and could serve one instance only, so that nothing could start again
// after a trap.
import { readFileSync, writeFileSync } from "node:fs";
import { transformSync } from "esbuild";

const [input, output] = process.argv.slice(2);
const { code } = transformSync(readFileSync(input, "utf8"), { format: "cjs", target: "es2017" });
writeFileSync(
  output,
  `export function createGlue(TextDecoder, TextEncoder, FinalizationRegistry) {
const module = { exports: {} };
${code}
return module.exports;
}
`,
);
