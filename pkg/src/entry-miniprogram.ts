/**
 * Mini-programs. Their hosts differ from a browser in more than the name of `WebAssembly`: there
 * is no codec, some page modules see no `globalThis`, and an error at a module's top level is
 * swallowed. So nothing is done until `init`.
 */

import { createApi } from "./api";
import type { Api } from "./api";
import { createGlue } from "./glue";
import { describe, findHost, loadFrom } from "./host-miniprogram";
import type { Languages } from "./messages";
import type { InitOptions, Verifier, VerifierOptions } from "./index";
import type { HostDescription } from "./miniprogram";
import type { MessageTable } from "./messages";

export function init(options?: InitOptions): Promise<void> {
  return api().init(options);
}

export function createVerifier(options: VerifierOptions): Promise<Verifier> {
  return api().createVerifier(options);
}

export function createVerifierSync(options: VerifierOptions): Verifier {
  return api().createVerifierSync(options);
}

export function describeHost(): HostDescription {
  return describe();
}

export { indexedDbStorage, keyValueStorage } from "./adapters";
export { XinyiError, isXinyiError } from "./error";

let cached: Api | undefined;

function api(): Api {
  if (!cached) cached = createApi({ load: (createGlue, options) => loadFrom(findHost, createGlue, options, languages), languages }, createGlue);
  return cached;
}

declare function require(path: string): MessageTable;

function languages(): Languages {
  return { "zh-CN": require("./messages/zh-CN.js"), en: require("./messages/en.js") };
}
