// The finished WebAssembly module: what it needs of a host, what it holds, how large it is.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import test from "node:test";
import { brotliCompressSync, brotliDecompressSync, gzipSync } from "node:zlib";
import wabt from "wabt";
import { root } from "./load-vectors.js";

const require = createRequire(import.meta.url);
const bytes = readFileSync(`${root}pkg/dist/xinyi.wasm`);
/** The one for Node, which is of the same source. */
const both = { "xinyi.wasm": bytes, "xinyi.node.wasm": readFileSync(`${root}target/module/xinyi.node.wasm`) };
/** The one for authors, which is another. */
const authoring = readFileSync(`${root}pkg/dist/authoring.wasm`);
const compressed = readFileSync(`${root}pkg/miniprogram_dist/xinyi.wasm.br`);
// Kept from growing.
const budget = 223 * 1000;

test("it validates with every feature after WebAssembly 1.0 switched off", async () => {
  const tools = await wabt();
  const off = Object.fromEntries(Object.keys(tools.FEATURES).map((name) => [name, false]));
  assert.ok("sign_extension" in off && "bulk_memory" in off && "reference_types" in off);
  tools.readWasm(bytes, off).validate(off);
  // The gate does close.
  const later = tools.parseWat("later.wat", "(module (func (param i32) (result i32) local.get 0 i32.extend8_s))").toBinary({}).buffer;
  assert.throws(() => tools.readWasm(later, off).validate(off));
});

test("it exports functions and its memory, and no global", () => {
  for (const module of Object.values(both).map((bytes) => new WebAssembly.Module(bytes))) {
    for (const { name, kind } of WebAssembly.Module.exports(module)) {
      assert.ok(kind === "function" || (kind === "memory" && name === "memory"), `${name} is a ${kind}`);
    }
  }
});

test("it exports no symbol of ring's", () => {
  const names = Object.values(both).flatMap((bytes) => WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map(({ name }) => name));
  assert.deepEqual(names.filter((name) => !/^(memory|__wb.*|verifier_.*|prepare|finish|read_request|to_qr|from_qr|prepare_commitment|finish_commitment|version)$/.test(name)), []);
});

test("it imports wasm-bindgen's plumbing and nothing else, least of all random numbers; in Node, who verifies", () => {
  const [small, node] = Object.values(both).map((bytes) => WebAssembly.Module.imports(new WebAssembly.Module(bytes)));
  const asked = node.splice(node.findIndex(({ module: from }) => from === "xinyi_host"), 1);
  assert.deepEqual(asked, [{ module: "xinyi_host", name: "verify_es256", kind: "function" }]);
  for (const { module: from, name, kind } of [...small, ...node]) {
    assert.equal(from, "./xinyi_bg.js");
    assert.equal(kind, "function", name);
    // Objects, arrays, texts and numbers of replies; `JSON.stringify` of options; what is thrown.
    assert.match(name, /^(__wbg_(set|new|stringify|length|Error|__wbindgen_(string_get|is_string|throw))_[0-9a-f]+|__wbindgen_(object_(drop|clone)_ref|generic_[0-9]+))$/);
  }
});

test("it holds nothing of this machine, and nothing that was to stay out", () => {
  const text = [...Object.values(both), authoring].map((bytes) => bytes.toString("latin1")).join();
  for (const needle of [root, `${homedir()}/.`, "/.cargo/", "/home/", "/Users/"]) assert.ok(!text.includes(needle), needle);
  // Where panics name their source, they name it by no folder of this machine.
  for (const [path] of text.matchAll(/[\w./-]*\/src\/[\w./-]+\.rs/g)) assert.match(path, /^\/(cargo|rust|rustc|xinyi)\/|^src\//);
  for (const [needle, why] of [
    ["src/flt2dec", "formatting of binary floating point"],
    ["src/fmt/float", "formatting of binary floating point"],
    ["src/dec2flt", "parsing of binary floating point"],
    ["invalid float literal", "parsing of binary floating point"],
    ["/regex-", "a regular expression engine"],
    ["/clap", "the command line"],
    ["getRandomValues", "random numbers"],
    ["randomFillSync", "random numbers"],
  ]) {
    assert.ok(!text.includes(Buffer.from(needle).toString("latin1")), `${JSON.stringify(needle)}: ${why}`);
  }
});

test("the texts are outside it, as files of the package", () => {
  const { errors, codes } = JSON.parse(readFileSync(`${root}pkg/dist/messages/zh-CN.json`, "utf8"));
  const texts = [...Object.values(errors), ...Object.values(codes)].map((text) => text.split("{")[0]).filter((text) => text.length > 5);
  assert.ok(texts.length > 30);
  for (const text of texts) assert.ok(!bytes.includes(text), text);
});

test("the file for mini-programs is the same module, and so is what entries have inside", () => {
  assert.ok(brotliDecompressSync(compressed).equals(bytes));
  const inside = (name) => Buffer.from(require(`${root}pkg/dist/${name}-module.cjs`), "base64");
  assert.ok(inside("inline").equals(bytes));
  assert.ok(brotliDecompressSync(inside("node")).equals(both["xinyi.node.wasm"]));
});

test(`it is at most ${budget / 1000} KB with brotli`, (t) => {
  t.diagnostic(`wasm: ${bytes.length} bytes raw, ${gzipSync(bytes, { level: 9 }).length} gzip, ${compressed.length} brotli`);
  assert.ok(compressed.length <= budget, `${compressed.length} bytes`);
});

test("the one for authors signs nothing, verifies what is compared alone, and imports how to throw alone", (t) => {
  const module = new WebAssembly.Module(authoring);
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  assert.deepEqual(names.filter((name) => !/^(memory|__.*|ring_core_.*)$/.test(name)).sort(), ["compare", "from_table", "identify", "lint", "render_programme", "test_programme", "to_table", "try_programme"]);
  assert.deepEqual(WebAssembly.Module.imports(module).map(({ name }) => name.replace(/_[0-9a-f]+$/, "")), ["__wbg___wbindgen_throw"]);
  assert.ok(Buffer.from(require(`${root}pkg/dist/authoring-module.cjs`), "base64").equals(authoring));
  t.diagnostic(`wasm: for authors ${authoring.length} bytes raw, ${gzipSync(authoring, { level: 9 }).length} gzip, ${brotliCompressSync(authoring).length} brotli`);
});
