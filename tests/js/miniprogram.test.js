// The mini-program entry with no more around it than a device has.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import vm from "node:vm";
import { transformSync } from "esbuild";
import { device, deviceOf, hostObject, hosts, runnerScript } from "./device.js";
import { countVectors, loadVectors, root } from "./load-vectors.js";

const vectors = loadVectors();
const sample = vectors.find(({ expect }) => expect.outcome === "granted");
const create = { ...sample.platform, ...sample.create };

for (const [mode, shadowed] of [["", false], [", without globalThis and BigInt", true]]) {
  for (const answer of ["pair", "instance"]) {
    test(`vectors in a mini-program's vm${mode}, host answers with ${answer === "pair" ? "a pair" : "an instance"}`, async (t) => {
      const { context, load, evaluate } = device({ shadowed });
      const { host, calls } = hostObject({ answer });
      context.WXWebAssembly = host;
      const api = load("index.js");
      assert.deepEqual(calls, [], "something was loaded before init");
      await api.init();
      context.api = api;
      context.text = JSON.stringify(vectors);
      evaluate(runnerScript());
      const { ran, problems } = JSON.parse(evaluate("JSON.stringify(runner.runVectors(api, JSON.parse(text)))"));
      assert.equal(problems.join("\n"), "");
      assert.equal(ran, countVectors());
      assert.deepEqual(calls, ["/miniprogram_npm/xinyi/xinyi.wasm.br"]);
      t.diagnostic(`${ran} vectors`);
    });
  }
}

test("nothing is touched before init, and no global is made or changed", () => {
  const { context, load, evaluate } = device();
  const touched = [];
  for (const name of ["WXWebAssembly", "TTWebAssembly", "MYWebAssembly", "WebAssembly", "tt", "my", "TextDecoder", "TextEncoder", "FinalizationRegistry", "wx", "console"]) {
    Object.defineProperty(context, name, { configurable: true, get: () => void touched.push(name) });
  }
  const before = evaluate("Object.getOwnPropertyNames(globalThis).join()");
  load("index.js");
  assert.deepEqual(touched, []);
  assert.equal(evaluate("Object.getOwnPropertyNames(globalThis).join()"), before);
});

for (const [name, { object, says }] of Object.entries(hosts)) {
  test(`${name}: its object is found, and described`, async () => {
    const { context, load, calls } = deviceOf(name);
    const api = load("index.js");
    const before = api.describeHost();
    const { absent, ...facts } = before;
    const unloaded = { ...says, webAssembly: object, wasmPath: null, loaded: false, attempts: 0, error: null };
    assert.deepEqual(facts, unloaded);
    assert.deepEqual(calls, [], "to describe it loads nothing");
    for (const missing of ["WebAssembly", "TextDecoder", "crypto", "fetch", "URL", "window", "Intl"]) assert.ok(absent.includes(missing), missing);
    assert.equal(absent.includes("globalThis"), hosts[name].shadowed === true);

    const verifier = await api.createVerifier(create);
    assert.equal(JSON.stringify(verifier.safeCheck(sample.bundle, sample.check).ok), "true");
    const after = { ...facts, wasmPath: "/miniprogram_npm/xinyi/xinyi.wasm.br", loaded: true, attempts: 1 };
    assert.deepEqual({ ...api.describeHost(), absent: undefined }, { ...after, absent: undefined });
    // What is told is data, and nothing of whose device it is.
    assert.deepEqual(JSON.parse(JSON.stringify(api.describeHost())), { ...after, absent: [...absent] });
    assert.doesNotMatch(JSON.stringify(api.describeHost()), /iPhone|MI 6|zh_CN/);
    assert.deepEqual(Object.getOwnPropertyNames(context).filter((key) => /xinyi/i.test(key)), []);
  });
}

test("an object that is injected comes before the host's own", async () => {
  const { load, calls } = deviceOf("wechat");
  const used = hostObject({ path: "/wasm/x.wasm.br" });
  const api = load("index.js");
  await api.init({ host: used.host, wasmPath: "/wasm/x.wasm.br" });
  assert.deepEqual([calls, used.calls], [[], ["/wasm/x.wasm.br"]]);
  const { host, webAssembly, wasmPath } = api.describeHost();
  assert.deepEqual([host, webAssembly, wasmPath], ["wechat", "given", "/wasm/x.wasm.br"]);
});

test("where WebAssembly is missing, the error and the description say on which hosts it is", async () => {
  for (const [globals, host] of [[{}, "unknown"], [{ my: { SDKVersion: "2.9.7" } }, "alipay"], [{ tt: {} }, "douyin"], [{ wx: {}, tt: {} }, "douyin"], [{ wx: null }, "unknown"]]) {
    const { context, load } = device();
    Object.assign(context, globals);
    const api = load("index.js");
    const error = await api.init().then(() => assert.fail("it loaded"), (e) => e);
    assert.deepEqual([error.code, error.details.problem], ["host.load", "wasm_missing"]);
    assert.match(error.messages.en, /Alipay in Workers only/);
    assert.match(error.messages["zh-CN"], /Worker/);
    const said = api.describeHost();
    assert.deepEqual([said.host, said.webAssembly, said.loaded, said.attempts], [host, null, false, 0]);
    assert.equal(said.baseLibrary, host === "alipay" ? "2.9.7" : null);
    assert.equal(JSON.stringify(said.error), JSON.stringify(error));
  }
});

