// glue.mjs IN OUT N: wraps wasm-bindgen's glue, as it is, into a function. It makes N kinds of assignments to objects.
//
// As a module it would run when loaded, which mini-programs punish, take its codec from globals
// that some hosts lack, and could serve one instance only, so that nothing could start again
// after a trap.
import { readFileSync, writeFileSync } from "node:fs";
import { buildSync } from "esbuild";

const [input, output, kinds] = process.argv.slice(2);
let text = readFileSync(input, "utf8");
// Replies get own members, whatever somebody has put on Object.prototype: an assignment would ask its setters.
const assignments = [...text.matchAll(/getObject\(arg0\)\[.*\] = .*/g)].map(([assignment]) => assignment);
if (assignments.length !== Number(kinds)) throw new Error(`not ${kinds} in the glue: ${assignments.join(" ")}`);
for (const name of ["takeObject(arg1)", "arg1 >>> 0"].slice(0, kinds)) {
  const assignment = `getObject(arg0)[${name}] = takeObject(arg2);`;
  if (!assignments.includes(assignment)) throw new Error(`not in the glue: ${assignment}`);
  text = text.replace(assignment, `setOwn(getObject(arg0), ${name}, takeObject(arg2));`);
}
// Bundled, its exports are one list at the end, of which the function's result is made without helpers.
const bundled = { stdin: { contents: text }, bundle: true, treeShaking: false, format: "esm", target: "es2017", write: false };
const exported = /\nexport \{([^}]*)\};\n$/;
const code = buildSync(bundled).outputFiles[0].text;
if (!exported.test(code)) throw new Error("the glue does not end with what it exports");
writeFileSync(
  output,
  `export function createGlue(TextDecoder, TextEncoder, FinalizationRegistry) {
const setOwn = (target, name, value) => {
  // What is nowhere yet an assignment makes just the same, in a small part of the time.
  if (!(name in target)) target[name] = value;
  else Object.defineProperty(target, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
};
${code.replace(exported, (_, names) => `\nreturn {${names.replace(/(\w+) as (\w+)/g, "$2: $1")}};\n`)}}
`,
);
