// glue.mjs IN OUT: wraps wasm-bindgen's glue, as it is, into a function.
//
// As a module it would run when loaded, which mini-programs punish, take its codec from globals
// that some hosts lack, and could serve one instance only, so that nothing could start again
// after a trap.
import { readFileSync, writeFileSync } from "node:fs";
import { transformSync } from "esbuild";

const [input, output] = process.argv.slice(2);
let text = readFileSync(input, "utf8");
// Replies get own members, whatever somebody has put on Object.prototype: an assignment would ask its setters.
for (const name of ["takeObject(arg1)", "arg1 >>> 0"]) {
  const assignment = `getObject(arg0)[${name}] = takeObject(arg2);`;
  if (text.split(assignment).length !== 2) throw new Error(`not once in the glue: ${assignment}`);
  text = text.replace(assignment, `setOwn(getObject(arg0), ${name}, takeObject(arg2));`);
}
const { code } = transformSync(text, { format: "cjs", target: "es2017" });
writeFileSync(
  output,
  `export function createGlue(TextDecoder, TextEncoder, FinalizationRegistry) {
const module = { exports: {} };
const setOwn = (target, name, value) => {
  // What is nowhere yet an assignment makes just the same, in a small part of the time.
  if (!(name in target)) target[name] = value;
  else Object.defineProperty(target, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
};
${code}
return module.exports;
}
`,
);
