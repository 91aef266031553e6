import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";
import * as esm from "xinyi";
import { countVectors, loadVectors } from "./load-vectors.js";
import { runVectors } from "./run-vectors.js";

const cjs = createRequire(import.meta.url)("xinyi");

for (const [name, api] of [["ES modules", esm], ["CommonJS", cjs]]) {
  test(`vectors in Node, ${name}`, (t) => {
    const { ran, problems } = runVectors(api, loadVectors());
    assert.equal(problems.join("\n"), "");
    assert.equal(ran, countVectors());
    t.diagnostic(`${ran} vectors`);
  });
}

test("both forms have the same exports", () => {
  assert.deepEqual(Object.keys(cjs).sort(), Object.keys(esm).sort());
});

test("the error of one copy is known to the other", () => {
  const error = thrown(() => esm.createVerifierSync({}));
  assert.ok(!(error instanceof cjs.XinyiError));
  assert.ok(cjs.isXinyiError(error));
});

function thrown(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  assert.fail("nothing was thrown");
}