test("what is no path in the package is refused before the host is asked", async () => {
  const { load, calls } = deviceOf("wechat");
  const api = load("index.js");
  for (const options of [{ wasm: new Uint8Array(8) }, { wasm: "https://x.example/xinyi.wasm" }, { wasmPath: "xinyi.wasm.br" }, { wasmPath: "" }, { wasmPath: 1 }, { wasmPath: null }]) {
    const error = await api.init(options).then(() => assert.fail("it loaded"), (e) => e);
    assert.deepEqual([error.code, error.details.problem], ["host.load", "module_expected"], JSON.stringify(options));
    assert.match(error.message, /wasmPath/);
  }
  assert.deepEqual(calls, []);
  // And where the file is not, the error names where it was looked for.
  const error = await api.init({ wasmPath: "/pages/xinyi.wasm" }).then(() => assert.fail("it loaded"), (e) => e);
  assert.deepEqual([error.code, error.details.wasmPath], ["host.load", "/pages/xinyi.wasm"]);
  assert.match(error.message, /\/pages\/xinyi\.wasm.*no such file/);
  assert.deepEqual(calls, ["/pages/xinyi.wasm", "/pages/xinyi.wasm"]);
  await api.init();
  assert.deepEqual([api.describeHost().loaded, api.describeHost().error, api.describeHost().attempts], [true, null, 3]);
});

test("a host whose answers about itself fail is described all the same", () => {
  const { context, load, evaluate } = device();
  context.wx = evaluate("({ getAppBaseInfo() { throw new Error('not in a Worker'); }, getSystemInfoSync: () => undefined, getDeviceInfo: 1, SDKVersion: 3 })");
  const { describeHost } = load("index.js");
  const facts = ({ host, baseLibrary, platform }) => [host, baseLibrary, platform];
  assert.deepEqual(facts(describeHost()), ["wechat", null, null]);
  context.wx = evaluate("({ getDeviceInfo: () => ({ platform: 'ios' }), get SDKVersion() { throw new Error('not here'); } })");
  assert.deepEqual(facts(describeHost()), ["wechat", null, "ios"]);
});

test("without a host, and before init, there is an error that says so", async () => {
  const { load } = device();
  const api = load("index.js");
  for (const attempt of [() => api.init(), () => api.createVerifier(create), async () => api.createVerifierSync(create)]) {
    const error = await attempt().then(() => assert.fail("it loaded"), (e) => e);
    assert.ok(api.isXinyiError(error));
    assert.equal(error.code, "host.load");
    assert.ok(error.message && error.messages["zh-CN"]);
  }
});

test("a failure that comes now and then is asked about once more, and a second one is told", async () => {
  const { host } = hostObject();
  let failures = 0;
  const flaky = {
    instantiate(path, imports) {
      // Some hosts throw at once, some reject; and what they reject with is no Error.
      if (failures > 0 && failures-- % 2) throw new Error("sporadic");
      if (failures > 0) return Promise.reject({ errMsg: "instantiate:fail sporadic", errno: 1 });
      return host.instantiate(path, imports);
    },
  };
  const once = device().load("index.js");
  failures = 1;
  await once.init({ host: flaky });
  assert.deepEqual([once.describeHost().attempts, once.describeHost().error], [2, null]);

  const api = device().load("index.js");
  failures = 3;
  await assert.rejects(api.init({ host: flaky }), { code: "host.load", message: /sporadic/ });
  const { loaded, attempts, error } = api.describeHost();
  assert.deepEqual([loaded, attempts, error.code], [false, 2, "host.load"]);
  failures = 0;
  await Promise.all([api.init({ host: flaky }), api.init({ host: flaky })]);
  assert.deepEqual([api.describeHost().loaded, api.describeHost().attempts], [true, 3]);
  assert.equal(JSON.stringify(api.createVerifierSync(create).safeCheck(sample.bundle, sample.check).ok), "true");
});

test("what was seen is kept in the host's storage", async () => {
  const { context, load } = device();
  const api = load("index.js");
  await api.init({ host: hostObject().host });
  // As WeChat's answers: an empty text for what was never stored.
  context.stored = {};
  const wx = vm.runInContext("({ getStorageSync: (key) => stored[key] || '', setStorageSync: (key, text) => { stored[key] = text; } })", context);
  const options = { root: create.root, now: create.now, storage: api.keyValueStorage(wx) };
  const first = api.createVerifierSync({ ...options, snapshot: create.snapshot });
  assert.deepEqual(JSON.parse(context.stored.xinyi), { state: first.exportState(), snapshot: first.exportSnapshot() });
  const second = api.createVerifierSync(options);
  assert.equal(second.report.storage.result, "accepted");
  assert.equal(second.safeCheck(sample.bundle, sample.check).ok, true);
});

