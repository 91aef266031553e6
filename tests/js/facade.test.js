// What the JavaScript in front of the module does by itself.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";
import * as xinyi from "xinyi";
import { loadVectors, root } from "./load-vectors.js";

const vector = loadVectors().find(({ expect }) => expect.outcome === "granted");
const create = { ...vector.platform, ...vector.create };
const verifier = xinyi.createVerifierSync(create);
const decide = (options) => verifier.safeCheck(vector.bundle, { ...vector.check, ...options });
const expected = JSON.stringify(decide({}));

test("the sample decides", () => {
  assert.match(expected, /^\{"ok":true,"decision":\{"decision":1,"outcome":"granted"/);
});

test("check returns what safeCheck has as decision, and throws what it has as error", () => {
  assert.equal(JSON.stringify(verifier.check(vector.bundle, vector.check)), JSON.stringify(decide({}).decision));
  const { error, errors } = verifier.safeCheck("~", vector.check);
  assert.throws(
    () => verifier.check("~", vector.check),
    (thrown) => {
      assert.ok(thrown instanceof xinyi.XinyiError && thrown instanceof Error && xinyi.isXinyiError(thrown));
      assert.equal(thrown.name, "XinyiError");
      assert.equal(thrown.message, error.message);
      assert.equal(JSON.stringify(thrown), JSON.stringify(error));
      assert.deepEqual(thrown.errors, errors);
      for (const name of ["code", "stage", "details", "messages"]) assert.deepEqual(thrown[name], error[name]);
      return true;
    },
  );
});

test("now in every form is the same instant", () => {
  const seconds = vector.check.now;
  const utc = new Date(seconds * 1000).toISOString();
  const east = new Date((seconds + 8 * 3600) * 1000).toISOString().replace("Z", "+08:00");
  const west = new Date((seconds - 5.5 * 3600) * 1000).toISOString().replace(/\.\d+Z/, "-05:30");
  for (const now of [seconds, seconds + 0.9, new Date(seconds * 1000), vm.runInNewContext(`new Date(${seconds * 1000})`), utc, east, west]) {
    assert.equal(JSON.stringify(decide({ now })), expected, String(now));
  }
});

test("now in other forms is refused", () => {
  for (const now of [
    vector.check.now * 1000,
    -1,
    NaN,
    Infinity,
    null,
    true,
    {},
    "",
    "2026-11-22",
    "2026-11-22 08:00:00Z",
    "2026-11-22T08:00:00",
    "2026-02-30T08:00:00Z",
    "2026-13-01T08:00:00Z",
    "2026-11-22T24:00:00Z",
    "2026-11-22T08:60:00Z",
    "2026-11-22T08:00:60Z",
    "2026-11-22T08:00:00.Z",
    "2026-11-22T08:00:00+24:00",
    new Date(NaN),
  ]) {
    const { error } = decide({ now });
    assert.equal(error?.code, "input.options", String(now));
    assert.equal(error.details.pointer, "/now");
  }
});

test("without now the host's clock decides", (t) => {
  t.mock.method(Date, "now", () => vector.check.now * 1000 + 999);
  assert.equal(JSON.stringify(decide({ now: undefined })), expected);
  t.mock.method(Date, "now", () => 0);
  assert.equal(decide({ now: undefined }).ok, false);
});

test("documents as bytes and as parsed objects say the same as their text", () => {
  const bytes = (text) => new TextEncoder().encode(text);
  const { root, snapshot, ...rest } = create;
  for (const form of [
    { root: bytes(root), snapshot: bytes(snapshot) },
    { root: JSON.parse(root), snapshot: JSON.parse(snapshot) },
    { root: Buffer.from(root), snapshot: vm.runInNewContext("Uint8Array.from(b)", { b: [...bytes(snapshot)] }) },
  ]) {
    const other = xinyi.createVerifierSync({ ...form, ...rest });
    assert.equal(JSON.stringify(other.report), JSON.stringify(verifier.report));
    assert.equal(JSON.stringify(other.safeCheck(bytes(vector.bundle), vector.check)), expected);
  }
});

test("bytes that are not UTF-8 are refused where they stop being it", () => {
  for (const [bytes, offset] of [
    [[0x41, 0xff], 1],
    [[0xc0, 0x80], 0],
    [[0x41, 0xe4, 0xbf], 1],
    [[0xed, 0xa0, 0x80], 0],
    [[0xf4, 0x90, 0x80, 0x80], 0],
    [[0xe4, 0xbf, 0xa1, 0x80], 3],
  ]) {
    const { error } = verifier.safeCheck(Uint8Array.from(bytes), vector.check);
    assert.equal(error?.code, "format.utf8");
    assert.equal(error.details.offset, offset);
  }
});

test("what is no document is refused", () => {
  for (const document of [undefined, null, 7, true, Symbol("x")]) {
    assert.equal(verifier.safeCheck(document, vector.check).error?.code, "input.options");
    assert.throws(() => xinyi.createVerifierSync({ ...create, root: document }), { code: "input.options" });
  }
  const circular = {};
  circular.self = circular;
  assert.equal(verifier.safeCheck(circular, vector.check).error?.code, "input.options");
});

test("leaving the holder out is refused", () => {
  const { holder, ...rest } = vector.check;
  assert.equal(verifier.safeCheck(vector.bundle, rest).error?.code, "input.holder");
  assert.ok(holder);
  for (const options of [undefined, null, {}]) assert.equal(verifier.safeCheck(vector.bundle, options).ok, false);
  for (const options of ["unbound", 7, []]) assert.equal(verifier.safeCheck(vector.bundle, options).error?.code, "input.options");
});

test("options that this version does not have are refused, never ignored", () => {
  for (const option of [{ commitments: [] }, { nosuch: 1 }, { nosuch: () => 1 }, { Now: 1 }]) {
    assert.match(decide(option).error?.code ?? "accepted", /^input\.(options|unsupported)$/, JSON.stringify(option));
  }
  for (const option of [{ state: "x" }, { storage: { get() {}, set() {} } }, { requireConsent: true }, { nosuch: 1 }, { onload: () => 1 }]) {
    assert.throws(() => xinyi.createVerifierSync({ ...create, ...option }), { code: /^input\.(options|unsupported)$/ }, JSON.stringify(option));
  }
});

test("a bad root is an error, with its texts", async () => {
  for (const make of [async (options) => xinyi.createVerifierSync(options), xinyi.createVerifier]) {
    const error = await make({ ...create, root: "{}" }).then(() => assert.fail("accepted"), (e) => e);
    assert.ok(xinyi.isXinyiError(error));
    assert.equal(error.stage, "root");
    assert.ok(error.message && error.messages["zh-CN"]);
    assert.ok(Object.isFrozen(error.errors) && Object.isFrozen(error.details));
  }
});

test("results, reports and verifiers are frozen at every depth", () => {
  const frozen = (value) => Object.isFrozen(value) && Object.values(value).every((v) => typeof v !== "object" || v === null || frozen(v));
  assert.ok(frozen(decide({ explain: "full" })));
  assert.ok(frozen(verifier.safeCheck("~", vector.check)));
  assert.ok(frozen(decide({ now: NaN })));
  assert.ok(frozen(verifier.report));
  assert.ok(Object.isFrozen(verifier));
});

test("every reason and error has texts in both languages", () => {
  const codes = new Set();
  for (const v of loadVectors()) {
    const { result } = JSON.parse(v.native);
    for (const reason of result.ok ? result.decision.reasons : []) {
      codes.add(reason.code);
      assert.ok(reason.message.en && reason.message["zh-CN"], reason.code);
    }
  }
  assert.ok(codes.size > 0);
  const tables = ["en", "zh-CN"].map((language) => JSON.parse(readFileSync(`${root}pkg/dist/messages/${language}.json`, "utf8")));
  for (const table of tables) {
    for (const code of ["format.utf8", "host.load", "host.trap", "input.options"]) assert.ok(table.errors[code], code);
  }
});

test("a member named like something of Object's is only a name", () => {
  for (const name of ["constructor", "__proto__", "toString"]) {
    const options = JSON.parse(`{${JSON.stringify(name)}: 1}`);
    assert.equal(verifier.safeCheck(vector.bundle, { ...vector.check, ...options }).ok, false, name);
  }
});

test("isXinyiError takes anything", () => {
  for (const value of [undefined, null, 0, "", {}, new Error("x"), Object.create(null), () => 0]) assert.equal(xinyi.isXinyiError(value), false);
});

test("init again does nothing", async () => {
  await xinyi.init();
  await xinyi.init({ wasm: "/no/such/file" });
  assert.equal(JSON.stringify(decide({})), expected);
});
