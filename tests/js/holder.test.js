// The holder's side of the package: plans, drafts, and keys that hand out signatures alone.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";
import * as xinyi from "xinyi";
import { command, makePlatform } from "./demo-platform.js";
import { device, hostObject } from "./device.js";
import { makeKey, unb64 } from "./foreign.js";
import { AUDIENCE, NONCE, NOW, makeForeignPlatform, present } from "./foreign-platform.js";
import { root } from "./load-vectors.js";

const { subtle } = webcrypto;
const issuer = makeKey("EdDSA");
const platform = await makeForeignPlatform({ issuer: { key: issuer } });
const verifier = xinyi.createVerifierSync({ ...platform, now: NOW });
const holder = { audience: AUDIENCE, nonce: NONCE };
const programme = "foreign.bike";
const everything = {
  subject: { age_over: true }, evaluations: { "sh-public": true },
  listings: true, penalties: true, commitments: true, honours: true, licences: true,
};

/** A key as a browser or another signer holds it: the public JWK, and `sign` of bytes. */
async function webCryptoKey(algorithm, signing = algorithm) {
  const pair = await subtle.generateKey(algorithm, false, ["sign", "verify"]);
  assert.equal(pair.privateKey.extractable, false);
  const { kty, crv, x, y } = await subtle.exportKey("jwk", pair.publicKey);
  return { jwk: y ? { kty, crv, x, y } : { kty, crv, x }, sign: (bytes) => subtle.sign(signing, pair.privateKey, bytes) };
}

function foreignKey(alg) {
  const key = makeKey(alg);
  return { jwk: key.jwk, wrong: key.wrong, sign: async (bytes) => new Uint8Array(unb64(key.sign(Buffer.from(bytes).toString()))) };
}

/** Keys by the algorithm that a draft names. */
const keys = {
  ES256: await webCryptoKey({ name: "ECDSA", namedCurve: "P-256" }, { name: "ECDSA", hash: "SHA-256" }),
  Ed25519: await webCryptoKey({ name: "Ed25519" }),
  SGD_SM3_SM2: foreignKey("SM2"),
};

/** A holder's own whole bundle, by the library of others. */
function bundleFor(key) {
  const kb = makeKey("EdDSA");
  return present({ key: issuer, kid: "issuer", holder: { ...kb, jwk: key.jwk }, disclose: everything });
}

const bundles = Object.fromEntries(await Promise.all(Object.entries(keys).map(async ([alg, key]) => [alg, await bundleFor(key)])));
const bundle = bundles.ES256;
const throwsCode = (call, code, more = {}) =>
  assert.throws(call, (error) => {
    assert.ok(xinyi.isXinyiError(error), String(error));
    assert.equal(error.code, code);
    for (const [name, value] of Object.entries(more)) assert.equal(name === "stage" ? error.stage : error.details[name], value);
    return true;
  });

for (const [alg, key] of Object.entries(keys)) {
  test(`a holder with a key of ${alg} plans, signs and is granted`, async () => {
    const plan = verifier.plan(bundles[alg], { programme, audience: AUDIENCE, now: NOW });
    assert.deepEqual(plan.disclose, { credit: plan.shown.map(({ pointer }) => pointer) });
    assert.deepEqual([...plan.disclose.credit].sort(), ["/evaluations/sh-public", "/listings", "/subject/age_over"]);
    assert.equal(plan.exact, true);
    const draft = verifier.prepare(bundles[alg], { disclose: plan.disclose, ...holder, now: NOW });
    assert.equal(draft.alg, alg);
    const presentation = draft.finish(await key.sign(draft.signingInput));
    const decision = verifier.check(presentation, { programme, holder, now: NOW });
    assert.equal(decision.outcome, "granted");
    assert.equal(decision.valid_until, plan.valid_until);
    assert.equal(decision.evidence.bundles[0].holder_bound, true);
    assert.equal(presentation.split("~").length, 5);
    // An array of pointers is the same choice.
    const again = verifier.prepare(bundles[alg], { disclose: plan.disclose.credit, ...holder, now: NOW });
    assert.deepEqual(again.signingInput, draft.signingInput);
  });

  test(`a signature of ${alg} is verified before it is used`, async () => {
    const draft = verifier.prepare(bundles[alg], { disclose: ["/listings"], ...holder, now: NOW });
    const other = verifier.prepare(bundles[alg], { disclose: [], ...holder, now: NOW });
    throwsCode(() => draft.finish(new Uint8Array(64)), "signature.invalid", { stage: "signer" });
    throwsCode(() => draft.finish(new Uint8Array(63)), "signature.encoding", { stage: "signer" });
    const elsewhere = await key.sign(other.signingInput);
    throwsCode(() => draft.finish(elsewhere), "signature.invalid", { stage: "signer" });
    for (const nothing of [undefined, null, "", [], {}, "c2ln", new Uint16Array(32)]) {
      throwsCode(() => draft.finish(nothing), "input.options", { pointer: "/signature" });
    }
  });
}

