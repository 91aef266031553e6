// The demo platform for apps' own tests: what it gives is what its types say, on any day and on any host, and the
// verifier of the package decides all of it.
import assert from "node:assert/strict";
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import vm from "node:vm";
import { buildSync } from "esbuild";
import { XinyiError, createVerifierSync } from "xinyi";
import * as api from "xinyi/testing";
import { demoTime } from "./demo-platform.js";
import { makeKey, unb64 } from "./foreign.js";
import { root } from "./load-vectors.js";
import { everythingOf } from "./testing-platform.js";

const { createPlatform, createPlatformSync } = api;
const HOUR = 3600;
const DAY = 24 * HOUR;
const audience = "https://app.example";
const dist = `${root}pkg/dist/`;
const start = Date.parse(demoTime) / 1000;

/** In the middle of a week, or whatever day is tried; ends of years; a leap day; ten years on. */
const times = ["2026-12-31T15:59:59Z", "2027-01-01T00:00:00+08:00", "2028-02-29T03:00:00Z", "2036-11-30T04:00:00Z"].map((time) => Date.parse(time) / 1000);

function verifierOf(platform, more) {
  return createVerifierSync({ root: platform.root, snapshot: platform.snapshot(), now: platform.now, allowDemoRoot: true, ...more });
}

/** A check as an app makes it, and what came of it in the form of `expected`. */
function outcome(verifier, wallet, now, present = {}) {
  const nonce = verifier.createNonce();
  const presentation = wallet.present({ audience, nonce, now, ...present });
  const { programme, request } = wallet;
  const result = verifier.safeCheck(presentation, { programme, request, holder: { audience, nonce }, now });
  if (!result.ok) return { error: result.error.code };
  const { outcome, tier, upgrade, evidence } = result.decision;
  assert.equal(evidence.demo, true);
  return { outcome, ...(tier && { tier }), ...(upgrade && { upgrade: upgrade.tier }) };
}

const dayInChina = (time) => Math.floor((time + 8 * HOUR) / DAY);

/** `issued`: when the bundles were. That somebody is not yet of an age is known of that day alone. */
function assertAsExpected(platform, verifier, now, issued = now) {
  const isNextDay = dayInChina(now) > dayInChina(issued);
  const found = platform.wallets.map((wallet) => [wallet.name, outcome(verifier, wallet, now)]);
  const expected = platform.wallets.map(({ name, programme, expected }) => [name, isNextDay && programme === "demo.youth.volunteer" ? { outcome: "undetermined" } : expected]);
  assert.deepEqual(found, expected);
}

const thrown = (call) => {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof XinyiError, String(error));
    return [error.code, error.details.pointer, error.details.problem];
  }
  return assert.fail("nothing was thrown");
};

test("every wallet comes out as it says, on any day, an hour later, and four days later once it is refreshed", () => {
  for (const now of [start, ...times]) {
    const platform = createPlatformSync({ now });
    const verifier = verifierOf(platform);
    assertAsExpected(platform, verifier, now);
    assertAsExpected(platform, verifier, now + HOUR, now);

    const later = now + 4 * DAY;
    assert.deepEqual(outcome(verifier, platform.wallets[0], later), { error: "status.expired" });
    platform.refresh({ now: later });
    assert.equal(platform.now, later);
    assert.equal(verifier.load(platform.snapshot(), { now: later }).manifest.result, "accepted");
    assertAsExpected(platform, verifier, later);
    assertAsExpected(platform, verifierOf(platform), later);
  }
});

test("without a time it is the host's, and goes on with that", async () => {
  const platform = await createPlatform();
  assert.ok(Math.abs(platform.now - Date.now() / 1000) < 5);
  const verifier = createVerifierSync({ root: platform.root, snapshot: platform.snapshot(), allowDemoRoot: true });
  const wallet = platform.wallet("zhang-gold");
  const nonce = verifier.createNonce();
  const presentation = wallet.present({ audience, nonce });
  assert.equal(verifier.check(presentation, { programme: wallet.programme, request: wallet.request, holder: { audience, nonce } }).tier, "gold");
  platform.refresh();
  verifier.load(platform.snapshot());
  const again = wallet.present({ audience, nonce });
  assert.equal(verifier.check(again, { programme: wallet.programme, request: wallet.request, holder: { audience, nonce } }).tier, "gold");
});

