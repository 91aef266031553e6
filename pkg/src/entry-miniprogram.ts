/**
 * Mini-programs. Their hosts differ from a browser in more than the name of `WebAssembly`: there
 * is no codec, some page modules see no `globalThis`, and an error at a module's top level is
 * swallowed. So nothing is done until `init`.
 */

import { createApi } from "./api";
import type { Api } from "./api";
import type { CreateGlue } from "./create-glue";
import { assemble } from "./engine";
import type { Engine } from "./engine";
import { createGlue } from "./glue";
import type { Languages } from "./messages";
import type { InitOptions, MiniProgramHost, Verifier, VerifierOptions } from "./index";
import type { MessageTable } from "./messages";
import { own } from "./own";
import { Utf8Decoder, Utf8Encoder } from "./utf8";

export function init(options?: InitOptions): Promise<void> {
  return api().init(options);
}

export function createVerifier(options: VerifierOptions): Promise<Verifier> {
  return api().createVerifier(options);
}

export function createVerifierSync(options: VerifierOptions): Verifier {
  return api().createVerifierSync(options);
}

export { indexedDbStorage, keyValueStorage } from "./adapters";
export { XinyiError, isXinyiError } from "./error";

let cached: Api | undefined;

function api(): Api {
  if (!cached) cached = createApi({ load, languages }, createGlue);
  return cached;
}

function load<G>(createGlue: CreateGlue<G>, options: InitOptions): PromiseLike<Engine<G>> {
  const assembly = assemble(createGlue, {
    TextDecoder: Utf8Decoder,
    TextEncoder: Utf8Encoder,
    FinalizationRegistry: typeof FinalizationRegistry === "undefined" ? undefined : FinalizationRegistry,
  });
  return (own(options, "host") || findHost())
    .instantiate(own(options, "wasmPath") || "/miniprogram_npm/xinyi/xinyi.wasm.br", assembly.imports)
    .then((result) => {
      // Documented to be the instance, in practice a pair of module and instance.
      const { instance } = result as { instance?: object };
      return assembly.finish(((instance || result) as { exports: object }).exports);
    });
}

// Looked up by name: there may be no object that holds the globals.
declare const WXWebAssembly: MiniProgramHost | undefined;
declare const TTWebAssembly: MiniProgramHost | undefined;
declare const FinalizationRegistry: unknown;

function findHost(): MiniProgramHost {
  if (typeof WXWebAssembly !== "undefined") return WXWebAssembly;
  if (typeof TTWebAssembly !== "undefined") return TTWebAssembly;
  throw new Error("neither WXWebAssembly nor TTWebAssembly is here; pass init({ host })");
}

declare function require(path: string): MessageTable;

function languages(): Languages {
  return { "zh-CN": require("./messages/zh-CN.js"), en: require("./messages/en.js") };
}