test("the usual mistakes of signers are told by their names", async () => {
  const key = makeKey("SM2");
  const draft = verifier.prepare(await bundleFor(key), { disclose: [], ...holder, now: NOW });
  const text = Buffer.from(draft.signingInput).toString();
  for (const [mistake, code] of [
    ["der", "signature.encoding"], ["empty_id", "signature.sm2_identifier"], ["no_za", "signature.sm2_za"], ["double_hash", "signature.sm2_double_hash"],
  ]) {
    throwsCode(() => draft.finish(new Uint8Array(unb64(key.wrong[mistake](text)))), code, { stage: "signer" });
  }
});

test("nothing is shown without a grant", async () => {
  const poor = await present({ key: issuer, kid: "issuer", holder: makeKey("EdDSA"), disclose: everything, score: 600 });
  const plan = verifier.plan(poor, { programme, now: NOW });
  assert.equal(plan.decision.outcome, "not_granted");
  assert.equal(plan.disclose, null);
  assert.deepEqual([plan.shown, plan.visible, plan.valid_until], [[], [], null]);
  assert.match(plan.words[0]["zh-CN"], /没有需要出示的信息/);
  assert.ok(plan.decision.reasons[0].message.en, "with the reasons");
  throwsCode(() => verifier.prepare(poor, { disclose: plan.disclose, ...holder, now: NOW }), "input.options", { pointer: "/disclose" });
});

test("a plan is frozen, and says in words what is shown and what is not", () => {
  const plan = verifier.plan(bundle, { programme, audience: AUDIENCE, now: NOW });
  const frozen = (value) => typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
  assert.ok(frozen(plan));
  const told = plan.words.map((sentence) => sentence["zh-CN"]).join("");
  for (const words of ["共享单车免押金", AUDIENCE, "上海市公共信用评价", "名单记录的条数", "是否达到规定年龄", "不会出示：", "行政处罚记录"]) {
    assert.ok(told.includes(words), `${words}: ${told}`);
  }
  for (const sentence of plan.words) assert.doesNotMatch(sentence.en + sentence["zh-CN"], /[?{}]|undefined/);
});

test("choices that mean nothing are refused", () => {
  const prepare = (options, of = bundle) => verifier.prepare(of, { disclose: ["/listings"], ...holder, now: NOW, ...options });
  throwsCode(() => prepare({ disclose: ["/listings", "/listing"] }), "input.options", { pointer: "/disclose/1", problem: "unknown", suggestion: "/listings" });
  throwsCode(() => prepare({ disclose: ["/listings", 1] }), "input.options");
  throwsCode(() => prepare({ disclose: "/listings" }), "input.options", { pointer: "/disclose" });
  throwsCode(() => prepare({ disclose: undefined }), "input.options", { pointer: "/disclose" });
  throwsCode(() => prepare({ disclose: { credit: [], market: [] } }), "input.options", { pointer: "/disclose" });
  throwsCode(() => prepare({ audience: "" }), "input.holder");
  throwsCode(() => prepare({ nonce: undefined }), "input.options", { pointer: "/nonce" });
  throwsCode(() => prepare({ consent: { programme } }), "input.options", { pointer: "/consent/until" });
  throwsCode(() => prepare({ consents: {} }), "input.options", { pointer: "/consents", suggestion: "consent" });
  throwsCode(() => prepare({}, "no bundle"), "format.structure");
  throwsCode(() => verifier.plan(bundle, { programme, now: NOW, holder: "unbound" }), "input.options", { pointer: "/holder" });
  throwsCode(() => verifier.plan(bundle, { now: NOW }), "input.options", { pointer: "/programme" });
});

