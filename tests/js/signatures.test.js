// In Node signatures of ES256 are verified by `node:crypto`: with the same verdicts as the core's own, whatever is
// asked, and with the core's own where it has none.
import assert from "node:assert/strict";
import crypto from "node:crypto";
import { createReadStream } from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { createInterface } from "node:readline";
import test from "node:test";
import { countVectors, loadVectors, root } from "./load-vectors.js";
import { runVectors } from "./run-vectors.js";

const require = createRequire(import.meta.url);

/** A copy of the package, whose module asks `answer`, which gets the package's own and what it is asked. */
async function copy(answer = (own, asked) => own(...asked)) {
  for (const path of Object.keys(require.cache)) delete require.cache[path];
  const api = require("xinyi");
  const Original = WebAssembly.Instance;
  const made = {};
  WebAssembly.Instance = function (module, imports) {
    made.own = imports.xinyi_host.verify_es256;
    const verify_es256 = (...asked) => answer(made.own, asked);
    const instance = new Original(module, { ...imports, xinyi_host: { verify_es256 } });
    made.memory = instance.exports.memory;
    return instance;
  };
  try {
    await api.init();
  } finally {
    WebAssembly.Instance = Original;
  }
  return { api, made };
}

/** What calls the package's own function, by memory of the module that nothing else uses. */
async function asker() {
  const { made } = await copy();
  const at = made.memory.grow(1) * 65536;
  return ({ key, signature, message }) => {
    const memory = Buffer.from(made.memory.buffer, at, 65536);
    Buffer.concat([key, signature, message]).copy(memory);
    return made.own(at, at + 64, at + 128, message.length);
  };
}

/** What `cargo test --all-features --lib signature_cases` has written. */
async function* cases() {
  const lines = createInterface({ input: createReadStream(`${root}target/signature-cases.ndjson`) });
  for await (const line of lines) {
    const { verdict, ...encoded } = JSON.parse(line);
    yield { verdict, ...Object.fromEntries(Object.entries(encoded).map(([name, text]) => [name, Buffer.from(text, "base64url")])) };
  }
}

test("node:crypto says of every signature what the core says", async (t) => {
  const ask = await asker();
  const counts = { ok: 0, "signature.invalid": 0, "signature.key": 0, "signature.encoding": 0 };
  for await (const { verdict, ...asked } of cases()) {
    counts[verdict]++;
    // Not for it to say: the core has read the key, and knows how long a signature is.
    if (verdict === "signature.key" || verdict === "signature.encoding") continue;
    const told = () => JSON.stringify(Object.fromEntries(Object.entries(asked).map(([name, bytes]) => [name, bytes.toString("hex")])));
    assert.equal(ask(asked), verdict === "ok" ? 1 : 0, `${verdict}: ${told()}`);
  }
  assert.ok(counts.ok > 300 && counts["signature.invalid"] > 300, JSON.stringify(counts));
  t.diagnostic(JSON.stringify(counts));
});

test("vectors, asking it", async () => {
  let [asked, yes] = [0, 0];
  const { api } = await copy((own, given) => {
    const answer = own(...given);
    asked++;
    yes += answer;
    return answer;
  });
  expectVectors(api);
  // It is asked, and it is what accepts.
  assert.ok(yes > 10 && asked > yes, `${yes} of ${asked}`);
});

for (const [name, answer] of [["no", 0], ["nothing", undefined], ["what is no answer", 2]]) {
  test(`vectors, where it says ${name}`, async () => {
    let asked = 0;
    const { api } = await copy(() => (asked++, answer));
    expectVectors(api);
    assert.ok(asked > 10);
  });
}

test("vectors, in the module that asks nobody", async () => {
  for (const path of Object.keys(require.cache)) delete require.cache[path];
  const api = require("xinyi");
  await api.init({ wasm: require.resolve("xinyi/xinyi.wasm") });
  expectVectors(api);
});

function expectVectors(api) {
  const { ran, problems } = runVectors(api, loadVectors());
  assert.equal(problems.join("\n"), "");
  assert.equal(ran, countVectors());
}

/** A good signature and one that is not. */
async function pair() {
  const found = {};
  for await (const one of cases()) {
    if (one.verdict === "ok") found.good ??= one;
    if (one.verdict === "signature.invalid") found.bad ??= one;
    if (found.good && found.bad) break;
  }
  return found;
}

test("what throws is no yes", async () => {
  const ask = await asker();
  const { good } = await pair();
  assert.equal(ask(good), 1);
  assert.equal(ask({ ...good, key: Buffer.alloc(64, 1) }), 0);
  const { made } = await copy();
  for (const asked of [[0, 0, 0, 2 ** 31], [-1, 0, 0, 0], [2 ** 31, 2 ** 31, 2 ** 31, 1], []]) assert.equal(made.own(...asked), 0);
});

test("it is the function of when the package was loaded", async () => {
  const ask = await asker();
  const { good, bad } = await pair();
  const { verify, createPublicKey } = crypto;
  try {
    crypto.verify = () => true;
    crypto.createPublicKey = () => assert.fail("called");
    syncBuiltinESMExports();
    assert.deepEqual([ask(good), ask(bad)], [1, 0]);
  } finally {
    Object.assign(crypto, { verify, createPublicKey });
    syncBuiltinESMExports();
  }
});

test("what all objects have changes no answer", async () => {
  const { good, bad } = await pair();
  const key = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = key.privateKey.export({ format: "jwk" });
  const members = { ...jwk, dsaEncoding: "der", format: "pem", type: "pkcs1", key: key.publicKey, padding: "x", saltLength: "x", encoding: "hex", passphrase: "x", oaepHash: "sha1" };
  for (const [name, value] of Object.entries(members)) {
    // Of no key before, so that it is read too.
    const ask = await asker();
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
    try {
      assert.deepEqual([ask(good), ask(bad)], [1, 0], name);
    } finally {
      delete Object.prototype[name];
    }
  }
});

test("a node:crypto that is not of Node is not asked", async () => {
  const { good } = await pair();
  for (const name of ["bun", "deno", "electron"]) {
    Object.defineProperty(process.versions, name, { value: "1.0", configurable: true });
    try {
      assert.equal((await asker())(good), 0, name);
    } finally {
      delete process.versions[name];
    }
  }
  assert.equal((await asker())(good), 1);
});

test("a hundred keys in turn are not mistaken for one another", async () => {
  const ask = await asker();
  const message = Buffer.from("one message");
  const signed = Array.from({ length: 100 }, () => {
    const { publicKey, privateKey } = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x, y } = publicKey.export({ format: "jwk" });
    const key = Buffer.concat([x, y].map((text) => Buffer.from(text, "base64url")));
    return { key, signature: crypto.sign("sha256", message, { key: privateKey, dsaEncoding: "ieee-p1363" }), message };
  });
  for (let round = 0; round < 2; round++) {
    for (const [i, one] of signed.entries()) {
      assert.equal(ask(one), 1);
      assert.equal(ask({ ...one, key: signed[(i + 1) % 100].key }), 0);
    }
  }
});
