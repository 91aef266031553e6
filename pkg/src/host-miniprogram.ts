/** How a mini-program's host loads the module, and what it says of itself. */

import type { CreateGlue } from "./create-glue";
import { assemble } from "./engine";
import type { Engine } from "./engine";
import { deepFreeze } from "./error";
import type { ErrorData, InitOptions, MiniProgramHost } from "./index";
import { notLoadedError } from "./loader";
import type { Languages } from "./messages";
import type { HostDescription } from "./miniprogram";
import { NotLoaded } from "./not-loaded";
import { member, own } from "./own";
import { reasonOf } from "./reason";
import { Utf8Decoder, Utf8Encoder } from "./utf8";

/** Where "Build npm" of WeChat's tools puts the file. */
const WASM_PATH = "/miniprogram_npm/xinyi/xinyi.wasm.br";

/** The host's object, and its name. */
export interface Found {
  readonly name: "WXWebAssembly" | "TTWebAssembly" | "MYWebAssembly" | "given" | null;
  readonly host: MiniProgramHost | undefined;
}

/** What became of loading. There is one of it, as there is one module. */
const log: { webAssembly: Found["name"] | undefined; wasmPath: string | null; loaded: boolean; attempts: number; error: ErrorData | null } = {
  webAssembly: undefined,
  wasmPath: null,
  loaded: false,
  attempts: 0,
  error: null,
};

// Looked up by name: there may be no object that holds the globals.
declare const WXWebAssembly: MiniProgramHost | undefined;
declare const TTWebAssembly: MiniProgramHost | undefined;
declare const MYWebAssembly: MiniProgramHost | undefined;
declare const FinalizationRegistry: unknown;

export function findHost(): Found {
  if (typeof WXWebAssembly !== "undefined") return { name: "WXWebAssembly", host: WXWebAssembly };
  if (typeof TTWebAssembly !== "undefined") return { name: "TTWebAssembly", host: TTWebAssembly };
  if (typeof MYWebAssembly !== "undefined") return { name: "MYWebAssembly", host: MYWebAssembly };
  return { name: null, host: undefined };
}

export function loadFrom<G>(find: () => Found, createGlue: CreateGlue<G>, options: InitOptions, languages: () => Languages): Promise<Engine<G>> {
  return new Promise<Engine<G>>((resolve) => {
    const given = own(options, "host");
    const found: Found = given ? { name: "given", host: given } : find();
    log.webAssembly = found.name;
    log.loaded = false;
    const path = pathOf(options);
    log.wasmPath = path;
    const { host } = found;
    if (!host) throw new NotLoaded("wasm_missing", { wasmPath: path });
    const ask = (): Promise<Engine<G>> => instantiate(host, path, createGlue);
    // Some iPhones fail now and then, and succeed when asked again.
    resolve(ask().then(undefined, ask));
  }).then(
    (engine) => {
      log.loaded = true;
      log.error = null;
      return engine;
    },
    (cause: unknown) => {
      const told = cause instanceof NotLoaded ? cause : new NotLoaded(undefined, { reason: reasonOf(cause), wasmPath: log.wasmPath });
      log.error = notLoadedError(told, languages()).toJSON();
      throw told;
    },
  );
}

/** No host takes anything but a path in the code package, and that from its root. */
function pathOf(options: InitOptions): string {
  const path: unknown = own(options, "wasmPath");
  if (own(options, "wasm") !== undefined || (path !== undefined && !(typeof path === "string" && path[0] === "/"))) {
    throw new NotLoaded("module_expected");
  }
  return path === undefined ? WASM_PATH : (path as string);
}