test("several bundles are signed each by its own key", async () => {
  const both = { credit: bundles.ES256, other: bundles.Ed25519 };
  const disclose = { credit: ["/listings"], other: [] };
  const drafts = verifier.prepare(both, { disclose, ...holder, now: NOW });
  assert.deepEqual({ ...drafts.algs }, { credit: "ES256", other: "Ed25519" });
  const { credit, other } = drafts.signingInputs;
  const signatures = { credit: await keys.ES256.sign(credit), other: await keys.Ed25519.sign(other) };
  const presentations = drafts.finish(signatures);
  assert.equal(presentations.credit.split("~").length, 3);
  assert.equal(presentations.other.split("~").length, 2);
  assert.equal(presentations.credit.slice(0, 40), bundles.ES256.slice(0, 40));
  throwsCode(() => drafts.finish({ credit: signatures.other, other: signatures.other }), "signature.invalid", { input: "credit" });
  throwsCode(() => drafts.finish({ credit: signatures.credit }), "input.options", { pointer: "/signature/other" });
  // What is not disclosed of is not presented, and what is not there cannot be.
  assert.deepEqual(Object.keys(verifier.prepare(both, { disclose: { credit: [] }, ...holder, now: NOW }).algs), ["credit"]);
  throwsCode(() => verifier.prepare(both, { disclose: { credit: [], market: [] }, ...holder, now: NOW }), "input.options", { pointer: "/bundle/market" });
  throwsCode(() => verifier.prepare(both, { disclose: ["/listings"], ...holder, now: NOW }), "input.options", { pointer: "/disclose" });
  // As JSON text, too.
  const ofText = verifier.prepare(JSON.stringify(both), { disclose, ...holder, now: NOW });
  assert.deepEqual(ofText.signingInputs.credit, credit);
});

test("consent is signed, and can be required", async () => {
  const requiring = xinyi.createVerifierSync({ ...platform, now: NOW, requireConsent: true });
  const presented = async (consent) => {
    const { disclose } = verifier.plan(bundle, { programme, now: NOW });
    const draft = verifier.prepare(bundle, { disclose, ...holder, now: NOW, ...(consent && { consent }) });
    return draft.finish(await keys.ES256.sign(draft.signingInput));
  };
  const check = (presentation) => requiring.check(presentation, { programme, holder, now: NOW });
  const until = new Date((NOW + 600) * 1000);
  const consented = await presented({ programme, until });
  assert.equal(check(consented).valid_until, until.toISOString().replace(".000Z", "Z"));
  const left = await presented();
  throwsCode(() => check(left), "binding.consent", { problem: "missing" });
  const toOther = await presented({ programme: "other", until: NOW + 600 });
  throwsCode(() => check(toOther), "binding.consent");
  throwsCode(() => requiring.check(consented, { programme, holder: "unbound", now: NOW }), "binding.consent");
  assert.equal(verifier.check(left, { programme, holder, now: NOW }).outcome, "granted");
});

test("a mini-program plans and presents as well", async () => {
  const { context, load, evaluate } = device({});
  context.WXWebAssembly = hostObject({ answer: "pair" }).host;
  const api = load("index.js");
  await api.init();
  Object.assign(context, { api, text: JSON.stringify({ platform, bundle, programme, holder, NOW }) });
  const made = JSON.parse(evaluate(`
    var given = JSON.parse(text);
    var wallet = api.createVerifierSync({ root: given.platform.root, snapshot: given.platform.snapshot, now: given.NOW });
    var plan = wallet.plan(given.bundle, { programme: given.programme, now: given.NOW });
    var draft = wallet.prepare(given.bundle, { disclose: plan.disclose, audience: given.holder.audience, nonce: given.holder.nonce, now: given.NOW });
    JSON.stringify({ plan: plan, input: Array.from(draft.signingInput) });
  `));
  assert.equal(JSON.stringify(made.plan), JSON.stringify(verifier.plan(bundle, { programme, now: NOW })));
  context.signature = Array.from(new Uint8Array(await keys.ES256.sign(Uint8Array.from(made.input))));
  const presentation = evaluate("draft.finish(new Uint8Array(signature))");
  assert.equal(verifier.check(presentation, { programme, holder, now: NOW }).outcome, "granted");
});

