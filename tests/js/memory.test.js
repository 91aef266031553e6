// What answering from a long status list takes of the module's memory.
import assert from "node:assert/strict";
import test from "node:test";
import { loadVectors } from "./load-vectors.js";

const MB = 1 << 20;

test("100 million entries are never inflated as a whole", async () => {
  // The module's memory, which the package does not show.
  let memory;
  const Original = WebAssembly.Instance;
  WebAssembly.Instance = function (...given) {
    const instance = new Original(...given);
    memory = instance.exports.memory;
    return instance;
  };
  const { createVerifierSync } = await import("xinyi");
  const vectors = loadVectors().filter(({ name }) => /^attack\/(status-list-of|last-of)-100-million-entries$/.test(name));
  assert.equal(vectors.length, 2);
  const verifier = createVerifierSync(vectors[0].platform);
  WebAssembly.Instance = Original;
  const before = memory.buffer.byteLength;
  const outcomes = () => vectors.map(({ bundle, check }) => verifier.safeCheck(bundle, check)).map(({ ok, error }) => (ok ? "granted" : error.code));
  assert.deepEqual(outcomes(), ["status.invalid", "granted"]);
  // The whole takes 12.5 MB; a window, and the places to go on from, a part of that.
  const first = memory.buffer.byteLength - before;
  assert.ok(first < 4 * MB, `${first} bytes`);
  for (let n = 0; n < 50; n++) assert.deepEqual(outcomes(), ["status.invalid", "granted"]);
  assert.equal(memory.buffer.byteLength - before, first);
});
