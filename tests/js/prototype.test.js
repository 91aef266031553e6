// What a careless script on the same page does to `Object.prototype` changes nothing.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";
import * as xinyi from "xinyi";
import * as authoring from "xinyi/authoring";
import { guideBlock } from "./authoring-cases.js";
import { makePlatform } from "./demo-platform.js";
import { loadVectors } from "./load-vectors.js";

const vectors = loadVectors();
const vector = vectors.find(({ name }) => name === "trust/whole");
const pair = vectors.find(({ name }) => name === "inputs/two-issuers");
const { root, snapshot, now } = vector.platform;
const demo = makePlatform("test-prototype");
await xinyi.init();

/** With these members in every object; whatever comes of it is taken out again. */
function polluted(members, run, enumerable = true) {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, enumerable, writable: true });
  }
  try {
    return run();
  } finally {
    for (const name of Object.keys(members)) delete Object.prototype[name];
  }
}

const answer = (run) => {
  try {
    return JSON.stringify(run()) ?? "nothing";
  } catch (error) {
    return `${error.code} ${JSON.stringify(error.details)}`;
  }
};

/** Everything that takes options, with as few of them as there can be, and with all. */
function answers() {
  const { programme, holder, request } = vector.check;
  const verifier = xinyi.createVerifierSync({ root, snapshot, now });
  const loaded = xinyi.createVerifierSync({ root, now });
  const check = (options, bundle = vector.bundle) => answer(() => verifier.safeCheck(bundle, options));
  const texts = new Map();
  const storage = { get: () => texts.get("kept"), set: (text) => void texts.set("kept", text) };
  class Storage {
    get() {
      return storage.get();
    }
    set(text) {
      return storage.set(text);
    }
  }
  const forgetful = { getItem: (key) => texts.get(key), setItem: (key, text) => void texts.set(key, text) };
  const phone = { getStorageSync: (key) => texts.get(key) ?? "", setStorageSync: (key, text) => void texts.set(key, text) };
  const stored = (storage) => answer(() => xinyi.createVerifierSync({ root, snapshot, storage, now }).report);
  const [facts, guide] = [guideBlock("json facts.json"), guideBlock("json programme.json")];
  return {
    created: answer(() => verifier.report),
    // The demo's root is allowed by nobody.
    demo: answer(() => xinyi.createVerifierSync({ root: demo.read("root.json"), now })),
    nothing: answer(() => xinyi.createVerifierSync({})),
    loaded: answer(() => loaded.load(snapshot, { now })),
    "loaded again": answer(() => loaded.load("{}", { now })),
    bound: check({ programme, holder, request, now }),
    unbound: check({ programme, holder: "unbound", request, now }),
    "all of them": check({ programme, holder: { ...holder, window: 300 }, request, now, statusLists: [], explain: "full" }),
    // Whoever leaves the holder out is refused, also in part.
    "no holder": check({ programme, request, now }),
    "no nonce": check({ programme, holder: { audience: holder.audience }, request, now }),
    "no audience": check({ programme, holder: { nonce: holder.nonce }, request, now }),
    "no programme": check({ holder, request, now }),
    "no request": check({ programme, holder, now }),
    "no version": check({ programme: { id: "test.bike" }, holder, request, now }),
    "a version": check({ programme: { id: "test.bike", version: 1 }, holder, request, now }),
    "of a text": check({ programme, holder, request: JSON.parse('{"deposit": "99.00"}'), now }),
    "no options": check({ now }),
    "by alias": answer(() => xinyi.createVerifierSync(pair.platform).safeCheck(pair.bundles, pair.check)),
    "none by alias": check({ programme, holder, request, now }, {}),
    inherited: check(Object.create({ subject: "91350100M000100Y43" })),
    stored: stored(storage),
    "stored and read": stored(storage),
    "stored by a class": stored(new Storage()),
    "stored in a browser": stored(xinyi.keyValueStorage(forgetful)),
    "stored on a phone": stored(xinyi.keyValueStorage(phone)),
    "where it is stored": [...texts.keys()].join(),
    "stored without a state": stored({ get: () => "{}", set: () => undefined }),
    "no storage": stored({}),
    lint: answer(() => authoring.lint(guide)),
    trial: answer(() => authoring.tryProgramme(guide, facts, { now: "2026-11-22T12:00:00Z" })),
    forecast: answer(() => authoring.forecast(verifier, vector.bundle, { programme, holder, request, now, at: now + 86_400 })),
    "forecast of no day": answer(() => authoring.forecast(verifier, vector.bundle, { programme, holder, request, now })),
  };
}

