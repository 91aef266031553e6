// JavaScriptCore, the engine of iOS, with its compilers and without: the mini-program entry, and what xinyi/authoring
// is made of, as Safari has it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import test from "node:test";
import { brotliDecompressSync } from "node:zlib";
import { build } from "esbuild";
import { findHost } from "../../scripts/find-host.mjs";
import { countCases, loadCases } from "./authoring-cases.js";
import { runnerScript } from "./device.js";
import { countVectors, loadVectors, root } from "./load-vectors.js";

const jsc = findHost("jsc");
const folder = `${root}target/jsc/`;
const skip = jsc || process.env.CI === "true" ? false : "no JavaScriptCore shell here (Debian: libjavascriptcoregtk-4.0-bin)";

// Where it compiles beside what runs, 2.50.6 computes wrongly about once in seventy runs: a trap that there is
// not, or a revoked bundle granted. SECURITY.md says so. This test is not for finding it.
const IN_TURN = "--useConcurrentJIT=0";

for (const [name, flags] of [["", [IN_TURN]], [" without JIT", ["--useJIT=0"]]]) {
  test(`vectors in JavaScriptCore${name}`, { skip }, (t) => {
    assert.ok(jsc, "no JavaScriptCore shell here");
    write();
    const output = execFileSync(jsc, [...flags, `${folder}run.js`], { encoding: "utf8", maxBuffer: 1 << 26 });
    const { ran, problems, lacks } = JSON.parse(output);
    assert.equal(problems.join("\n"), "");
    assert.equal(ran, countVectors());
    assert.deepEqual(lacks, ["TextDecoder", "TextEncoder", "crypto", "fetch"]);
    t.diagnostic(`${ran} vectors`);
  });
}

test("lints, trials and forecasts in JavaScriptCore", { skip }, async (t) => {
  assert.ok(jsc, "no JavaScriptCore shell here");
  const cases = loadCases("test-authoring-jsc");
  writeModule();
  writeFileSync(`${folder}authoring.js`, await authoringScript(cases));
  const output = execFileSync(jsc, [IN_TURN, `${folder}authoring.js`], { encoding: "utf8", maxBuffer: 1 << 26 });
  const { ran, problems } = JSON.parse(output);
  assert.equal(problems.join("\n"), "");
  assert.equal(ran, countCases(cases));
  t.diagnostic(`${ran} cases`);
});

/** The package's own code for a host without a codec; no entry has all of this for such a one. */
async function authoringScript(cases) {
  const source = `
    import { createApi } from "./api";
    import { createAuthoring } from "./authoring-api";
    import { assemble } from "./engine";
    import { isXinyiError } from "./error";
    import { createForecast } from "./forecast";
    import { createGlue } from "./glue";
    import { Utf8Decoder, Utf8Encoder } from "./utf8";
    import en from "../../src/messages/en.json";
    import zh from "../../src/messages/zh-CN.json";
    import { runAuthoring } from "../../tests/js/run-authoring.js";

    const loadSync = (createGlue, path) => {
      const assembly = assemble(createGlue, { TextDecoder: Utf8Decoder, TextEncoder: Utf8Encoder });
      return assembly.finish(new WebAssembly.Instance(new WebAssembly.Module(readFile(path, "binary")), assembly.imports).exports);
    };
    const texts = { "zh-CN": zh, en };
    const host = { load: (createGlue, options, path) => loadSync(createGlue, path), loadSync, languages: () => texts };
    const api = createApi(host, createGlue);
    const entry = api.with(${JSON.stringify(`${folder}xinyi.wasm`)}, texts);
    const authoring = createAuthoring(host, ${JSON.stringify(`${root}pkg/dist/authoring.wasm`)}, texts);
    const cases = JSON.parse(${JSON.stringify(JSON.stringify(cases))});
    print(JSON.stringify(runAuthoring({ ...entry, isXinyiError }, { ...authoring, forecast: createForecast(api) }, cases)));
  `;
  const made = { "./glue": "module", "./authoring-glue": "authoring-module" };
  const glue = { name: "glue", setup: ({ onResolve }) => void onResolve({ filter: /^\.\/(authoring-)?glue$/ }, ({ path }) => ({ path: `${root}target/${made[path]}/glue.js` })) };
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: `${root}pkg/src` },
    plugins: [glue],
    bundle: true,
    format: "iife",
    target: "es2020",
    write: false,
  });
  return outputFiles[0].text;
}

function writeModule() {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}xinyi.wasm`, brotliDecompressSync(readFileSync(`${root}pkg/miniprogram_dist/xinyi.wasm.br`)));
}

/** One script: the package's files as a host would wrap them, the vectors, and a host's object. */
function write() {
  const dist = `${root}pkg/miniprogram_dist/`;
  writeModule();
  const files = ["index.js", "messages/en.js", "messages/zh-CN.js"];
  const modules = files.map((file) => `${JSON.stringify(`./${file}`)}: function (require, module, exports) {${readFileSync(dist + file, "utf8")}\n}`);
  writeFileSync(
    `${folder}run.js`,
    `"use strict";
${runnerScript()}
const modules = {${modules.join(",\n")}};
const loaded = {};
function require(path) {
  if (!loaded[path]) {
    loaded[path] = { exports: {} };
    modules[path](require, loaded[path], loaded[path].exports);
  }
  return loaded[path].exports;
}
const host = {
  instantiate(path, imports) {
    if (path !== "/miniprogram_npm/xinyi/xinyi.wasm.br") throw new Error(path);
    return WebAssembly.instantiate(readFile(${JSON.stringify(`${folder}xinyi.wasm`)}, "binary"), imports);
  },
};
const lacks = ["TextDecoder", "TextEncoder", "crypto", "fetch"].filter((name) => typeof globalThis[name] === "undefined");
const api = require("./index.js");
api.init({ host }).then(function () {
  const { ran, problems } = runner.runVectors(api, JSON.parse(${JSON.stringify(JSON.stringify(loadVectors()))}));
  print(JSON.stringify({ ran, problems, lacks }));
}).catch(function (error) {
  print(JSON.stringify({ ran: 0, problems: [String(error) + "\\n" + error.stack], lacks }));
});
`,
  );
}
