// `xinyi/slim`: what an app gives it is all that it has. In Node by its own entry, and by that of pages.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";
import test from "node:test";
import { brotliDecompressSync } from "node:zlib";
import * as xinyi from "xinyi";
import { createPlatformSync } from "xinyi/testing";
import { loadVectors, root } from "./load-vectors.js";
import { runVectors } from "./run-vectors.js";

const dist = `${root}pkg/dist/`;
const wasm = readFileSync(`${dist}xinyi.wasm`);
const table = (language) => JSON.parse(readFileSync(`${dist}messages/${language}.json`, "utf8"));
const both = { "zh-CN": table("zh-CN"), en: table("en") };
const require = createRequire(import.meta.url);

let copies = 0;
/** An instance of its own: no other test has loaded a module in it. */
async function fresh(entry) {
  if (entry.endsWith(".cjs")) {
    for (const name of Object.keys(require.cache)) if (name.startsWith(dist)) delete require.cache[name];
    return require(`${dist}${entry}`);
  }
  // The instance is that of the shared file, which has one address.
  const { buildSync } = await import("esbuild");
  const outfile = `${root}target/test-slim/${++copies}.mjs`;
  buildSync({ entryPoints: [`${dist}${entry}`], outfile, bundle: true, format: "esm", platform: "node", logLevel: "error" });
  return import(pathToFileURL(outfile).href);
}

const ENTRIES = ["slim.js", "slim.cjs", "node-slim.js", "node-slim.cjs"];

test("the names that xinyi has, and no others", async () => {
  for (const entry of ENTRIES) assert.deepEqual(Object.keys(await fresh(entry)).sort(), Object.keys(xinyi).sort(), entry);
});

test("nothing is loaded that was not given, be it before init or by one that gives nothing", async () => {
  for (const entry of ENTRIES) {
    const slim = await fresh(entry);
    const problem = (call) => Promise.resolve().then(call).then(() => "loaded", ({ code, message, details }) => `${code} ${details.problem} ${message}`);
    assert.equal(await problem(() => slim.createVerifierSync({ root: "{}" })), "host.load not_loaded host.load");
    assert.equal(await problem(() => slim.createVerifier({ root: "{}" })), "host.load not_loaded host.load");
    for (const given of [undefined, {}, { wasm: undefined }, { wasm: null }, { wasm: 1 }]) {
      assert.equal(await problem(() => slim.init(given)), "host.load module_expected host.load", JSON.stringify(given));
    }
    assert.match(await problem(() => slim.init({ wasm: "<html>", messages: both })), /^host\.load \w+ .{10}|ENOENT/);
    assert.match(await problem(() => slim.createVerifierSync({ root: "{}" })), /^host\.load not_loaded The module is not loaded yet/);
  }
});

test("in one tick a verifier that is asked for too early is refused and spoils nothing; one asked for after init waits for it", async () => {
  for (const entry of ENTRIES) {
    const slim = await fresh(entry);
    const early = slim.createVerifier({ root: "{}" }).then(() => "made", ({ code, details }) => `${code} ${details.problem}`);
    const ready = slim.init({ wasm });
    const later = slim.createVerifier({ root: "{}" }).then(() => "made", ({ code }) => code);
    assert.throws(() => slim.createVerifierSync({ root: "{}" }), { code: "host.load" });
    assert.deepEqual(await Promise.all([early, ready, later]), ["host.load not_loaded", undefined, "format.structure"], entry);
    // What it waits for is also what it fails by.
    const other = await fresh(entry);
    other.init({ wasm: 1 }).catch(() => undefined);
    await assert.rejects(other.createVerifier({ root: "{}" }), { code: "host.load", details: { problem: "module_expected" } }, entry);
  }
});

test("with both tables every vector comes to what it comes to in xinyi, in each form of module", async () => {
  const vectors = loadVectors();
  const some = vectors.filter((_, i) => i % 40 === 0);
  const forms = { bytes: wasm, module: new WebAssembly.Module(wasm), response: new Response(brotliDecompressSync(readFileSync(`${dist}xinyi.wasm.br`))), promise: Promise.resolve(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length)) };
  for (const [i, form] of Object.keys(forms).entries()) {
    const slim = await fresh(ENTRIES[i]);
    await slim.init({ wasm: forms[form], messages: both });
    const { ran, problems } = runVectors(slim, i === 0 ? vectors : some);
    assert.equal(problems.join("\n"), "", form);
    assert.ok(ran >= some.length, form);
  }
});