const foreign = xinyi.createVerifierSync({ root, snapshot, now });
/** Each with what would matter. */
const OPTIONS = {
  programme: "test.bike", holder: "unbound", subject: "91350100M000100Y43", request: { deposit: "99.00" }, now: 4e9,
  statusLists: ["x"], explain: "full", at: 4e9, bundle: vector.bundle,
  root, snapshot: "{}", state: foreign.exportState(), storage: { get: () => undefined, set: () => undefined },
  minimum: { root: 1000 }, statusMaxAge: 1, allowDemoRoot: true,
  manifest: 1000, trust_list: 1000, time: 4e9,
  audience: vector.check.holder.audience, nonce: vector.check.holder.nonce, window: 4e9,
  id: "test.bike", version: 1, credit: vector.bundle, deposit: "0.00",
  key: "elsewhere", name: "elsewhere", update: () => undefined, getItem: () => "{}", setItem: () => undefined,
  wasm: "/no/such/file", wasmPath: "/no/such/file", host: {}, commitments: ["x"], nosuch: 1,
  ok: true, error: { code: "x" }, text: "{}", problem: { toJSON: () => ({}) }, further: "{}",
};

test("no option comes from where all objects have their members", () => {
  const clean = answers();
  assert.match(clean.bound, /"outcome":"granted"/);
  assert.match(clean["no holder"], /input\.holder/);
  assert.match(clean.demo, /trust\.demo_root/);
  assert.equal(clean["where it is stored"], "kept,xinyi");
  for (const [name, value] of Object.entries(OPTIONS)) {
    const found = polluted({ [name]: value }, answers);
    for (const what of Object.keys(clean)) assert.equal(found[what], clean[what], `${what}, with a ${name} in every object`);
  }
  const all = polluted(OPTIONS, answers);
  for (const what of Object.keys(clean)) assert.equal(all[what], clean[what], `${what}, with all of them`);
});

/** With accessors in every object, which an assignment asks, and a read that finds nothing nearer. */
function trapped(members, run) {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(Object.prototype, name, { get: () => value, set: () => undefined, configurable: true });
    Object.defineProperty(Array.prototype, "0", { get: () => value, set: () => undefined, configurable: true });
  }
  try {
    return run();
  } finally {
    for (const name of Object.keys(members)) delete Object.prototype[name];
    delete Array.prototype[0];
  }
}

test("no reply is made of what all objects have", () => {
  const below = vectors.find(({ name }) => name === "outcome/below-every-tier");
  const refused = vectors.find(({ expect }) => expect.code === "status.invalid");
  const texts = () =>
    [below, refused].map((vector) => {
      const verifier = xinyi.createVerifierSync(vector.platform);
      return { report: verifier.report, result: verifier.safeCheck(vector.bundle, vector.check) };
    });
  const clean = texts();
  assert.equal(clean[0].result.decision.outcome, "not_granted");
  for (const [name, value] of Object.entries({ outcome: "granted", ok: true, tier: "gold", benefit: {}, decision: {}, code: "x", result: "accepted", evidence: {} })) {
    const found = trapped({ [name]: value }, texts);
    assert.equal(JSON.stringify(found), JSON.stringify(clean), name);
    assert.deepEqual([found[0].result.ok, found[0].result.decision.outcome, found[1].result.ok], [true, "not_granted", false], name);
  }
});

test("nor when the module is loaded", async () => {
  const cjs = createRequire(import.meta.url)("xinyi");
  // With enumerable ones what esbuild and wasm-bindgen have made does not start: `host.load`.
  await polluted(OPTIONS, () => cjs.init(), false);
  const check = () => cjs.createVerifierSync({ root, snapshot, now }).safeCheck(vector.bundle, { programme: "test.bike", now });
  assert.equal(polluted(OPTIONS, check).error.code, "input.holder");
});

test("a member of that name is only a name", () => {
  const own = JSON.parse(`{"__proto__": {"holder": "unbound"}}`);
  const { programme, request } = vector.check;
  const options = { programme, request, now };
  for (const given of [Object.assign(Object.create(null), own, options), { ...own, ...options }, { ...options, __proto__: { holder: "unbound" } }]) {
    const { error } = foreign.safeCheck(vector.bundle, given);
    assert.match(error?.code ?? "accepted", /^input\.(holder|options)$/);
  }
});
