// Further snapshots and the state, through the package.
import assert from "node:assert/strict";
import test from "node:test";
import { gzipSync } from "node:zlib";
import * as xinyi from "xinyi";
import { makePlatform } from "./demo-platform.js";

const { read, platform } = makePlatform("test-load");
const { now, audience, nonce } = platform;
const [root, snapshot] = [read(platform.root), read(platform.snapshot)];
const { file, programme, request } = platform.bundles[0];
const createVerifier = (options) => xinyi.createVerifier({ ...options, allowDemoRoot: true });
const check = (verifier, at = now) => verifier.safeCheck(read(file), { programme, request, holder: { audience, nonce }, now: at });
const granted = (verifier) => assert.equal(check(verifier).decision?.outcome, "granted", JSON.stringify(check(verifier)));

const results = ({ manifest, trust_list, programmes, status_lists }) => [
  ...new Set([manifest, trust_list, ...programmes, ...status_lists].map((part) => part.result)),
];

test("a verifier without a snapshot learns from one that is loaded later", async () => {
  const verifier = await createVerifier({ root, now });
  assert.equal(check(verifier).error.code, "trust.missing");
  const report = verifier.load(snapshot, { now });
  assert.deepEqual(results(report), ["accepted"]);
  assert.equal(report.state_changed, true);
  assert.equal(verifier.report, report);
  assert.ok(Object.isFrozen(report));
  granted(verifier);
  // Again there is nothing new in it.
  const again = verifier.load(snapshot, { now });
  assert.deepEqual(results(again), ["kept"]);
  assert.equal(again.state_changed, false);
  granted(verifier);
});

test("nothing that is refused takes away what was there", async () => {
  const verifier = await createVerifier({ root, snapshot, now });
  const state = verifier.exportState();
  const parts = JSON.parse(snapshot);
  const spoilt = [
    "", "{", "null", "[]", "{}", snapshot.slice(0, snapshot.length / 2), " ".repeat(17_000_000),
    { ...parts, manifest: {} },
    { ...parts, trust_list: { ...parts.trust_list, payload: "e30" } },
    { ...parts, manifest: { ...parts.manifest, signatures: [] } },
    { ...parts, programmes: ["x"], status_lists: ["y", parts.programmes[0]] },
    { ...parts, programmes: [], status_lists: [] },
    { ...parts, roots: [parts.manifest] },
  ];
  for (const snapshot of spoilt) {
    const report = verifier.load(snapshot, { now });
    assert.equal(report.state_changed, false);
    granted(verifier);
    assert.equal(verifier.exportState(), state);
  }
  for (const wrong of [undefined, 7, null, new Map()]) assert.throws(() => verifier.load(wrong, { now }), { code: "input.options" });
  assert.throws(() => verifier.load(snapshot, { now: "noon" }), { code: "input.options" });
  assert.throws(() => verifier.load(snapshot, { now, minimum: {} }), { code: "input.options" });
  granted(verifier);
});

test("a truncated snapshot is refused at every sixteenth", async () => {
  for (let i = 0; i < 16; i++) {
    const verifier = await createVerifier({ root, snapshot: snapshot.slice(0, (snapshot.length * i) / 16), now });
    assert.equal(verifier.report.snapshot.result, "refused");
    assert.equal(check(verifier).ok, false);
    verifier.load(snapshot, { now });
    granted(verifier);
  }
});

test("state and snapshot come back as they were stored", async () => {
  const first = await createVerifier({ root, snapshot, now });
  const state = first.exportState();
  assert.match(state, /^xys2\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);
  const second = await createVerifier({ root, state, snapshot: first.exportSnapshot(), now });
  assert.equal(second.report.state.result, "accepted");
  assert.equal(second.report.state_changed, false);
  assert.deepEqual(results(second.report), ["accepted"]);
  assert.equal(second.exportSnapshot(), first.exportSnapshot());
  granted(second);
});

test("bytes that are no text are refused in the report as a snapshot that is no JSON is, and everything else stays", async () => {
  const cut = Buffer.from(`${snapshot.slice(0, 100)}信`).subarray(0, -1);
  for (const bytes of [cut, gzipSync(snapshot), Buffer.from([0x7b, 0xff])]) {
    const { report, ...first } = await createVerifier({ root, snapshot: bytes, now });
    assert.deepEqual([report.snapshot.result, report.snapshot.error.code, report.snapshot.error.stage], ["refused", "format.utf8", "snapshot"]);
    assert.match(report.snapshot.error.messages["zh-CN"], /\p{Script=Han}/u);
    assert.equal(first.exportSnapshot(), null);
    assert.ok(Object.isFrozen(report.snapshot.error));

    const verifier = await createVerifier({ root, snapshot, now });
    const loaded = verifier.load(bytes, { now });
    assert.equal(loaded.snapshot.error.code, "format.utf8");
    assert.equal(verifier.report, loaded);
    granted(verifier);

    // Beside what was stored it is the further one.
    let text = null;
    const stored = { get: () => text, set: (given) => void (text = given) };
    await createVerifier({ root, snapshot, now, storage: stored });
    const next = await createVerifier({ root, snapshot: bytes, now, storage: stored });
    assert.equal(next.report.snapshot.error.code, "format.utf8");
    granted(next);
  }
});

test("a state that cannot be used is reported and passed over", async () => {
  const state = (await createVerifier({ root, snapshot, now })).exportState();
  const other = makePlatform("test-load-other");
  const foreign = (await createVerifier({ root: other.read("root.json"), snapshot: other.read("snapshot.json"), now: other.platform.now })).exportState();
  for (const [text, code] of [
    ["", "state.unreadable"], ["xys2.", "state.unreadable"], ["{}", "state.unreadable"], [state.slice(0, -1), "state.unreadable"],
    [state.replace("xys2", "xys1"), "state.unreadable"], [state.replace(/\.(.)/, ".$1A"), "state.unreadable"],
    ["x".repeat(6_000_000), "limit.bytes"], [foreign, "state.root"],
  ]) {
    const verifier = await createVerifier({ root, snapshot, state: text, now });
    assert.equal(verifier.report.state.error.code, code, text.slice(0, 40));
    assert.equal(verifier.report.state_changed, true);
    assert.ok(verifier.report.state.error.messages["zh-CN"]);
    granted(verifier);
  }
});

test("what another page stored in the meantime is not lost", async () => {
  const page = await createVerifier({ root, now });
  const other = await createVerifier({ root, snapshot, now });
  assert.notEqual(page.exportState(), other.exportState());
  page.load("{}", { now, state: other.exportState() });
  assert.equal(page.exportState(), other.exportState());
});