test("the command line plans the same, in the same words, for every wallet of the demo", () => {
  const { folder, read, platform: demo } = makePlatform("demo-holder");
  const now = demo.now;
  const demoVerifier = xinyi.createVerifierSync({ root: read("root.json"), snapshot: read("snapshot.json"), now, allowDemoRoot: true });
  const outcomes = new Set();
  for (const { file, programme, request } of demo.bundles) {
    if (!file.endsWith(".sd-jwt")) continue;
    const wallet = file.replace("bundles/", "wallets/");
    const args = ["present", "--root", `${folder}/root.json`, "--snapshot", `${folder}/snapshot.json`, "--programme", programme, "--now", String(now), "--aud", demo.audience, "--plan", "--json"];
    if (request) args.push("--request", "-");
    const { stdout } = spawnSync(command, [...args, `${folder}/${wallet}`], { encoding: "utf8", input: JSON.stringify(request) });
    const answer = JSON.parse(stdout);
    try {
      const plan = demoVerifier.plan(read(wallet), { programme, now, audience: demo.audience, ...(request && { request }) });
      assert.equal(JSON.stringify(answer.plan), JSON.stringify(plan));
      // No words for programs are among those for people.
      for (const { "zh-CN": zh, en } of plan.words) assert.doesNotMatch(`${zh} ${en}`, /credit\.|\[|\{|_|of the a /);
      if (file.includes("zhang-gold")) assert.match(plan.words[0]["zh-CN"], /没有严重失信名单记录的声明/);
      outcomes.add(plan.decision.outcome);
    } catch (error) {
      assert.ok(xinyi.isXinyiError(error), String(error));
      assert.equal(JSON.stringify(answer.error), JSON.stringify(error));
      outcomes.add(error.code);
    }
  }
  for (const outcome of ["granted", "not_granted", "status.invalid"]) assert.ok(outcomes.has(outcome), [...outcomes].join());
});

test("the page's code, as it stands there", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: NOW * 1000 });
  const page = readFileSync(`${root}docs/present.md`, "utf8");
  const blocks = [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
  assert.equal(blocks.length, 4);
  const pair = await subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  const { kty, crv, x, y } = await subtle.exportKey("jwk", pair.publicKey);
  const credit = await bundleFor({ jwk: { kty, crv, x, y } });
  const input = { vct: "urn:xinyi:credit-status:1" };
  const two = {
    id: "two", version: 1, language: 1, family: "other", title: { "zh-CN": "两份", en: "Two" }, owner: "o", contact: "c", basis: ["b"],
    valid_from: "2026-01-01", valid_until: "2026-12-31", regions: ["310000"], inputs: { credit: input, market: { ...input, optional: true } },
    tiers: [{ id: "one", when: { ">=": [{ var: "credit.evaluations.sh-public.score" }, 700] }, benefit: { kind: "discount", percent_off: 5 } }],
  };
  const signWith = (alias, bytes) => subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, bytes);
  const AsyncFunction = (async () => undefined).constructor;
  const run = (code, found, given) => {
    const scope = { verifier, audience: AUDIENCE, nonce: NONCE, request: undefined, crypto: webcrypto, console: { log() {} }, ...given };
    return new AsyncFunction(...Object.keys(scope), `${code}; return ${found};`)(...Object.values(scope));
  };
  const one = await run(blocks[0] + blocks[1], "presentation", { bundle: credit, programme, key: pair.privateKey });
  assert.equal(verifier.check(one, { programme, holder }).outcome, "granted");
  assert.equal((await run(blocks[2], "privateKey", {})).extractable, false);
  // The optional one is not at hand.
  const several = await run(blocks[3], "presentations", { credit, market: undefined, programme: two, signWith });
  assert.deepEqual(Object.keys(several), ["credit"]);
  assert.equal(verifier.check(several, { programme: two, holder }).outcome, "granted");
});
