// The module without the package around it.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** What checks presentations by the module that is built in a folder, as `scripts/build-wasm` leaves it. */
export async function loadModule(folder, { root, snapshot, now }) {
  const { createGlue } = await import(pathToFileURL(resolve(folder, "glue.js")));
  const glue = createGlue(TextDecoder, TextEncoder, FinalizationRegistry);
  const imports = Object.fromEntries(Object.entries(glue).filter(([name]) => name.startsWith("__wb")));
  const module = new WebAssembly.Module(readFileSync(resolve(folder, "xinyi.wasm")));
  const { exports } = new WebAssembly.Instance(module, { "./xinyi_bg.js": imports });
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start?.();
  const verifier = new glue.Verifier(root, snapshot, { now });
  return (presentation, options) => verifier.check(presentation, options);
}
