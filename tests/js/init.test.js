// What `init` takes, what it says where it cannot load, and that nothing is touched before it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import test from "node:test";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { brotliCompressSync } from "node:zlib";
import { buildSync } from "esbuild";
import { serve } from "../../scripts/serve.mjs";
import { makePlatform } from "./demo-platform.js";
import { root } from "./load-vectors.js";

const dist = `${root}pkg/dist/`;
const folder = `${root}target/test-init/`;
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const file = `${dist}xinyi.wasm`;
const bytes = readFileSync(file);
const module = new WebAssembly.Module(bytes);
const page = "<!doctype html>\n<title>app</title>";

function bundled(entry, format, options = {}) {
  const entryPoints = [`${dist}${entry}`];
  const { outputFiles } = buildSync({ entryPoints, bundle: true, format, globalName: format === "iife" ? "api" : undefined, write: false, logLevel: "error", logOverride: { "empty-import-meta": "silent" }, ...options });
  return outputFiles[0].text;
}

/** An entry that nobody has loaded yet, as a bundle has it. */
let copies = 0;
async function fresh(entry, options) {
  const platform = entry.startsWith("node") ? { platform: "node" } : {};
  const path = `${folder}${++copies}.mjs`;
  writeFileSync(path, bundled(entry, "esm", { ...platform, ...options }));
  return import(pathToFileURL(path));
}

/** Whether the module answers. */
function assertLoaded({ createVerifierSync }) {
  assert.throws(() => createVerifierSync({ root: "{}" }), { code: "format.structure", stage: "root" });
}

/** Some engines compile nothing out of memory that is shared. */
function refuseShared(t) {
  for (const name of ["Module", "instantiate"]) {
    const original = WebAssembly[name];
    t.mock.method(WebAssembly, name, function (source, imports) {
      if (source.buffer instanceof SharedArrayBuffer) throw new TypeError("shared memory");
      return new.target ? new original(source) : original(source, imports);
    });
  }
}

const refused = (promise) => promise.then(() => assert.fail("it loaded"), (error) => error);

function shared() {
  const view = new Uint8Array(new SharedArrayBuffer(bytes.length));
  view.set(bytes);
  return view;
}

/** With something before and after it. */
function within() {
  const larger = new Uint8Array(bytes.length + 20);
  larger.set(bytes, 7);
  return larger.subarray(7, 7 + bytes.length);
}

const wasm = { "content-type": "application/wasm" };
const forms = {
  bytes: () => new Uint8Array(bytes),
  "a Buffer": () => bytes,
  "a view into more": within,
  "a DataView": () => new DataView(within().buffer, 7, bytes.length),
  "an ArrayBuffer": () => new Uint8Array(bytes).buffer,
  "shared memory": shared,
  "a view of shared memory": () => shared().buffer,
  "of another realm": () => vm.runInNewContext("Uint8Array.from(bytes)", { bytes: [...bytes] }),
  "a module": () => module,
  "a module of another realm": () => vm.runInNewContext("new WebAssembly.Module(bytes)", { bytes }),
  "a Response": () => new Response(bytes, { headers: wasm }),
  "a Response with parameters in its type": () => new Response(bytes, { headers: { "content-type": "application/wasm; charset=binary" } }),
  "a Response of another type": () => new Response(bytes, { headers: { "content-type": "application/octet-stream" } }),
  "a Response without a type": () => new Response(bytes),
  "an answer of somebody else's fetch": () => ({ ok: true, status: 200, arrayBuffer: async () => new Uint8Array(bytes).buffer }),
  "a Blob": () => new Blob([bytes]),
  "an address": (url) => `${url}xinyi.wasm`,
  "a URL": (url) => new URL("xinyi.wasm", url),
  "an address of data": () => `data:application/wasm;base64,${bytes.toString("base64")}`,
};

