// State and snapshot in an app's storage.
import assert from "node:assert/strict";
import test from "node:test";
import { createVerifier, createVerifierSync, indexedDbStorage, isXinyiError, keyValueStorage } from "xinyi";
import { loadVectors } from "./load-vectors.js";

const vectors = loadVectors();
const find = (name) => vectors.find((vector) => vector.name === name);
// One platform on three days.
const vector = find("attack/older-snapshot-after-a-newer-one");
const [newer, older] = vector.steps.map((step) => vector.platforms[step.load].snapshot);
const { root, snapshot: present, now } = vector.platform;
const foreign = find("attack/state-of-another-root");
const other = Object.values(foreign.platforms)[0];

const granted = (verifier) => assert.equal(verifier.safeCheck(vector.bundle, vector.check).decision?.outcome, "granted");
const manifest = (verifier) => JSON.parse(atob(JSON.parse(verifier.exportSnapshot()).manifest.payload.replace(/-/g, "+").replace(/_/g, "/"))).version;

/** One text in memory, as a host of this kind would keep it. */
function memory(kind, text) {
  const box = { text, reads: 0, writes: 0 };
  const get = () => (box.reads++, box.text);
  const set = (text) => void (box.writes++, (box.text = text));
  const later = (run) => new Promise((resolve) => setTimeout(() => resolve(run()), 2));
  const storages = {
    "at once": { get, set },
    later: { get: () => later(get), set: (text) => later(() => set(text)) },
    "in one step": { get: () => later(get), set: () => assert.fail(), update: (change) => later(() => set(change(get()))) },
    localStorage: keyValueStorage({ getItem: () => get() ?? null, setItem: (key, text) => (assert.equal(key, "xinyi"), set(text)) }),
    "when it is asked for": keyValueStorage(() => ({ getItem: () => get() ?? null, setItem: (key, text) => set(text) })),
    wx: keyValueStorage({ getStorageSync: () => get() ?? "", setStorageSync: (key, text) => (assert.equal(key, "mine"), set(text)) }, { key: "mine" }),
  };
  return Object.assign(box, { storage: storages[kind] });
}

for (const kind of ["at once", "later", "in one step", "localStorage", "when it is asked for", "wx"]) {
  test(`what was seen is there at the next start: a storage that answers ${kind}`, async () => {
    const box = memory(kind);
    const first = await createVerifier({ root, snapshot: present, storage: box.storage, now });
    assert.equal(first.report.storage, undefined);
    assert.equal(first.report.state, undefined);
    assert.deepEqual(JSON.parse(box.text), { state: first.exportState(), snapshot: first.exportSnapshot() });
    granted(first);

    // Without anything from the network.
    const second = await createVerifier({ root, storage: box.storage, now });
    assert.equal(second.report.storage.result, "accepted");
    assert.equal(second.report.state.result, "accepted");
    assert.equal(second.report.manifest.result, "accepted");
    granted(second);
    assert.equal(box.writes, 1, "nothing was new");

    // With something newer.
    const third = await createVerifier({ root, snapshot: newer, storage: box.storage, now });
    assert.equal(third.report.manifest.version, 6);
    assert.equal(third.report.storage.result, "accepted");
    assert.equal(manifest(third), 6);
    assert.equal(box.writes, 2);

    // With yesterday's: what is stored stays.
    const fourth = await createVerifier({ root, snapshot: older, storage: box.storage, now });
    assert.deepEqual([fourth.report.manifest.result, fourth.report.manifest.version], ["kept", 6]);
    assert.equal(manifest(fourth), 6);
    assert.equal(box.writes, 2);
    granted(fourth);
  });

  test(`a load is stored: a storage that answers ${kind}`, async () => {
    const box = memory(kind);
    const verifier = await createVerifier({ root, snapshot: present, storage: box.storage, now });
    const before = box.text;
    verifier.load(newer, { now });
    if (["at once", "localStorage", "when it is asked for", "wx"].includes(kind)) assert.notEqual(box.text, before, "when load returns");
    await verifier.saved;
    assert.deepEqual(JSON.parse(box.text), { state: verifier.exportState(), snapshot: verifier.exportSnapshot() });
    verifier.load(older, { now });
    await verifier.saved;
    assert.equal(box.writes, 2);
  });
}

