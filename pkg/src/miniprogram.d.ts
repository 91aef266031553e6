/**
 * The package in mini-programs: the same functions as in browsers and Node, and {@link describeHost}.
 *
 * @packageDocumentation
 */

import type { ErrorData } from "./index.js";

export * from "./index.js";

/**
 * What this host is, what it lacks, and what became of loading the module: for a page that one looks at on a phone, or
 * for a report. Asks the user for nothing, loads nothing, and never throws. It has no personal data: no device's model or
 * identifier, no account.
 *
 * ```js
 * init().then(show, show);
 * function show() {
 *   page.setData({ report: JSON.stringify(describeHost(), null, 2) });
 * }
 * ```
 */
export function describeHost(): HostDescription;

/** Plain data: it goes through `JSON.stringify` as it is. */
export interface HostDescription {
  /**
   * By the name of the host's WebAssembly; without one by the first of `tt`, `my` and `wx` that is there, as other hosts
   * have a `wx` for convenience.
   */
  readonly host: "wechat" | "douyin" | "alipay" | "unknown";
  /**
   * The name of the host's WebAssembly object; `null` where there is none, as on Alipay outside of a Worker. `"given"` where
   * the last `init` was given one as `host`.
   */
  readonly webAssembly: "WXWebAssembly" | "TTWebAssembly" | "MYWebAssembly" | "given" | null;
  /** The version of the host's base library, such as `"3.6.0"`; `null` where the host does not tell it, as in Workers. */
  readonly baseLibrary: string | null;
  /** `"ios"`, `"android"`, `"devtools"` or what else the host says; `null` where it says nothing. */
  readonly platform: string | null;
  /** Globals that JavaScript or browsers have, and this host does not. The package needs none of them. */
  readonly absent: readonly string[];
  /** The path in the code package that the module was looked for at last; `null` before the first attempt. */
  readonly wasmPath: string | null;
  /** Whether a module was loaded. */
  readonly loaded: boolean;
  /** How often the host was asked for it. One `init` asks twice if the first time fails. */
  readonly attempts: number;
  /** Why the last `init` failed; `null` if it did not. */
  readonly error: ErrorData | null;
}