test("texts are of the languages that were given: of errors, reasons and plans", async () => {
  const platform = createPlatformSync({ seed: "slim", now: 1_795_140_000 });
  const { now } = platform;
  const told = async (messages) => {
    const slim = await fresh("slim.js");
    await slim.init({ wasm, ...messages });
    const verifier = await slim.createVerifier({ root: platform.root, snapshot: platform.snapshot(), now, allowDemoRoot: true });
    const { bundle, programme, request } = platform.wallet("zhang-gold");
    const plan = verifier.plan(bundle, { programme, request, now });
    const { error } = verifier.safeCheck("", { programme, request, now, holder: "unbound" });
    return [error.message, error.messages, plan.decision.reasons.map(({ message }) => message), plan.words];
  };
  const [message, messages, reasons, words] = await told({ messages: both });
  assert.equal(message, messages.en);
  const only = (language) => (texts) => ({ "zh-CN": "", en: "", [language]: texts[language] });
  for (const language of ["zh-CN", "en"]) {
    const kept = only(language);
    const expected = [messages[language], kept(messages), reasons.map(kept), words.map(kept)];
    assert.ok(expected.flat().every((text) => (text[language] ?? text) !== ""));
    assert.deepEqual(await told({ messages: { [language]: both[language] } }), expected);
  }
  const [code, ...nothing] = await told({});
  assert.equal(code, "format.structure");
  assert.deepEqual([...new Set([nothing[0], ...nothing[1]].flatMap((texts) => Object.values(texts)))], [""]);
  assert.deepEqual(nothing[2], []);
});

test("what is no table of this version is refused, and says where", async () => {
  const slim = await fresh("slim.js");
  const refused = (messages) => slim.init({ wasm, messages }).then(() => "taken", ({ code, details }) => `${code} ${details.pointer} ${details.problem}`);
  const { formats, ...without } = both.en;
  assert.ok(formats);
  for (const [messages, said] of [
    ["zh-CN", "/messages object_expected"],
    [{ fr: both.en }, "/messages/fr unknown"],
    [{ en: "en" }, "/messages/en/errors missing"],
    [{ en: without }, "/messages/en/formats missing"],
    [{ en: { ...both.en, additions: "" } }, "/messages/en/additions missing"],
    [{ en: { default: both.en } }, "/messages/en/errors missing"],
  ]) assert.equal(await refused(messages), `input.options ${said}`);
  for (const part of ["errors", "problems", "parts", "additions", "claims", "things", "kinds", "units", "reasons", "codes", "formats", "plan", "outcomes", "periods"]) {
    const { [part]: left, ...others } = both.en;
    assert.ok(left);
    assert.equal(await refused({ "zh-CN": both["zh-CN"], en: others }), `input.options /messages/en/${part} missing`);
  }
  assert.equal(await refused({ "zh-CN": undefined, en: both.en }), "taken");
  // Loaded, and so another call adds its texts and no module.
  assert.equal(await slim.init({ wasm: 1, messages: both }).then(() => "taken"), "taken");
  assert.throws(() => slim.createVerifierSync({ root: 1 }), ({ messages }) => messages.en !== "" && messages["zh-CN"] !== "");
});

test("a sentence that a table lacks is empty, and no name of one", async () => {
  const platform = createPlatformSync({ seed: "slim", now: 1_795_140_000 });
  const slim = await fresh("slim.js");
  await slim.init({ wasm, messages: { en: { ...both.en, plan: {}, formats: {} } } });
  const verifier = slim.createVerifierSync({ root: platform.root, snapshot: platform.snapshot(), now: platform.now, allowDemoRoot: true });
  const { bundle, programme, request } = platform.wallet("zhang-gold");
  const { words } = verifier.plan(bundle, { programme, request, now: platform.now });
  assert.ok(words.length > 0);
  for (const { en } of words) assert.equal(en, "");
});

test("it is of one instance with the other entries of its host", async () => {
  for (const [entry, main] of [["slim.cjs", "inline.cjs"], ["node-slim.cjs", "node.cjs"]]) {
    const slim = await fresh(entry);
    const other = require(`${dist}${main}`);
    assert.equal(slim.XinyiError, other.XinyiError);
    await slim.init({ wasm, messages: { en: both.en } });
    // The module is there for both, and the texts that either brings.
    assert.throws(() => other.createVerifierSync({ root: "{}" }), ({ messages }) => messages.en !== "" && messages["zh-CN"] !== "");
  }
});
