/** Signatures of ES256 by `node:crypto`, for the module that asks for them: pkg/wasm/src/host.rs. */

import { createPublicKey, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { own } from "./own";

// As they are when the package is loaded: an import shows whatever has been put in their place since.
const [importKey, verifySignature] = [createPublicKey, verify];

/** How many keys are kept. An issuer's is of every check, and reading one takes as long as verifying by it. */
const KEPT = 64;

/** Others than Node have a `node:crypto` too, made of something else than what was compared with the module's own. */
const IS_NODE = !["bun", "deno", "electron"].some((name) => own(process.versions, name));

/**
 * What the module imports, reading from its memory. Only a 1 counts: after anything else the module verifies by
 * itself. Nothing that comes from `Object.prototype` has a say.
 */
export function hostSignatures(memory: () => ArrayBuffer): { verify_es256(...given: number[]): number } {
  const keys = new Map<string, KeyObject>();

  function keyOf(bytes: Buffer): KeyObject {
    const name = bytes.toString("latin1");
    let key = keys.get(name);
    if (key) {
      keys.delete(name);
    } else {
      const [x, y] = [bytes.toString("base64url", 0, 32), bytes.toString("base64url", 32)];
      const jwk = { __proto__: null, kty: "EC", crv: "P-256", x, y };
      key = importKey({ __proto__: null, key: jwk, format: "jwk" } as never);
      if (keys.size >= KEPT) keys.delete(keys.keys().next().value!);
    }
    // The last one used is the last one to go.
    keys.set(name, key);
    return key;
  }

  function verify_es256(key: number, signature: number, message: number, length: number): number {
    if (!IS_NODE) return 0;
    try {
      const buffer = memory();
      const by = { __proto__: null, key: keyOf(Buffer.from(buffer, key, 64)), dsaEncoding: "ieee-p1363" };
      const [signed, raw] = [new Uint8Array(buffer, message, length), new Uint8Array(buffer, signature, 64)];
      return verifySignature("sha256", signed, by as never, raw) === true ? 1 : 0;
    } catch {
      // Such as where a policy of the machine rules an algorithm out.
      return 0;
    }
  }
  return { verify_es256 };
}