test("outcomes and refusals are of every kind", () => {
  const all = new Set(createPlatformSync({ now: start }).wallets.map(({ expected }) => expected.outcome ?? expected.error));
  for (const kind of ["granted", "not_granted", "undetermined", "not_applicable", "status.invalid", "status.suspended", "time.expired", "trust.issuer", "binding.audience"]) {
    assert.ok(all.has(kind), kind);
  }
});

test("no verifier takes it that does not allow demos, and two platforms refuse each other", () => {
  const [own, other] = [createPlatformSync({ now: start }), createPlatformSync({ now: start })];
  for (const allowDemoRoot of [false, undefined]) {
    assert.equal(thrown(() => verifierOf(own, { allowDemoRoot }))[0], "trust.demo_root");
  }
  const verifier = verifierOf(own);
  assert.notEqual(own.root, other.root);
  assert.deepEqual(outcome(verifier, other.wallet("zhang-gold"), start), { error: "signature.invalid" });
  assert.equal(verifier.load(other.snapshot(), { now: start }).manifest.result, "refused");
});

test("what is revoked or suspended shows once the snapshot is loaded again", () => {
  const platform = createPlatformSync({ now: start });
  const verifier = verifierOf(platform);
  const found = (name) => {
    verifier.load(platform.snapshot(), { now: platform.now });
    return outcome(verifier, platform.wallet(name), platform.now);
  };
  platform.suspend("zhang-gold");
  assert.deepEqual(outcome(verifier, platform.wallet("zhang-gold"), platform.now), { outcome: "granted", tier: "gold" });
  assert.deepEqual(found("zhang-gold"), { error: "status.suspended" });
  platform.reinstate("zhang-gold");
  assert.deepEqual(found("zhang-gold"), { outcome: "granted", tier: "gold" });
  platform.revoke("jiang-two-bundles", { now: start + DAY });
  assert.equal(platform.now, start + DAY);
  assert.deepEqual(found("jiang-two-bundles"), { error: "status.invalid" });
  assert.deepEqual(thrown(() => platform.reinstate("jiang-two-bundles")), ["status.invalid", undefined, undefined]);
});

test("an app that has seen a newer snapshot takes no older one", () => {
  const platform = createPlatformSync({ now: start });
  const old = platform.snapshot();
  platform.refresh({ now: start + HOUR });
  const state = verifierOf(platform).exportState();
  const verifier = verifierOf(platform, { snapshot: old, state });
  assert.deepEqual(outcome(verifier, platform.wallets[0], platform.now), { error: "trust.rollback" });
});

test("a wallet shows what it is told to, and nobody else can show it", () => {
  const platform = createPlatformSync({ now: start });
  const verifier = verifierOf(platform);
  const zhao = platform.wallet("zhao-listed");
  const hidden = ["/subject/age_over", "/evaluations/sh-public", "/listings"];
  assert.deepEqual(outcome(verifier, zhao, start, { disclose: hidden }), { outcome: "undetermined" });
  assert.deepEqual(outcome(verifier, zhao, start, { disclose: { credit: [...hidden, "/listings/0"] } }), { outcome: "not_granted" });
  assert.deepEqual(outcome(verifier, zhao, start, { signer: "zhang-gold" }), { error: "signature.invalid" });
  // A nonce of another request, an audience of another app, an old answer.
  assert.deepEqual(outcome(verifier, zhao, start, { nonce: "bm9uY2Ugb2Ygb25jZQ" }), { error: "binding.nonce" });
  assert.deepEqual(outcome(verifier, zhao, start, { audience: "https://app.test" }), { error: "binding.audience" });
  assert.deepEqual(outcome(verifier, zhao, start + HOUR, { now: start }), { error: "binding.window" });

  const jiang = platform.wallet("jiang-two-bundles");
  assert.deepEqual(Object.keys(jiang.bundles), ["credit", "market"]);
  assert.equal(jiang.bundle, jiang.bundles.credit);
  const whole = jiang.present({ audience, nonce: "n" });
  assert.deepEqual(Object.keys(whole), ["credit", "market"]);
  assert.equal(typeof jiang.present({ audience, nonce: "n", disclose: { credit: ["/listings"] } }), "string");
});

