/** Node: the module is loaded from its file, on first use, without a promise. */

import { readFileSync } from "node:fs";
import { createApi } from "./api";
import type { Api } from "./api";
import { assemble } from "./engine";
import type { Engine } from "./engine";
import { hostSignatures } from "./node-signatures";
import { own } from "./own";
import en from "../../src/messages/en.json";
import zh from "../../src/messages/zh-CN.json";

export function nodeApi(file: URL | string): Api {
  return createApi({
    load(options) {
      return Promise.resolve(own(options, "wasm")).then((source) => instantiate(source === undefined ? file : source));
    },
    loadSync: () => instantiate(file),
    languages: () => ({ "zh-CN": zh, en }),
  });
}

function instantiate(source: unknown): Engine {
  const module = source instanceof WebAssembly.Module ? source : new WebAssembly.Module(bytes(source));
  const assembly = assemble({ TextDecoder, TextEncoder, FinalizationRegistry });
  const xinyi_host = hostSignatures(() => (instance.exports.memory as WebAssembly.Memory).buffer);
  const instance = new WebAssembly.Instance(module, { ...assembly.imports, xinyi_host });
  return assembly.finish(instance.exports);
}

function bytes(source: unknown): BufferSource {
  return typeof source === "string" || source instanceof URL ? readFileSync(source) : (source as BufferSource);
}