for (const entry of ["node.js", "browser.js"]) {
  test(`${entry} takes the module in every form, and as a promise of it`, async (t) => {
    const server = await serve({ "/": dist });
    refuseShared(t);
    try {
      for (const [name, form] of Object.entries(forms)) {
        for (const given of [form(server.url), Promise.resolve(form(server.url))]) {
          const api = await fresh(entry);
          await api.init({ wasm: given }).catch((error) => assert.fail(`${name}: ${error.message}`));
          assertLoaded(api);
        }
      }
    } finally {
      server.close();
    }
  });
}

test("in Node it takes a path and the address of a file", async () => {
  for (const given of [file, pathToFileURL(file), pathToFileURL(file).href]) {
    const api = await fresh("node.js");
    await api.init({ wasm: given });
    assertLoaded(api);
  }
});

/** What a bundler makes of `new URL` on its server side, where no browser's URL would do. */
test("it takes a bundler's URL object", async () => {
  const like = Object.create(URL.prototype, { toString: { value: () => file }, href: { value: file } });
  const api = await fresh("node.js");
  await api.init({ wasm: like });
  assertLoaded(api);
});

const text = (body, init) => new Response(body, init);
const network = (message) => () => Promise.reject(new TypeError(message));
const csp = "WebAssembly.instantiate(): Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source of script in the following Content Security Policy directive";
/** By what is given, what the network answers: the problem, and what has to be in the text, in both languages. */
const failures = [
  ["/x.wasm", () => text(page), "web_page", /\/x\.wasm .*optimizeDeps\.exclude.*\['xinyi'\]/],
  ["/x.wasm", () => text(`\ufeff\n ${page}`), "web_page", /\/x\.wasm/],
  ["/x.wasm", () => text("not found", { status: 404 }), "http_status", /404.*\/x\.wasm|\/x\.wasm.*404/],
  ["/x.wasm.br", () => text(brotliCompressSync(bytes)), "not_wasm", /Content-Encoding: br/],
  ["/x.wasm", () => text(""), "not_wasm", /—.*Content-Encoding/],
  ["/x.wasm", network("Failed to fetch"), "fetch_failed", /\/x\.wasm.*Failed to fetch.*connect-src.*CORS/],
  ["file:///x.wasm", network("Failed to fetch"), "file_address", /file:\/\/\/x\.wasm.*xinyi\/inline.*wasm/],
  [undefined, network("Failed to fetch"), "file_address", /file:.*xinyi\.wasm/],
  ["/x.wasm", undefined, "fetch_missing", /\/x\.wasm.*xinyi\/inline/],
  [Buffer.from(page), undefined, "not_wasm", /3c 21 64 6f/],
  [{}, undefined, "module_expected", /WebAssembly\.Module/],
  [7, undefined, "module_expected", /WebAssembly\.Module/],
  [null, undefined, "module_expected", /WebAssembly\.Module/],
  [() => Promise.reject(new Error(csp)), undefined, "wasm_forbidden", /'wasm-unsafe-eval'.*xinyi\/xinyi\.wasm/],
  [() => Promise.reject(new Error("WebAssembly.compile(): Wasm code generation disallowed by embedder")), undefined, "wasm_forbidden", /xinyi\/xinyi\.wasm/],
  // What is thrown need not be an Error.
  [() => Promise.reject({ errMsg: "readFile:fail no such file" }), undefined, undefined, /[:：] ?readFile:fail no such file[.。]$/],
  [() => Promise.reject({ errorMessage: "not found", error: 3 }), undefined, undefined, /[:：] ?not found[.。]$/],
  // What an app's own fetch rejects with, in the words of each engine.
  [() => Promise.reject(new TypeError("Failed to fetch")), undefined, "fetch_failed", /Failed to fetch.*connect-src.*CORS/],
  [() => Promise.reject(new TypeError("NetworkError when attempting to fetch resource.")), undefined, "fetch_failed", /NetworkError.*CORS/],
  [() => Promise.reject(new TypeError("Load failed")), undefined, "fetch_failed", /Load failed.*CORS/],
  [() => text(brotliCompressSync(bytes), { headers: wasm }), undefined, "not_wasm", /[0-9a-f]{2} [0-9a-f]{2} .*Content-Encoding: br/],
  [() => Promise.reject("gone"), undefined, undefined, /gone/],
  [() => Promise.reject({ code: 7 }), undefined, undefined, /\{"code":7\}/],
  [() => Promise.reject(undefined), undefined, undefined, /undefined/],
  [() => Promise.reject(Object.create(null)), undefined, undefined, /\{\}/],
];