test("whatever has become of the storage, the app starts", async () => {
  const good = memory("at once");
  await createVerifier({ root, snapshot: present, storage: good.storage, now });
  const stored = JSON.parse(good.text);
  const cut = { ...stored, snapshot: stored.snapshot.slice(0, -9) };
  const others = memory("at once");
  await createVerifier({ ...other, storage: others.storage });
  for (const [text, storage, state] of [
    ["{", "state.unreadable"],
    ["null", "state.unreadable"],
    [7, "state.unreadable"],
    ['{"state":1,"snapshot":"{}"}', "state.unreadable"],
    [JSON.stringify({ ...stored, state: "xys2.damaged" }), undefined, "state.unreadable"],
    [JSON.stringify(cut), "format.json", undefined],
    [others.text, undefined, "state.root"],
  ]) {
    for (const kind of ["at once", "later"]) {
      const box = memory(kind, text);
      const verifier = await createVerifier({ root, snapshot: present, storage: box.storage, now });
      assert.equal(verifier.report.storage.error?.code, storage, text);
      assert.equal(verifier.report.state?.error?.code, state, text);
      granted(verifier);
      assert.equal(JSON.parse(box.text).state, verifier.exportState());
    }
  }
});

test("a clock that runs behind costs nothing of what is stored", async () => {
  const DAY = 86_400;
  for (const kind of ["at once", "later", "in one step"]) {
    // The manifest of the one is of now; of the other, only the status list is from the future.
    for (const [snapshot, behind] of [[newer, DAY], [newer, 5 * 365 * DAY], [present, 9_000]]) {
      const box = memory(kind);
      await (await createVerifier({ root, snapshot, storage: box.storage, now })).saved;
      const stored = JSON.parse(box.text);
      // The telephone was off, and has forgotten the time. Nothing it is told now takes anything away.
      const wrong = await createVerifier({ root, storage: box.storage, now: now - behind });
      assert.equal(wrong.safeCheck(vector.bundle, { ...vector.check, holder: "unbound", now: now - behind }).error.code, "time.rollback");
      for (const snapshot of [older, "{}"]) wrong.load(snapshot, { now: now - behind });
      await wrong.saved;
      assert.deepEqual(JSON.parse(box.text), stored);
      // Offline still, with the clock put right: at once, and at the next start.
      granted(wrong);
      const right = await createVerifier({ root, storage: box.storage, now });
      assert.equal(right.exportSnapshot(), stored.snapshot);
      granted(right);
    }
  }
});

test("a snapshot that is of no use with this clock and no state stays where it is", async () => {
  const box = memory("at once");
  await createVerifier({ root, snapshot: newer, storage: box.storage, now });
  const { snapshot } = JSON.parse(box.text);
  box.text = JSON.stringify({ state: "damaged", snapshot });
  const wrong = await createVerifier({ root, storage: box.storage, now: now - 86_400 });
  assert.equal(wrong.report.storage.result, "accepted");
  assert.equal(wrong.report.manifest.error.code, "time.rollback");
  assert.equal(JSON.parse(box.text).snapshot, snapshot);
  granted(await createVerifier({ root, storage: box.storage, now }));
});

test("what another page knows is learnt even where it has no snapshot", async () => {
  const box = memory("at once");
  const page = await createVerifier({ root, snapshot: older, storage: box.storage, now });
  const other = await createVerifier({ root, snapshot: newer, now });
  box.text = JSON.stringify({ state: other.exportState(), snapshot: null });
  page.load(present, { now });
  // It has seen manifest 6 by now, and takes no older one.
  const fresh = await createVerifier({ root, snapshot: present, storage: memory("at once", JSON.stringify({ state: JSON.parse(box.text).state, snapshot: null })).storage, now });
  assert.equal(fresh.report.manifest.error.code, "trust.rollback");
});

