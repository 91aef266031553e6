/** Browsers and their bundlers: the module is fetched from beside this file. */

import { createApi } from "./api";
import { createAuthoring } from "./authoring-api";
import { assemble } from "./engine";
import type { Engine } from "./engine";
import { own } from "./own";
import en from "../../src/messages/en.json";
import zh from "../../src/messages/zh-CN.json";

export const api = createApi({
  load(options) {
    return Promise.resolve(own(options, "wasm"))
      .then((source) => {
        // webpack and Vite look for this expression, and ship the file.
        if (source === undefined) source = new URL("./xinyi.wasm", import.meta.url);
        return typeof source === "string" || source instanceof URL ? fetch(source) : source;
      })
      .then(instantiate);
  },
  languages: () => ({ "zh-CN": zh, en }),
});
export const authoring = /* @__PURE__ */ createAuthoring(api);
export { XinyiError, isXinyiError } from "./error";

async function instantiate(source: unknown): Promise<Engine> {
  const assembly = assemble({
    TextDecoder,
    TextEncoder,
    FinalizationRegistry: typeof FinalizationRegistry === "undefined" ? undefined : FinalizationRegistry,
  });
  const imports = assembly.imports as WebAssembly.Imports;
  let instance: WebAssembly.Instance;
  if (source instanceof WebAssembly.Module) {
    instance = await WebAssembly.instantiate(source, imports);
  } else if (source instanceof Response) {
    if (!source.ok) throw new Error(`${source.status} for ${source.url}`);
    // Streaming wants the type, which not every server sends.
    const streams = /^application\/wasm\b/.test(source.headers.get("content-type") || "");
    instance = streams
      ? (await WebAssembly.instantiateStreaming(source, imports)).instance
      : (await WebAssembly.instantiate(await source.arrayBuffer(), imports)).instance;
  } else {
    instance = (await WebAssembly.instantiate(source as BufferSource, imports)).instance;
  }
  return assembly.finish(instance.exports);
}