test("what cannot be loaded is told by what it is, with the cure", async (t) => {
  const { fetch } = globalThis;
  t.after(() => (globalThis.fetch = fetch));
  for (const [given, answer, problem, told] of failures) {
    globalThis.fetch = answer && (async () => answer());
    const api = await fresh("browser.js");
    const error = await refused(api.init({ wasm: typeof given === "function" ? given() : given }));
    assert.ok(api.isXinyiError(error), String(error));
    assert.deepEqual([error.code, error.stage, error.details.problem], ["host.load", "host", problem], error.message);
    for (const language of ["en", "zh-CN"]) {
      assert.match(error.messages[language], told);
      assert.doesNotMatch(error.messages[language], /\?[。.,]|\[object Object\]/);
    }
  }
});

test("in Node, what comes from the network is told alike", async (t) => {
  for (const [answer, problem] of [
    [() => text(page), "web_page"],
    [() => text("not found", { status: 404 }), "http_status"],
    [network("fetch failed"), "fetch_failed"],
    [() => text(brotliCompressSync(bytes)), "not_wasm"],
  ]) {
    const mock = t.mock.method(globalThis, "fetch", async () => answer());
    const error = await refused((await fresh("node.js")).init({ wasm: "https://cdn.example/x.wasm" }));
    assert.deepEqual([error.code, error.details.problem], ["host.load", problem]);
    if (problem === "web_page") assert.match(error.message, /https:\/\/cdn\.example\/x\.wasm/);
    mock.mock.restore();
  }
});

test("before it is loaded, and without WebAssembly, it says so", async (t) => {
  const { createVerifierSync, init } = await fresh("browser.js");
  assert.throws(() => createVerifierSync({ root: "{}" }), { code: "host.load", message: /init\(\) first/ });
  const { WebAssembly } = globalThis;
  t.after(() => (globalThis.WebAssembly = WebAssembly));
  delete globalThis.WebAssembly;
  assert.equal((await refused(init({ wasm: bytes }))).details.problem, "wasm_missing");
});

test("a script that does not know where it is says what to import", async () => {
  const context = vm.createContext({ URL });
  vm.runInContext(bundled("browser.js", "iife"), context);
  const error = await refused(vm.runInContext("api.init()", context));
  assert.equal(error.details.problem, "address_unknown");
  assert.match(error.message, /xinyi\/inline/);
  // In a mini-program no address would help.
  vm.runInContext("delete globalThis.WebAssembly", context);
  const missing = await refused(vm.runInContext("api.init()", context));
  assert.equal(missing.details.problem, "wasm_missing");
  assert.match(missing.message, /import xinyi\/miniprogram/);
});

test("a server's cache of code is no place for files", async (t) => {
  const asked = [];
  t.mock.method(globalThis, "fetch", async (url) => (asked.push(String(url)), text(page)));
  const origin = "http://localhost:5173";
  const wanted = `${origin}/base/node_modules/xinyi/dist/xinyi.wasm`;
  for (const [url, expected] of [
    ["/base/node_modules/.vite/deps/xinyi.js?v=1", wanted],
    ["/base/node_modules/.vite/vitest/a1/deps/chunk-1.js", wanted],
    ["/assets/index-1.js", `${origin}/assets/xinyi.wasm`],
    ["/node_modules/xinyi/dist/browser.js", `${origin}/node_modules/xinyi/dist/xinyi.wasm`],
  ]) {
    const { init } = await fresh("browser.js", { define: { "import.meta.url": JSON.stringify(origin + url) } });
    await refused(init());
    assert.equal(asked.pop(), expected);
  }
});

