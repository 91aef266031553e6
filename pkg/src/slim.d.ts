/**
 * `xinyi` without a module and without texts inside: an app gives both, from wherever it has them. For apps that count
 * bytes, that show one language, or whose host or bundler has a way of its own with `.wasm` files: nothing here has to be
 * found or shipped by a bundler.
 *
 * ```js
 * import { createVerifier, init } from "xinyi/slim";
 * import zh from "xinyi/messages/zh-CN.json";
 *
 * await init({ wasm: "/assets/xinyi.wasm", messages: { "zh-CN": zh } });
 * const verifier = await createVerifier({ root, snapshot }); // from here on createVerifierSync, too
 * ```
 *
 * Everything but `init` is as in `xinyi`. Before `init` is called, `createVerifier` and `createVerifierSync` end with
 * `host.load`, `not_loaded`. While it loads, `createVerifier` waits for it, and `createVerifierSync` still ends so. Not in mini-programs, whose entry has its module and texts as files anyway.
 *
 * @packageDocumentation
 */

import type { InitOptions } from "./index.js";

export * from "./index.js";

/**
 * Loads the module that is given, and takes the texts. Once it has resolved, another call loads nothing, and adds the
 * texts that it has; after a failure or `host.trap` it loads anew.
 *
 * Rejects with `host.load` for what is no module (`module_expected`, `not_wasm`, `web_page` …), and with `input.options`
 * for `messages` that are no tables of texts of this version, with a `pointer`.
 *
 * ```js
 * await init({ wasm: fetch("/assets/xinyi.wasm") }); // begun before anything else is asked for
 * await init({ wasm: await readFile("xinyi.wasm") }); // bytes, on any host
 * ```
 */
export function init(options: SlimInitOptions): Promise<void>;

/** What an app gives. */
export interface SlimInitOptions {
  /**
   * The module `xinyi/xinyi.wasm`, in any form that {@link InitOptions.wasm} has: an address, bytes, a `Response`, a
   * `WebAssembly.Module`, or a promise of one of these. No default.
   */
  wasm: NonNullable<InitOptions["wasm"]>;
  /**
   * The tables of texts, `xinyi/messages/<language>.json`, of the languages that are shown, `zh-CN` and `en`. Default: none. In a language
   * without one the texts of errors, reasons and plans are `""` (in neither, a plan has no words); codes stay, and an
   * error's `message` is in the language that there is, or its code.
   */
  messages?: { readonly "zh-CN"?: MessageTable; readonly en?: MessageTable };
}

/** What `xinyi/messages/<language>.json` has, part by part. */
export interface MessageTable {
  /** Texts by code, or by whatever the part is about. */
  readonly [part: string]: { readonly [name: string]: unknown };
}
