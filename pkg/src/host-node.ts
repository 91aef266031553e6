/**
 * Node: the module is text in a file of the package, so that it is there whatever a bundler makes of files. It is
 * loaded on first use, without a promise.
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { createApi } from "./api";
import { createAuthoring } from "./authoring-api";
import { assemble } from "./engine";
import type { Engine } from "./engine";
import { createGlue } from "./glue";
import { globals } from "./globals";
import { hostSignatures } from "./node-signatures";
import { own } from "./own";
import { checkAnswer, fetched, isAddress, isBody, isModule, moduleBytes } from "./source";
import packed from "./node-module.cjs";
import en from "../../src/messages/en.json";
import zh from "../../src/messages/zh-CN.json";

export const api = /* @__PURE__ */ createApi({
  async load(options) {
    const given: unknown = await own(options, "wasm");
    if (given === undefined) return instantiate(unpacked());
    const from = isAddress(given) ? String(given) : undefined;
    const source = from === undefined ? given : await read(from);
    if (!isBody(source)) return instantiate(source);
    checkAnswer(source, from);
    return instantiate(moduleBytes(await source.arrayBuffer(), source.url || from));
  },
  loadSync: () => instantiate(unpacked()),
  languages: () => ({ "zh-CN": zh, en }),
});
export const authoring = /* @__PURE__ */ createAuthoring(api);
export { indexedDbStorage, keyValueStorage } from "./adapters";
export { XinyiError, deepFreeze, failure, isXinyiError } from "./error";

function unpacked(): Uint8Array {
  return brotliDecompressSync(Buffer.from(packed, "base64"));
}

/** A path, or the address of a file or of something on the network. */
function read(address: string): unknown {
  if (/^(https?|data|blob):/i.test(address)) return fetched(address);
  return readFileSync(/^file:/i.test(address) ? fileURLToPath(address) : address);
}

function instantiate(source: unknown): Engine {
  const module = isModule(source) ? source : new WebAssembly.Module(moduleBytes(source) as BufferSource);
  const assembly = assemble(createGlue, globals());
  const xinyi_host = hostSignatures(() => (instance.exports.memory as WebAssembly.Memory).buffer);
  const instance = new WebAssembly.Instance(module, { ...assembly.imports, xinyi_host });
  return assembly.finish(instance.exports);
}