test("calls at once share one load, a failed one is forgotten, and one that has succeeded is not repeated", async (t) => {
  for (const entry of ["node.js", "browser.js"]) {
    let asked = 0;
    const api = await fresh(entry);
    const mock = t.mock.method(globalThis, "fetch", async () => {
      if (++asked === 1) throw new TypeError("offline");
      return text(bytes, { headers: wasm });
    });
    const init = () => api.init({ wasm: "https://cdn.example/xinyi.wasm" });
    const [first, second] = await Promise.all([refused(init()), refused(init())]);
    assert.equal(first, second);
    assert.equal(asked, 1);
    await Promise.all([init(), init(), api.createVerifier({ root: "{}" }).catch(() => undefined)]);
    await init();
    assert.equal(asked, 2);
    assertLoaded(api);
    mock.mock.restore();
  }
});

test("createVerifier asks again, for what its entry brings, where a load that it shares has failed", async (t) => {
  for (const given of [undefined, { wasm: "https://cdn.example/xinyi.wasm" }]) {
    const api = await fresh("browser.js", { define: { "import.meta.url": '"http://localhost/assets/xinyi.js"' } });
    let count = 0;
    const mock = t.mock.method(globalThis, "fetch", async () => {
      if (++count === 1) throw new TypeError("offline");
      return text(bytes, { headers: wasm });
    });
    const init = refused(api.init(given));
    const error = await refused(api.createVerifier({ root: "{}" }));
    assert.equal((await init).details.problem, "fetch_failed");
    assert.deepEqual([error.code, count], ["format.structure", 2]);
    mock.mock.restore();
  }
});

const authoringBytes = readFileSync(`${dist}authoring.wasm`);

test("the module for authors is loaded as the verifier's is: in every form, again after a failure, once", async (t) => {
  for (const entry of ["node-authoring.js", "browser-authoring.js"]) {
    const forms = [authoringBytes, new WebAssembly.Module(authoringBytes), text(authoringBytes, { headers: wasm }), "https://cdn.example/authoring.wasm"];
    for (const form of forms) {
      const api = await fresh(entry);
      let asked = 0;
      const mock = t.mock.method(globalThis, "fetch", async () => {
        if (++asked === 1) throw new TypeError("offline");
        return text(authoringBytes, { headers: wasm });
      });
      if (typeof form === "string") {
        const [first, second] = await Promise.all([refused(api.init({ wasm: form })), refused(api.init({ wasm: form }))]);
        assert.equal(first, second);
        assert.deepEqual([first.code, first.details.problem], ["host.load", "fetch_failed"]);
      }
      await Promise.all([api.init({ wasm: form }), api.init({ wasm: form })]);
      await api.init({ wasm: 7 });
      assert.equal(asked, typeof form === "string" ? 2 : 0);
      assert.equal(api.lint("{}").errors[0].code, "programme.schema");
      mock.mock.restore();
    }
    const other = await refused((await fresh(entry)).init({ wasm: Buffer.from(page) }));
    assert.deepEqual([other.code, other.details.problem], ["host.load", "not_wasm"]);
  }
});