test("a holder signs raw ES256, the same each time, as a presentation is signed", () => {
  const wallet = createPlatformSync({ now: start }).wallet("zhang-gold");
  const key = createPublicKey({ key: wallet.jwk, format: "jwk" });
  const jwt = wallet.present({ audience, nonce: "n" }).split("~").at(-1).split(".");
  const signingInput = jwt.slice(0, 2).join(".");
  for (const given of [signingInput, new TextEncoder().encode(signingInput)]) {
    const signature = wallet.sign(given);
    assert.equal(signature.length, 64);
    assert.ok(verify("sha256", Buffer.from(signingInput), { key, dsaEncoding: "ieee-p1363" }, signature));
    assert.equal(Buffer.from(signature).toString("base64url"), jwt[2]);
  }
});

test("bundles are issued to a key of one's own, and are revoked with the wallet", () => {
  const platform = createPlatformSync({ now: start });
  const wallet = platform.wallet("jiang-two-bundles");
  const holder = { audience, nonce: "n" };
  for (const alg of ["ES256", "EdDSA", "SM2"]) {
    const key = makeKey(alg);
    const bundles = platform.issue(wallet.name, { holder: { ...key.jwk, ext: true, key_ops: ["verify"] } });
    assert.deepEqual(Object.keys(bundles), Object.keys(wallet.bundles));
    assert.ok(Object.isFrozen(bundles));
    assert.deepEqual(platform.issue(wallet.name, { holder: key.jwk }), bundles);
    const verifier = verifierOf(platform);
    const { disclose } = verifier.plan(bundles, { programme: wallet.programme, request: wallet.request, now: start });
    const drafts = verifier.prepare(bundles, { disclose, ...holder, now: start });
    const signatures = Object.fromEntries(Object.entries(drafts.signingInputs).map(([alias, input]) => [alias, new Uint8Array(unb64(key.sign(Buffer.from(input).toString())))]));
    const presented = drafts.finish(signatures);
    const found = () => {
      const { decision, error } = verifier.safeCheck(presented, { programme: wallet.programme, request: wallet.request, holder, now: start });
      return error ? error.code : decision.outcome;
    };
    assert.equal(found(), "granted");
    // The wallet's own key is another.
    assert.deepEqual(thrown(() => drafts.finish(Object.fromEntries(Object.entries(drafts.signingInputs).map(([alias, input]) => [alias, wallet.sign(input)]))))[0], "signature.invalid");
    platform.suspend(wallet.name);
    verifier.load(platform.snapshot(), { now: platform.now });
    assert.equal(found(), "status.suspended");
    platform.reinstate(wallet.name);
  }
});

test("the same seed and time give the same bytes in Node, in a page's bundle, and where there is nothing but the language", () => {
  const expected = everythingOf(api, "a seed", start);
  assert.equal(everythingOf(createRequire(import.meta.url)("xinyi/testing"), new TextEncoder().encode("a seed"), start), expected);
  assert.notEqual(everythingOf(api, "a seed", start + 1), expected);
  assert.notEqual(everythingOf(api, "another seed", start), expected);
  for (const entry of ["inline-testing.js", "inline-testing.cjs"]) {
    const context = bare();
    vm.runInContext(bundled(entry), context);
    vm.runInContext(`var everythingOf = ${everythingOf}`, context);
    assert.equal(vm.runInContext(`everythingOf(api, "a seed", ${start})`, context), expected, entry);
  }
});

