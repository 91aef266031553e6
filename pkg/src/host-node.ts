/**
 * Node: modules are loaded on first use, without a promise. Those that entries bring are text in files of the package, so
 * that they are there whatever a bundler makes of files.
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createApi } from "./api";
import type { Making } from "./api";
import type { CreateGlue } from "./create-glue";
import { assemble } from "./engine";
import type { Engine } from "./engine";
import { createForecast } from "./forecast";
import { createGlue } from "./glue";
import { globals } from "./globals";
import type { Host } from "./loader";
import { hostSignatures } from "./node-signatures";
import type { Languages } from "./messages";
import { NotLoaded } from "./not-loaded";
import { checkAnswer, fetched, given, isAddress, isBody, isModule, moduleBytes } from "./source";

/** Those that entries bring, or an app: they add them. */
const texts: Languages = {};

export const host: Host = {
  async load(createGlue, options, ownModule) {
    const wasm = await given(options);
    if (wasm === undefined) return instantiate(createGlue, ownModule!());
    const from = isAddress(wasm) ? String(wasm) : undefined;
    const source = from === undefined ? wasm : await read(from);
    if (!isBody(source)) return instantiate(createGlue, source);
    checkAnswer(source, from);
    return instantiate(createGlue, moduleBytes(await source.arrayBuffer(), source.url || from));
  },
  loadSync(createGlue, ownModule) {
    if (!ownModule) throw new NotLoaded("not_loaded");
    return instantiate(createGlue, ownModule());
  },
  languages: () => texts,
};
export const api = /* @__PURE__ */ createApi(host, createGlue);
export const forecast = /* @__PURE__ */ createForecast(api);

/** What an equal verifier is made of in another module. */
export function makingOf(verifier: object): Making | undefined {
  return api.shared.makingOf(verifier);
}
export { indexedDbStorage, keyValueStorage } from "./adapters";
export * from "./error";
export * from "./input";
export * from "./loader";
export * from "./messages";
export * from "./not-loaded";
export * from "./own";
export * from "./replies";

/** A path, or the address of a file or of something on the network. */
function read(address: string): unknown {
  if (/^(https?|data|blob):/i.test(address)) return fetched(address);
  return readFileSync(/^file:/i.test(address) ? fileURLToPath(address) : address);
}

function instantiate<G>(createGlue: CreateGlue<G>, source: unknown): Engine<G> {
  const module = isModule(source) ? source : new WebAssembly.Module(moduleBytes(source) as BufferSource);
  const assembly = assemble(createGlue, globals());
  const xinyi_host = hostSignatures(() => (instance.exports.memory as WebAssembly.Memory).buffer);
  const instance = new WebAssembly.Instance(module, { ...assembly.imports, xinyi_host });
  return assembly.finish(instance.exports);
}