test("before it is loaded, only Node and xinyi/authoring/inline lint; a page asks for the file beside the code", async (t) => {
  const { lint, init } = await fresh("browser-authoring.js", { define: { "import.meta.url": '"http://localhost/node_modules/.vite/deps/xinyi_authoring.js"' } });
  assert.throws(() => lint("{}"), { code: "host.load", message: /init\(\) first/ });
  const asked = [];
  t.mock.method(globalThis, "fetch", async (url) => (asked.push(String(url)), text(authoringBytes, { headers: wasm })));
  await init();
  assert.deepEqual(asked, ["http://localhost/node_modules/xinyi/dist/authoring.wasm"]);
  for (const api of [{ lint }, await fresh("node-authoring.js"), await fresh("inline-authoring.js")]) {
    assert.equal(api.lint("{}").errors[0].code, "programme.schema");
  }
});

test("after a trap the module for authors answers no more, until init", async (t) => {
  const api = await fresh("node-authoring.js");
  const { Instance } = WebAssembly;
  let made = 0;
  const mock = t.mock.method(WebAssembly, "Instance", function (...given) {
    const { exports } = new Instance(...given);
    const trap = () => {
      throw new WebAssembly.RuntimeError("unreachable");
    };
    return { exports: ++made === 1 ? { ...exports, lint: trap } : exports };
  });
  assert.throws(() => api.lint("{}"), ({ code, details }) => code === "host.trap" && details.reason === "unreachable");
  assert.throws(() => api.tryProgramme("{}", "{}"), { code: "host.trap" });
  await api.init();
  assert.equal(api.lint("{}").errors[0].code, "programme.schema");
  assert.equal(made, 2);
  mock.mock.restore();
});

