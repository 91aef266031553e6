/** Browsers, their bundlers, and servers at the edge. Which module an entry brings is its own file, one of `module-*.ts`. */

import { createApi } from "./api";
import type { Making } from "./api";
import type { CreateGlue } from "./create-glue";
import { assemble } from "./engine";
import type { Assembly, Engine } from "./engine";
import { createForecast } from "./forecast";
import { createGlue } from "./glue";
import { globals } from "./globals";
import type { Host, OwnModule } from "./loader";
import type { Languages } from "./messages";
import { NotLoaded } from "./not-loaded";
import { reasonOf } from "./reason";
import { checkAnswer, fetched, given, isAddress, isBody, isModule, moduleBytes } from "./source";
import type { Body } from "./source";

/** Those that entries bring, or an app: they add them. */
const texts: Languages = {};

export const host: Host = {
  async load(createGlue, options, ownModule) {
    const source = await given(options);
    return instantiate(createGlue, source === undefined ? found(ownModule) : source);
  },
  loadSync(createGlue, ownModule) {
    const source = found(ownModule);
    if (isAddress(source)) throw new NotLoaded("not_loaded");
    const assembly = assembleHere(createGlue);
    const module = isModule(source) ? source : new WebAssembly.Module(moduleBytes(source) as BufferSource);
    return assembly.finish(new WebAssembly.Instance(module, assembly.imports as WebAssembly.Imports).exports);
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

function found(ownModule: OwnModule | null | undefined): unknown {
  if (!ownModule) throw new NotLoaded("not_loaded");
  const source = ownModule();
  if (source === undefined) throw new NotLoaded("address_unknown");
  return source;
}

function assembleHere<G>(createGlue: CreateGlue<G>): Assembly<G> {
  if (typeof WebAssembly === "undefined") throw new NotLoaded("wasm_missing");
  return assemble(createGlue, globals());
}

async function instantiate<G>(createGlue: CreateGlue<G>, wasm: unknown): Promise<Engine<G>> {
  const assembly = assembleHere(createGlue);
  const imports = assembly.imports as WebAssembly.Imports;
  const from = isAddress(wasm) ? String(wasm) : undefined;
  const source = from === undefined ? wasm : await fetched(from);
  if (isModule(source)) return assembly.finish((await WebAssembly.instantiate(source, imports)).exports);
  const { instance } = isBody(source) ? await instantiateBody(source, from, imports) : await WebAssembly.instantiate(moduleBytes(source) as BufferSource, imports);
  return assembly.finish(instance.exports);
}

/** What engines say of bytes that begin as no module does. They have no code for it, and have read the bytes already. */
const NO_MAGIC = /magic|0asm/;

async function instantiateBody(body: Body, from: string | undefined, imports: WebAssembly.Imports): Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  checkAnswer(body, from);
  // Streaming wants the host's own class, and this very type, which not every server sends.
  const isStream = typeof Response === "function" && body instanceof Response && typeof WebAssembly.instantiateStreaming === "function";
  if (isStream && /^application\/wasm$/i.test(body.headers.get("content-type") || "")) {
    return WebAssembly.instantiateStreaming(body, imports).catch((cause: unknown) => {
      const reason = reasonOf(cause);
      const [, begins = "—"] = /found ([\da-f ]+\b)/.exec(reason) || [];
      throw NO_MAGIC.test(reason) ? new NotLoaded("not_wasm", { begins, url: body.url }) : cause;
    });
  }
  // A statement of its own: Next's edge runtime wraps the call below into a function that is not asynchronous.
  const bytes = moduleBytes(await body.arrayBuffer(), body.url || from);
  return WebAssembly.instantiate(bytes as BufferSource, imports);
}
