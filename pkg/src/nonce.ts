/** Nonces from the host's secure generator, or from bytes that the app has from it. Never from `Math.random`. */

import type { XinyiError } from "./error";
import type { Problem } from "./index";
import type { Languages } from "./messages";
import { failure } from "./error";
import { reasonOf } from "./reason";

/** 128 bits: enough that none comes twice. */
const BYTES = 16;

interface Generator {
  getRandomValues?(bytes: Uint8Array): unknown;
}

// Looked up by name, and when it is needed: some hosts have no object that holds the globals.
declare const crypto: Generator | undefined;

/** 22 characters of base64url. */
export function createNonce(given: unknown, languages: Languages): string {
  return base64url(given === undefined ? randomBytes(BYTES, languages) : checked(given, languages));
}

/** So many bytes from the host's secure generator, 16 or more. */
export function randomBytes(count: number, languages: Languages): Uint8Array {
  const bytes = new Uint8Array(count);
  try {
    (crypto as { getRandomValues(bytes: Uint8Array): unknown }).getRandomValues(bytes);
  } catch (cause) {
    throw failure("host.random", "host", { reason: reasonOf(cause) }, languages);
  }
  // One that leaves the bytes as they were does not fail by itself.
  if (isUnfilled(bytes)) throw failure("host.random", "host", { reason: "the generator gave nothing" }, languages);
  return bytes;
}

function checked(given: unknown, languages: Languages): Uint8Array {
  const kind = Object.prototype.toString.call(given);
  const bytes = kind === "[object ArrayBuffer]" ? new Uint8Array(given as ArrayBuffer) : given;
  if (Object.prototype.toString.call(bytes) !== "[object Uint8Array]") throw refused("type", languages);
  const first = (bytes as Uint8Array).subarray(0, BYTES);
  if (first.length < BYTES || isUnfilled(first)) throw refused("random_bytes_expected", languages);
  return first;
}

function refused(problem: Problem, languages: Languages): XinyiError {
  return failure("input.options", "input", { pointer: "/randomBytes", problem }, languages);
}

/** Whether all bytes are the same: a buffer that nobody has written to. By chance that is one in 2¹²⁰. */
function isUnfilled(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === bytes[0]);
}

/** Written out, as mini-programs have neither `btoa` nor `Buffer`. */
function base64url(bytes: Uint8Array): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const rest = bytes.length - i;
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] || 0) << 8) | (bytes[i + 2] || 0);
    for (let j = 0; j <= Math.min(rest, 3); j++) text += alphabet[(bits >> (18 - 6 * j)) & 63];
  }
  return text;
}
