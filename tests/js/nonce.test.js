// Nonces: from a secure generator or not at all.
import assert from "node:assert/strict";
import test from "node:test";
import { createVerifier } from "xinyi";
import { loadVectors } from "./load-vectors.js";

const { platform } = loadVectors()[0];
const verifier = await createVerifier(platform);

/** With something else in place of a global; `undefined` for nothing. */
function replaced(holder, name, value, run) {
  const own = Object.getOwnPropertyDescriptor(holder, name);
  Object.defineProperty(holder, name, { value, configurable: true, writable: true });
  try {
    return run();
  } finally {
    Object.defineProperty(holder, name, own);
  }
}

const code = (expected) => (error) => error.code === expected && error.messages["zh-CN"] !== "" && !error.message.includes("?");

test("128 bits in base64url, none of them twice, every bit as often set as not", () => {
  const seen = new Set();
  const set = new Array(128).fill(0);
  for (let i = 0; i < 10_000; i++) {
    const nonce = verifier.createNonce();
    assert.match(nonce, /^[A-Za-z0-9_-]{22}$/);
    seen.add(nonce);
    const bytes = Buffer.from(nonce, "base64url");
    assert.equal(bytes.toString("base64url"), nonce);
    for (let bit = 0; bit < 128; bit++) set[bit] += (bytes[bit >> 3] >> (bit & 7)) & 1;
  }
  assert.equal(seen.size, 10_000);
  for (const count of set) assert.ok(count > 4_500 && count < 5_500, String(count));
});

test("Math.random is not asked", () => {
  const thrower = () => { throw new Error("asked"); };
  replaced(Math, "random", thrower, () => assert.equal(verifier.createNonce().length, 22));
});

test("a host without a secure generator, or with one that fails, gives none", () => {
  for (const crypto of [undefined, null, {}, { getRandomValues() { throw new Error("no entropy"); } }, { getRandomValues() {} }]) {
    replaced(globalThis, "crypto", crypto, () => assert.throws(() => verifier.createNonce(), code("host.random")));
  }
});

test("bytes of the host's generator do, and nothing less", () => {
  const bytes = Uint8Array.from({ length: 20 }, (_, i) => i * 13);
  const expected = Buffer.from(bytes.subarray(0, 16)).toString("base64url");
  replaced(globalThis, "crypto", undefined, () => {
    assert.equal(verifier.createNonce(bytes), expected);
    assert.equal(verifier.createNonce(bytes.buffer), expected);
    assert.equal(verifier.createNonce(Buffer.from(bytes)), expected);
  });
  const unfilled = [new Uint8Array(16), new ArrayBuffer(16), new Uint8Array(16).fill(7)];
  for (const wrong of [...unfilled, bytes.subarray(0, 15), null, "text", [1, 2], 16, {}, new Uint32Array(16)]) {
    assert.throws(() => verifier.createNonce(wrong), code("input.options"), String(wrong));
  }
});