test("init loads once however often it is called", async () => {
  const { load } = device();
  const api = load("index.js");
  const { host, calls } = hostObject();
  await Promise.all([api.init({ host }), api.init({ host }), api.createVerifier(create)]);
  await api.init({ host });
  assert.equal(calls.length, 1);
});

test("a nonce comes from bytes of the host's generator, which answers later, or not at all", async () => {
  for (const shadowed of [false, true]) {
    const { load, evaluate, context } = device({ shadowed });
    const api = load("index.js");
    const { host } = hostObject();
    await api.init({ host });
    const verifier = api.createVerifierSync(create);
    assert.throws(() => verifier.createNonce(), { code: "host.random" });
    // As wx.getRandomValues gives them.
    const randomValues = evaluate("Uint8Array.from({ length: 16 }, (_, i) => 255 - i).buffer");
    assert.equal(verifier.createNonce(randomValues), "__79_Pv6-fj39vX08_Lx8A");
    assert.throws(() => verifier.createNonce(evaluate("new ArrayBuffer(16)")), { code: "input.options" });
    assert.equal(context.crypto, undefined);
  }
});

test("a trap is an error, after which the module refuses everything until init", async () => {
  const { load } = device();
  const api = load("index.js");
  let broken = false;
  const { host, calls } = hostObject({
    wrap: (exports) => ({
      ...exports,
      verifier_check(...args) {
        if (broken) throw new WebAssembly.RuntimeError("unreachable");
        return exports.verifier_check(...args);
      },
    }),
  });
  await api.init({ host });
  const verifier = api.createVerifierSync(create);
  const expected = JSON.stringify(verifier.safeCheck(sample.bundle, sample.check));
  broken = true;
  assert.throws(() => verifier.check(sample.bundle, sample.check), ({ code, details }) => code === "host.trap" && details.reason === "unreachable");
  broken = false;
  const { error } = verifier.safeCheck(sample.bundle, sample.check);
  assert.equal(error.code, "host.trap");
  assert.ok(error.message);
  assert.throws(() => api.createVerifierSync(create), { code: "host.trap" });
  await assert.rejects(api.createVerifier(create), { code: "host.trap" });
  await api.init({ host });
  assert.equal(calls.length, 2);
  assert.equal(JSON.stringify(api.createVerifierSync(create).safeCheck(sample.bundle, sample.check)), expected);
  // It lived in the memory that is gone.
  assert.equal(verifier.safeCheck(sample.bundle, sample.check).error.code, "host.trap");
});

test("checks leave nothing behind in the module's memory", async () => {
  const { load } = device();
  const api = load("index.js");
  let memory;
  const { host } = hostObject({ wrap: (exports) => ((memory = exports.memory), exports) });
  await api.init({ host });
  const verifier = api.createVerifierSync(create);
  const both = () => {
    assert.ok(verifier.safeCheck(sample.bundle, sample.check).ok);
    assert.ok(!verifier.safeCheck("信~".repeat(1000), sample.check).ok);
  };
  for (let i = 0; i < 20; i++) both();
  const before = memory.buffer.byteLength;
  for (let i = 0; i < 500; i++) both();
  assert.equal(memory.buffer.byteLength, before);
});

test("as xinyi/miniprogram it is also what bundlers get", () => {
  const api = createRequire(import.meta.url)("xinyi/miniprogram");
  assert.deepEqual(Object.keys(api).sort(), ["XinyiError", "createVerifier", "createVerifierSync", "describeHost", "indexedDbStorage", "init", "isXinyiError", "keyValueStorage"]);
});

test("its files are ES2017, and name nothing that hosts forbid or lack", () => {
  for (const file of ["index.js", "messages/en.js", "messages/zh-CN.js", "programmes/xinyi-zu.rental-fuzhou.js"]) {
    // Older hosts lack BigInt: it is for numbers that no reply has, and not looked for before there is one.
    const source = readFileSync(`${root}pkg/miniprogram_dist/${file}`, "utf8")
      .replace("BigInt.asUintN(64, arg0)", "arg0")
      // Whether something is there may be asked.
      .replace(/\b(\w+): typeof \1\b/g, "_: 0");
    // What esbuild has to lower is newer.
    const same = (target) => transformSync(source, { target, legalComments: "none", charset: "utf8" }).code;
    assert.equal(same("es2017"), same("esnext"), file);
    assert.doesNotMatch(source, /\beval\b|new Function|import\.meta|\bglobalThis\b|\bBigInt\b|\bWebAssembly\b|\bconsole\b|\bfetch\b|\brequire\((?!"\.\/messages\/)/, file);
  }
});