test("nothing is awaited inside a call that compiles: Next's edge runtime wraps such calls", () => {
  const calls = readFileSync(`${dist}web-shared.js`, "utf8").match(/WebAssembly\.instantiate\(.*/g);
  assert.ok(calls.length >= 2);
  for (const call of calls) assert.doesNotMatch(call.split("(").slice(1).join("("), /\bawait\b/);
});

/** Names that a host may lack, or punish whoever asks for them before they are needed. */
const LATE = ["WebAssembly", "TextDecoder", "TextEncoder", "FinalizationRegistry", "URL", "fetch", "Response", "location", "document", "process", "atob", "crypto"];

/** A realm with the language and nothing else; `touched` collects who is asked for. */
function bare(touched) {
  const context = vm.createContext({}, { codeGeneration: { strings: false } });
  for (const name of touched ? LATE : []) Object.defineProperty(context, name, { configurable: true, get: () => void touched.push(name) });
  return context;
}

const webEntries = [
  ["browser.js", {}],
  ["inline.js", {}],
  ["inline.cjs", {}],
  ["slim.js", {}],
  ["slim.cjs", {}],
  ["browser-authoring.js", {}],
  ["inline-authoring.js", {}],
  ["inline-authoring.cjs", {}],
  ["workerd.js", { loader: { ".wasm": "empty" } }],
  ["workerd-authoring.js", { loader: { ".wasm": "empty" } }],
  ["edge.js", { external: ["*?module"] }],
  ["edge-authoring.js", { external: ["*?module"] }],
];

test("no entry touches anything before init", () => {
  for (const [entry, options] of webEntries) {
    const touched = [];
    const context = bare(touched);
    const required = { require: () => ({ default: {} }) };
    Object.assign(context, required);
    vm.runInContext(bundled(entry, "iife", options), context);
    assert.deepEqual(touched, [], entry);
    assert.ok(vm.runInContext("Object.keys(api).length > 0", context), entry);
  }
  const traps = `for (const name of ["TextDecoder", "TextEncoder", "fetch", "Response", "FinalizationRegistry"]) Object.defineProperty(globalThis, name, { get() { throw new Error(name); } });
    for (const name of ["Module", "Instance"]) WebAssembly[name] = function () { throw new Error(name); };`;
  const required = ["node.cjs", "node-authoring.cjs"].map((entry) => `require("${dist}${entry}");`).join("");
  execFileSync("node", ["-e", traps + required]);
  const imported = ["node.js", "node-authoring.js"].map((entry) => `await import("${pathToFileURL(dist + entry)}");`).join("");
  execFileSync("node", ["--input-type=module", "-e", traps + imported]);
});

const { read, platform } = makePlatform("test-init");
const { audience, nonce, now } = platform;
const bundles = platform.bundles.filter(({ input }) => input === undefined);
const trust = { root: read(platform.root), snapshot: read(platform.snapshot), now, allowDemoRoot: true };
const check = ({ programme, request }) => ({ programme, request, holder: { audience, nonce }, now });

test("with the language and WebAssembly alone, xinyi/inline decides as Node does", async () => {
  const native = (await fresh("node.js")).createVerifierSync(trust);
  for (const entry of ["inline.js", "inline.cjs"]) {
    const context = bare();
    assert.equal(vm.runInContext("typeof TextDecoder + typeof URL + typeof fetch + typeof atob", context), "undefined".repeat(4));
    vm.runInContext(bundled(entry, "iife"), context);
    context.text = JSON.stringify(trust);
    vm.runInContext("const verifier = api.createVerifierSync(JSON.parse(text));", context);
    for (const bundle of bundles) {
      context.given = JSON.stringify([read(bundle.file), check(bundle)]);
      const decided = vm.runInContext("JSON.stringify(verifier.safeCheck(...JSON.parse(given)))", context);
      assert.equal(decided, JSON.stringify(native.safeCheck(read(bundle.file), check(bundle))), bundle.file);
    }
    await vm.runInContext("api.init()", context);
  }
});

test("so does xinyi/authoring/inline", async () => {
  const { lint } = await fresh("node-authoring.js");
  for (const entry of ["inline-authoring.js", "inline-authoring.cjs"]) {
    const context = bare();
    vm.runInContext(bundled(entry, "iife"), context);
    for (const programme of ["{}", read(platform.programmes[0].file)]) {
      context.given = programme;
      assert.equal(vm.runInContext("JSON.stringify(api.lint(given))", context), JSON.stringify(lint(programme)));
    }
    await vm.runInContext("api.init()", context);
  }
});

test("xinyi and xinyi/inline are of one module", async () => {
  const entries = `import * as main from "${dist}browser.js"; import * as inline from "${dist}inline.js"; import * as authoring from "${dist}browser-authoring.js"; import { lint } from "${dist}inline-authoring.js"; export { main, inline, authoring, lint };`;
  const { outputFiles } = buildSync({ stdin: { contents: entries, resolveDir: root }, bundle: true, format: "esm", write: false });
  const path = `${folder}both.mjs`;
  writeFileSync(path, outputFiles[0].text);
  const { main, inline, authoring, lint } = await import(pathToFileURL(path));
  await inline.init();
  assertLoaded(main);
  assert.equal(main.XinyiError, inline.XinyiError);
  // Authors have another one, in each of their entries.
  assert.equal(lint("{}").errors[0].code, "programme.schema");
  assert.throws(() => authoring.lint("{}"), (error) => error instanceof main.XinyiError && error.code === "host.load");
  assert.throws(() => authoring.forecast({}), { details: { pointer: "/verifier", problem: "verifier_expected" } });
});

test("a server's bundle needs no file beside it", () => {
  for (const [entry, format, extension] of [["node.js", "esm", "mjs"], ["node.js", "cjs", "cjs"], ["node.cjs", "cjs", "cjs"]]) {
    const contents = `import { createVerifierSync } from "${dist}${entry}"; try { createVerifierSync({ root: "{}" }); } catch (error) { console.log(error.stage); }`;
    const { outputFiles } = buildSync({ stdin: { contents, resolveDir: root }, bundle: true, platform: "node", format, write: false, logLevel: "error" });
    const path = `${folder}server.${extension}`;
    writeFileSync(path, outputFiles[0].text);
    assert.equal(execFileSync("node", [path], { cwd: "/", encoding: "utf8" }), "root\n");
  }
});