test("a storage that fails is told of, and costs nothing", async () => {
  const fails = () => { throw new Error("quota exceeded"); };
  for (const fail of [fails, () => Promise.reject(new Error("quota exceeded"))]) {
    const reading = await createVerifier({ root, snapshot: present, storage: { get: fail, set() {} }, now });
    assert.equal(reading.report.storage.error.code, "host.storage");
    assert.match(reading.report.storage.error.messages["zh-CN"], /quota exceeded/);
    granted(reading);
    await assert.rejects(reading.saved, (error) => isXinyiError(error) && error.code === "host.storage");

    for (const storage of [{ get() {}, set: fail }, { get() {}, set() {}, update: fail }]) {
      const writing = await createVerifier({ root, snapshot: present, storage, now });
      granted(writing);
      await assert.rejects(writing.saved, { code: "host.storage" });
      // The next one is tried again.
      writing.load(newer, { now });
      await assert.rejects(writing.saved, { code: "host.storage" });
      granted(writing);
    }
  }
});

test("a browser that has no storage for this page does not keep the app from starting", async () => {
  const forbidden = () => { throw new Error("denied"); };
  const verifier = await createVerifier({ root, snapshot: present, storage: keyValueStorage(forbidden), now });
  assert.equal(verifier.report.storage.error.code, "host.storage");
  granted(verifier);
  await assert.rejects(verifier.saved, { code: "host.storage" });
});

test("two that write at once lose nothing", async () => {
  for (let round = 0; round < 10; round++) {
    const box = memory("in one step");
    const pages = await Promise.all([older, present, newer, older].map((snapshot) => createVerifier({ root, snapshot, storage: box.storage, now })));
    await Promise.all(pages.map((page, i) => (page.load([newer, older, present, older][(i + round) % 4], { now }), page.saved)));
    const fresh = await createVerifier({ root, storage: box.storage, now });
    assert.equal(manifest(fresh), 6);
    assert.equal(fresh.report.state_changed, false);
    granted(fresh);
  }
});

test("what is no storage is refused, and so is a state beside one", async () => {
  const problem = (pointer) => (error) => error.code === "input.options" && error.details.pointer === pointer;
  for (const storage of [null, 7, "xinyi", {}, { get() {} }, { set() {} }, { get: 1, set() {} }, { get() {}, set() {}, update: true }]) {
    await assert.rejects(createVerifier({ root, storage, now }), problem("/storage"));
    assert.throws(() => createVerifierSync({ root, storage, now }), problem("/storage"));
  }
  const { storage } = memory("at once");
  await assert.rejects(createVerifier({ root, storage, state: "xys2.", now }), problem("/state"));
  // What answers later cannot be waited for.
  assert.throws(() => createVerifierSync({ root, storage: memory("later").storage, now }), problem("/storage"));
  assert.throws(() => createVerifierSync({ root, storage: { get: () => Promise.reject(new Error("later")), set() {} }, now }), problem("/storage"));
});

test("without a promise too, where storage answers at once", () => {
  const box = memory("localStorage");
  granted(createVerifierSync({ root, snapshot: present, storage: box.storage, now }));
  granted(createVerifierSync({ root, storage: box.storage, now }));
  assert.equal(box.writes, 1);
});

test("a database that cannot be opened is a storage that fails", async () => {
  const factory = { open: () => { const request = { error: new Error("no room") }; setTimeout(() => request.onerror()); return request; } };
  const verifier = await createVerifier({ root, snapshot: present, storage: indexedDbStorage(factory), now });
  assert.match(verifier.report.storage.error.details.reason, /no room/);
  granted(verifier);
});