// The same two in src/demo/tests.rs: keys and signatures are those of the native platform.
test("a seed stands for the same keys on every host and in every version", () => {
  const { root, wallets } = createPlatformSync({ seed: "a seed", now: 1_795_140_000 });
  assert.equal(createHash("sha256").update(root).digest("base64url"), "sfzUE_cpfdzJGfKu5pfsqZy-KXNC4dzZDH_2LquVKms");
  assert.equal(wallets[0].jwk.x, "Cvv-8PJrKhHM7ZmRGDWCubXDzmiPMPVzINU6PWexLFc");
});

test("without a secure generator it says so, and a seed does instead", () => {
  const context = bare();
  vm.runInContext(bundled("inline-testing.js"), context);
  const code = (call) => vm.runInContext(`try { ${call}; "none" } catch (error) { error.code }`, context);
  assert.equal(code("api.createPlatformSync()"), "host.random");
  assert.equal(code('api.createPlatformSync({ seed: "a" })'), "none");
  vm.runInContext("var crypto = { getRandomValues(bytes) { return bytes; } };", context);
  assert.equal(code("api.createPlatformSync()"), "host.random");
  vm.runInContext("crypto.getRandomValues = (bytes) => { for (let i = 0; i < bytes.length; i++) bytes[i] = i; return bytes; };", context);
  assert.equal(code("api.createPlatformSync()"), "none");
});

test("what cannot be used is refused by its pointer", async () => {
  const platform = createPlatformSync({ now: start });
  const wallet = platform.wallet("zhang-gold");
  const asked = { audience, nonce: "n" };
  const cases = [
    [() => createPlatformSync("seed"), ["", "type"]],
    [() => createPlatformSync({ seed: "" }), ["/seed", "empty_text"]],
    [() => createPlatformSync({ seed: 7 }), ["/seed", "text_or_bytes_expected"]],
    [() => createPlatformSync({ sed: "a" }), ["/sed", "unknown"]],
    [() => createPlatformSync({ now: Date.now() }), ["/now", "milliseconds"]],
    [() => platform.refresh({ now: "tomorrow" }), ["/now", "time_expected"]],
    [() => platform.refresh({ later: 1 }), ["/later", "unknown"]],
    [() => platform.wallet("zhang"), ["/wallet", "unknown"]],
    [() => platform.wallet(), ["/wallet", "missing"]],
    [() => platform.revoke(7), ["/wallet", "string_expected"]],
    [() => platform.revoke("zhang"), ["/wallet", "unknown"]],
    [() => wallet.present(), ["/audience", "missing"]],
    [() => wallet.present({ audience, nonce: 7 }), ["/nonce", "string_expected"]],
    [() => wallet.present({ ...asked, disclosed: [] }), ["/disclosed", "unknown"]],
    [() => wallet.present({ ...asked, disclose: "/listings" }), ["/disclose", "array_expected"]],
    [() => wallet.present({ ...asked, disclose: ["/listings", "/listings/0"] }), ["/disclose/credit/1", "unknown"]],
    [() => wallet.present({ ...asked, disclose: [7] }), ["/disclose/credit/0", "string_expected"]],
    [() => wallet.present({ ...asked, disclose: { market: [] } }), ["/disclose/market", "unknown"]],
    [() => wallet.present({ ...asked, signer: "nobody" }), ["/wallet", "unknown"]],
    [() => platform.issue("zhang", { holder: wallet.jwk }), ["/wallet", "unknown"]],
    [() => platform.issue("zhang-gold"), ["/holder", "missing"]],
    [() => platform.issue("zhang-gold", { holder: "key" }), ["/holder", "object_expected"]],
    [() => platform.issue("zhang-gold", { holder: wallet.jwk, to: "me" }), ["/to", "unknown"]],
    [() => wallet.sign(7), ["/signingInput", "text_or_bytes_expected"]],
  ];
  for (const [call, [pointer, problem]] of cases) {
    assert.deepEqual(thrown(call), ["input.options", pointer, problem], String(call));
  }
  const secret = makeKey("ES256").privateKey.export({ format: "jwk" });
  for (const [holder, problem] of [[{}, "string_expected"], [secret, "private_key"], [{ ...wallet.jwk, x: wallet.jwk.y }, "off_curve"]]) {
    const [code, , found] = thrown(() => platform.issue("zhang-gold", { holder }));
    assert.deepEqual([code, found], ["signature.key", problem]);
  }
  await assert.rejects(createPlatform({ seed: 7 }), { code: "input.options" });
  assert.throws(() => platform.wallet("zhang-god"), /zhang-gold/);
  // Nothing of that has changed anything.
  assert.equal(platform.now, start);
  assertAsExpected(platform, verifierOf(platform), start);
});

