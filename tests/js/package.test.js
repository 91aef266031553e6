// The packed tarball as its users get it: what is in it, how it resolves, what its types say.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import test from "node:test";
import { root } from "./load-vectors.js";

const { version } = JSON.parse(readFileSync(`${root}pkg/package.json`, "utf8"));
const tarball = `${root}target/package/xinyi-${version}.tgz`;
const app = `${root}target/test-app/`;

rmSync(app, { recursive: true, force: true });
mkdirSync(app, { recursive: true });
cpSync(`${root}tests/js/types`, `${app}types`, { recursive: true });
writeFileSync(`${app}package.json`, '{ "private": true, "type": "module" }\n');
run("npm", "install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", tarball);

test("it holds the entries, their types, one module in two forms, the texts, the regions, and nothing else", () => {
  const files = run("tar", "-tzf", tarball).trim().split("\n").map((path) => path.replace(/^package\//, "")).sort();
  assert.deepEqual(files, [
    "LICENSE",
    "README.md",
    "dist/browser.js",
    "dist/index.d.cts",
    "dist/index.d.ts",
    "dist/messages/en.json",
    "dist/messages/zh-CN.json",
    "dist/node.cjs",
    "dist/node.js",
    "dist/package.json",
    "dist/regions.json",
    "dist/xinyi.wasm",
    "miniprogram_dist/index.d.ts",
    "miniprogram_dist/index.js",
    "miniprogram_dist/messages/en.js",
    "miniprogram_dist/messages/zh-CN.js",
    "miniprogram_dist/xinyi.wasm.br",
    "package.json",
  ]);
});

test("its version is the core's", () => {
  assert.match(readFileSync(`${root}Cargo.toml`, "utf8"), new RegExp(`^version = "${version}"$`, "m"));
});

test("installed without a network it loads as an ES module and as CommonJS", () => {
  const body = 'try { createVerifierSync({ root: "{}" }); } catch (e) { console.log(e.stage); }';
  assert.equal(run("node", "--input-type=module", "-e", `import { createVerifierSync } from "xinyi"; ${body}`), "root\n");
  assert.equal(run("node", "--input-type=commonjs", "-e", `const { createVerifierSync } = require("xinyi"); ${body}`), "root\n");
});

test("its texts and its module are entries of their own", () => {
  const code = 'const r = (n) => require.resolve(n); console.log(Object.keys(require("xinyi/messages/en.json")).join(), r("xinyi/messages/zh-CN.json") !== "", r("xinyi/xinyi.wasm") !== "")';
  assert.equal(run("node", "--input-type=commonjs", "-e", code), "errors,claims,reasons,codes,notices true true\n");
});

test("the table of regions is an entry of its own", () => {
  const code = 'const { regions } = require("xinyi/regions.json"); console.log(Object.keys(regions).length, regions["310103"].join())';
  assert.equal(run("node", "--input-type=commonjs", "-e", code), "7222 卢湾区,,2011\n");
});

test("importing it without using it costs a bundle nothing", async () => {
  const { buildSync } = await import("esbuild");
  const { outputFiles } = buildSync({
    stdin: { contents: 'import "xinyi"; console.log(1);', resolveDir: app },
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  assert.ok(outputFiles[0].text.length < 100, outputFiles[0].text.slice(0, 200));
});

for (const [name, module, resolution] of [
  ["Node's resolution", "NodeNext", "NodeNext"],
  ["a bundler's resolution", "Preserve", "Bundler"],
]) {
  test(`its types hold under ${name}`, () => {
    compile("--module", module, "--moduleResolution", resolution);
  });
}

test("the types' own tests can fail", () => {
  const usage = `${app}types/usage.ts`;
  const source = readFileSync(usage, "utf8");
  writeFileSync(usage, source.replace('holder: "unbound", now', 'holder: "nobody", now'));
  assert.throws(() => compile(), /TS2322/);
  writeFileSync(usage, source);
});

test("publint has nothing to say", () => {
  run("node", `${root}node_modules/publint/src/cli.js`, "run", tarball, "--strict");
});

test("its types are resolved rightly by ES modules, CommonJS and bundlers", () => {
  run("node", `${root}node_modules/@arethetypeswrong/cli/dist/index.js`, tarball, "--profile", "node16", "--exclude-entrypoints", "xinyi.wasm", "--no-color", "--no-emoji");
});

function compile(...flags) {
  return run("node", `${root}node_modules/typescript/bin/tsc`, "--project", "types", ...flags);
}

function run(command, ...args) {
  try {
    return execFileSync(command, args, { cwd: app, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw new Error(`${command} ${args.join(" ")}\n${error.stdout}${error.stderr}`);
  }
}
