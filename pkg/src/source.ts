/** What `init({ wasm })` takes on any host: bytes, a module, a response, an address; and what is told of anything else. */

import { NotLoaded } from "./not-loaded";
import type { InitOptions } from "./index";
import { member, own } from "./own";
import { reasonOf } from "./reason";

/** Of its class, in whichever realm that is: test environments have several. */
function isA(value: unknown, kind: string): boolean {
  return Object.prototype.toString.call(value) === "[object " + kind + "]";
}

/** A bundler's URL object need not be the host's. */
export function isAddress(source: unknown): source is string | URL {
  return typeof source === "string" || isA(source, "URL");
}

export function isModule(source: unknown): source is WebAssembly.Module {
  return isA(source, "WebAssembly.Module");
}

/** What is read of a `Response`; those of `fetch` replacements, and a `Blob`, have it too. */
export interface Body {
  readonly ok?: boolean;
  readonly status?: number;
  readonly url?: string;
  arrayBuffer(): PromiseLike<ArrayBuffer>;
}

export function isBody(source: unknown): source is Body {
  return typeof member(source, "arrayBuffer") === "function";
}

/** Throws for an answer that is none. `url`: what was asked for, if that is known. */
export function checkAnswer(body: Body, url?: string): void {
  if (body.ok === false) throw new NotLoaded("http_status", { status: body.status, url: body.url || url });
}

/** Bytes that begin as a module does. `url`: where they come from, if that is known. */
export function moduleBytes(source: unknown, url?: string): Uint8Array {
  let bytes: Uint8Array;
  if (ArrayBuffer.isView(source)) bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  else if (isA(source, "ArrayBuffer") || isA(source, "SharedArrayBuffer")) bytes = new Uint8Array(source as ArrayBuffer);
  else throw new NotLoaded("module_expected");
  // No host compiles what another thread may change in the meantime.
  if (isA(bytes.buffer, "SharedArrayBuffer")) bytes = bytes.slice();

  if (bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d) return bytes;
  const begin = Array.from(bytes.subarray(0, 64));
  const isPage = /^(\xef\xbb\xbf)?\s*</.test(String.fromCharCode(...begin));
  if (isPage && url) throw new NotLoaded("web_page", { url });
  const begins = begin.slice(0, 8).map((byte) => (byte < 16 ? "0" : "") + byte.toString(16));
  throw new NotLoaded("not_wasm", { begins: begins.join(" ") || "—", url });
}

/** What an app gives, or what a promise of it comes to. `fetch` fails in words of each engine's own, and has no code for it. */
export function given(options: InitOptions): Promise<unknown> {
  return Promise.resolve(own(options, "wasm")).catch((cause: unknown) => {
    const reason = reasonOf(cause);
    throw /fetch|network|load failed/i.test(reason) ? new NotLoaded("fetch_failed", { reason }) : cause;
  });
}

/** What the network answers, whatever that is. */
export async function fetched(url: string): Promise<unknown> {
  if (typeof fetch !== "function") throw new NotLoaded("fetch_missing", { url });
  try {
    return await fetch(url);
  } catch (cause) {
    // No browser lets a page that was opened from a file fetch another.
    if (/^file:/i.test(url) || (isRelative(url) && isFilePage())) throw new NotLoaded("file_address", { url });
    throw new NotLoaded("fetch_failed", { url, reason: url + ": " + reasonOf(cause) });
  }
}

function isRelative(url: string): boolean {
  return !/^[a-z][\w+.-]*:/i.test(url);
}

function isFilePage(): boolean {
  return typeof location !== "undefined" && location.protocol === "file:";
}
