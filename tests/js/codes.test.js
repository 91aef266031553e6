// The texts of codes in tests/vectors/codes.json, in Node, in the build for bundles and in a mini-program.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import * as node from "xinyi";
import * as inline from "xinyi/inline";
import { device, hostObject } from "./device.js";
import { readVectors, root } from "./load-vectors.js";

const vectors = Object.entries(JSON.parse(readFileSync(`${root}tests/vectors/codes.json`, "utf8")));
const { platform } = readVectors()[0];

/** What each is read as, or why it is refused. */
function run(api) {
  const verifier = api.createVerifierSync(platform);
  for (const [name, { text, texts, expect }] of vectors) {
    let found;
    try {
      found = text === undefined ? { presented: verifier.fromQr(texts) } : { request: verifier.readPresentationRequest(text) };
    } catch (error) {
      if (!api.isXinyiError(error)) throw error;
      const { problem, pointer } = error.details;
      found = { code: error.code, ...(problem && expect.problem && { problem }), ...(pointer !== undefined && { pointer }) };
    }
    // Of whatever realm.
    assert.equal(JSON.stringify(sorted(found)), JSON.stringify(sorted(expect)), name);
  }
  return vectors.length;
}

const sorted = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]))
    : value;

test("in Node", () => assert.ok(run(node) >= 40));

test("in the build for bundles", async () => {
  await inline.init();
  assert.ok(run(inline) >= 40);
});

test("in a mini-program", async () => {
  const { context, load } = device();
  context.WXWebAssembly = hostObject().host;
  const api = load("index.js");
  await api.init();
  assert.ok(run(api) >= 40);
});
