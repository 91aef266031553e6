// The mini-program entry in JavaScriptCore, the engine of iOS, with its compilers and without.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import test from "node:test";
import { brotliDecompressSync } from "node:zlib";
import { findHost } from "../../scripts/find-host.mjs";
import { runnerScript } from "./device.js";
import { countVectors, loadVectors, root } from "./load-vectors.js";

const jsc = findHost("jsc");
const folder = `${root}target/jsc/`;
const skip = jsc || process.env.CI === "true" ? false : "no JavaScriptCore shell here (Debian: libjavascriptcoregtk-4.0-bin)";

for (const [name, flags] of [["", []], [" without JIT", ["--useJIT=0"]]]) {
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

/** One script: the package's files as a host would wrap them, the vectors, and a host's object. */
function write() {
  const dist = `${root}pkg/miniprogram_dist/`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}xinyi.wasm`, brotliDecompressSync(readFileSync(`${dist}xinyi.wasm.br`)));
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