test("what it gives cannot be changed", () => {
  const platform = createPlatformSync({ now: start });
  const wallet = platform.wallet("jiang-two-bundles");
  for (const value of [platform, platform.wallets, platform.programmes, platform.programmes[0].title, wallet, wallet.expected, wallet.bundles, wallet.jwk]) {
    assert.ok(Object.isFrozen(value));
  }
});

test("the verifier's modules cannot sign, and its entries carry nothing of the platform", () => {
  const exported = (bytes) => WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map(({ name }) => name);
  const signs = /platform|sign(?!ature)|secret/i;
  for (const file of ["xinyi.wasm", "xinyi.node.wasm"]) {
    assert.deepEqual(exported(readFileSync(`${root}target/module/${file}`)).filter((name) => signs.test(name)), [], file);
  }
  const testing = exported(readFileSync(`${root}target/testing-module/testing.wasm`));
  assert.ok(testing.some((name) => signs.test(name)));
  assert.ok(!testing.some((name) => /verifier|lint|try_programme/.test(name)));
  for (const entry of ["browser.js", "inline.js", "browser-authoring.js", "node.js", "node-authoring.js"]) {
    const platform = entry.startsWith("node") ? "node" : "browser";
    const { metafile } = buildSync({ entryPoints: [dist + entry], bundle: true, format: "esm", platform, write: false, metafile: true, logLevel: "silent", loader: { ".wasm": "file" }, outdir: root });
    const inputs = Object.keys(metafile.inputs).filter((path) => /testing|demo/.test(path.split("/").at(-1)));
    assert.deepEqual(inputs, [], entry);
  }
});

const guide = readFileSync(`${root}docs/testing.md`, "utf8");

test("the guide's code runs as it stands there", async () => {
  const [, code] = /^```js\n([^]*?)^```$/m.exec(guide);
  const AsyncFunction = (async () => undefined).constructor;
  const body = code.replace(/^import (\{.*\}) from "(.*)";$/gm, 'const $1 = modules["$2"];');
  const shown = [];
  const scope = { modules: { xinyi: await import("xinyi"), "xinyi/testing": api }, console: { log: (...what) => shown.push(what) } };
  await new AsyncFunction(...Object.keys(scope), body)(...Object.values(scope));
  assert.equal(shown.length, createPlatformSync().wallets.length);
  for (const [name, found, expected] of shown) assert.equal(found, expected.outcome ?? expected.error, name);
});

test("the guide's table names wallets for what they are", () => {
  const platform = createPlatformSync({ now: start });
  const rows = [...guide.matchAll(/^\| [^|]* \| ([^|]*) \| ([^|]*) \|$/gm)].map((row) => row.slice(1).map((cell) => [...cell.matchAll(/`([^`]*)`/g)].map(([, word]) => word)));
  const named = new Set();
  for (const [words, results] of rows) {
    for (const { name, expected } of platform.wallets.filter(({ name }) => words.includes(name))) {
      named.add(name);
      assert.ok(results.includes(expected.outcome ?? expected.error), name);
    }
  }
  assert.ok(named.size > 12, [...named].join());
});

/** A realm with the language and WebAssembly alone. */
function bare() {
  return vm.createContext({ WebAssembly, Uint8Array }, { codeGeneration: { strings: false } });
}

function bundled(entry) {
  const { outputFiles } = buildSync({ entryPoints: [dist + entry], bundle: true, format: "iife", globalName: "api", write: false });
  return outputFiles[0].text;
}