function instantiate<G>(host: MiniProgramHost, path: string, createGlue: CreateGlue<G>): Promise<Engine<G>> {
  log.attempts++;
  const assembly = assemble(createGlue, {
    TextDecoder: Utf8Decoder,
    TextEncoder: Utf8Encoder,
    FinalizationRegistry: typeof FinalizationRegistry === "undefined" ? undefined : FinalizationRegistry,
  });
  // In a promise, as some hosts throw at once.
  return new Promise<unknown>((resolve) => resolve(host.instantiate(path, assembly.imports))).then((result) => {
    // Documented to be the instance, in practice a pair of module and instance.
    const { instance } = result as { instance?: object };
    return assembly.finish(((instance || result) as { exports: object }).exports);
  });
}

declare const wx: unknown;
declare const tt: unknown;
declare const my: unknown;

export function describe(): HostDescription {
  const found = findHost();
  const [host, its] = whose(found.name);
  return deepFreeze({
    host,
    webAssembly: log.webAssembly === "given" ? "given" : found.name,
    baseLibrary: said(its, ["getAppBaseInfo", "getSystemInfoSync"], "SDKVersion") || text(its, "SDKVersion"),
    platform: said(its, ["getDeviceInfo", "getSystemInfoSync"], "platform"),
    absent: absent(),
    wasmPath: log.wasmPath,
    loaded: log.loaded,
    attempts: log.attempts,
    error: log.error,
  });
}

function whose(webAssembly: Found["name"]): [HostDescription["host"], unknown] {
  const wechat = typeof wx === "undefined" ? undefined : wx;
  const douyin = typeof tt === "undefined" ? undefined : tt;
  const alipay = typeof my === "undefined" ? undefined : my;
  // What has another host's API for convenience still has a WebAssembly of its own name.
  if (webAssembly === "WXWebAssembly") return ["wechat", wechat];
  if (webAssembly === "TTWebAssembly") return ["douyin", douyin];
  if (webAssembly === "MYWebAssembly") return ["alipay", alipay];
  if (douyin) return ["douyin", douyin];
  if (alipay) return ["alipay", alipay];
  return wechat ? ["wechat", wechat] : ["unknown", undefined];
}

/** A member of what the first of these functions returns that has it. None of them asks the user. */
function said(api: unknown, functions: readonly string[], name: string): string | null {
  for (const of of functions) {
    try {
      const ask = member(api, of);
      const answer = typeof ask === "function" ? text(ask.call(api), name) : null;
      if (answer) return answer;
    } catch {
      // The next one may.
    }
  }
  return null;
}

function text(of: unknown, name: string): string | null {
  try {
    const value = member(of, name);
    return typeof value === "string" && value !== "" ? value : null;
  } catch {
    return null;
  }
}

// Only asked whether they are there: hosts may lack each of them.
declare const globalThis: unknown, BigInt: unknown, Intl: unknown, WeakRef: unknown, SharedArrayBuffer: unknown;
declare const TextDecoder: unknown, TextEncoder: unknown, URL: unknown, crypto: unknown, fetch: unknown, performance: unknown;
declare const navigator: unknown, window: unknown, atob: unknown, btoa: unknown, structuredClone: unknown, console: unknown;
declare const WebAssembly: unknown;

function absent(): string[] {
  const kinds: { readonly [name: string]: string } = {
    globalThis: typeof globalThis,
    BigInt: typeof BigInt,
    Intl: typeof Intl,
    WeakRef: typeof WeakRef,
    FinalizationRegistry: typeof FinalizationRegistry,
    SharedArrayBuffer: typeof SharedArrayBuffer,
    WebAssembly: typeof WebAssembly,
    TextDecoder: typeof TextDecoder,
    TextEncoder: typeof TextEncoder,
    URL: typeof URL,
    crypto: typeof crypto,
    fetch: typeof fetch,
    performance: typeof performance,
    navigator: typeof navigator,
    window: typeof window,
    atob: typeof atob,
    btoa: typeof btoa,
    structuredClone: typeof structuredClone,
    console: typeof console,
  };
  return Object.keys(kinds).filter((name) => kinds[name] === "undefined");
}
