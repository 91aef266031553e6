// The packed tarball as its users get it: what is in it, how it resolves, what its types say.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import test from "node:test";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { buildSync } from "esbuild";
import { loadVectors, root } from "./load-vectors.js";
import { offline } from "./offline.js";

const { version } = JSON.parse(readFileSync(`${root}pkg/package.json`, "utf8"));
const tarball = `${root}target/package/xinyi-${version}.tgz`;
const app = `${root}target/test-app/`;

rmSync(app, { recursive: true, force: true });
mkdirSync(app, { recursive: true });
cpSync(`${root}tests/js/types`, `${app}types`, { recursive: true });
writeFileSync(`${app}package.json`, '{ "private": true, "type": "module" }\n');
run("npm", "install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", tarball);

const library = readdirSync(`${root}src/programme/builtin`);
/** The programmes that mini-programs get. */
const small = library.filter((name) => !/^(index|certificate\..*|.*\.cases)\.json$/.test(name));

test("it holds the entries, their types, four modules (three of them also as text), the texts, the commitments, the programmes, the schemas, the regions, and nothing else", () => {
  const files = run("tar", "-tzf", tarball).trim().split("\n").map((path) => path.replace(/^package\//, ""));
  const programmes = [...library.map((name) => `dist/programmes/${name}`), ...small.map((name) => `miniprogram_dist/programmes/${name.slice(0, -2)}`)];
  assert.deepEqual(files.filter((name) => name.includes("/programmes/")).sort(), programmes.sort());
  assert.deepEqual(files.filter((name) => !name.includes("/programmes/")).sort(), [
    "LICENSE",
    "README.md",
    "README.zh-CN.md",
    "dist/authoring-module.cjs",
    "dist/authoring.d.cts",
    "dist/authoring.d.ts",
    "dist/authoring.wasm",
    "dist/browser-authoring.js",
    "dist/browser.js",
    "dist/commitments/approval_replacing.json",
    "dist/commitments/credit_repair.json",
    "dist/commitments/industry_self_discipline.json",
    "dist/commitments/proof_item.json",
    "dist/commitments/self_publicised.json",
    "dist/demo.js",
    "dist/edge-authoring-module.js",
    "dist/edge-authoring.js",
    "dist/edge-testing.js",
    "dist/edge-xinyi-module.js",
    "dist/edge.js",
    "dist/index.d.cts",
    "dist/index.d.ts",
    "dist/inline-authoring.cjs",
    "dist/inline-authoring.js",
    "dist/inline-module.cjs",
    "dist/inline-testing.cjs",
    "dist/inline-testing.js",
    "dist/inline.cjs",
    "dist/inline.js",
    "dist/law.json",
    "dist/letter.cjs",
    "dist/letter.d.cts",
    "dist/letter.d.ts",
    "dist/letter.js",
    "dist/messages/en.json",
    "dist/messages/zh-CN.json",
    "dist/node-authoring.cjs",
    "dist/node-authoring.js",
    "dist/node-module.cjs",
    "dist/node-shared.cjs",
    "dist/node-shared.js",
    "dist/node-slim.cjs",
    "dist/node-slim.js",
    "dist/node-testing.cjs",
    "dist/node-testing.js",
    "dist/node.cjs",
    "dist/node.js",
    "dist/package.json",
    "dist/regions.json",
    "dist/schemas/cases.json",
    "dist/schemas/credit-status.json",
    "dist/schemas/facts.json",
    "dist/schemas/law-edition.json",
    "dist/schemas/market-credit.json",
    "dist/schemas/programme.json",
    "dist/slim.cjs",
    "dist/slim.d.cts",
    "dist/slim.d.ts",
    "dist/slim.js",
    ...["alipay", "ascf", "dd", "h5", "harmony-hybrid", "iot", "jd", "kwai", "lark", "qq", "quickapp", "qywx", "swan", "tt", "weapp", "xhs"].flatMap((host) => [`dist/taro/${host}.js`, `dist/taro/authoring-${host}.js`]).sort(),
    "dist/testing-module.cjs",
    "dist/testing.d.cts",
    "dist/testing.d.ts",
    "dist/testing.wasm",
    "dist/texts.cjs",
    "dist/texts.js",
    "dist/web-shared.cjs",
    "dist/web-shared.js",
    "dist/webpack-authoring.js",
    "dist/webpack.cjs",
    "dist/webpack.js",
    "dist/workerd-authoring.js",
    "dist/workerd-testing.js",
    "dist/workerd.js",
    "dist/xinyi.wasm",
    "dist/xinyi.wasm.br",
    "miniprogram_dist/index.d.ts",
    "miniprogram_dist/index.js",
    "miniprogram_dist/letter.d.ts",
    "miniprogram_dist/letter.js",
    "miniprogram_dist/messages/en.js",
    "miniprogram_dist/messages/zh-CN.js",
    "miniprogram_dist/xinyi.d.ts",
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

/** An app that forecasts by the verifier's module, and looks through a programme by another. */
const body = `
  const instances = [];
  const Instance = WebAssembly.Instance;
  WebAssembly.Instance = function (...given) { return instances.push(1), new Instance(...given); };
  const { platform, vector } = JSON.parse(readFileSync("vector.json", "utf8"));
  const verifier = createVerifierSync({ ...platform, ...vector.create });
  const then = forecast(verifier, vector.bundle, { ...vector.check, at: vector.check.now + 86_400 });
  console.log(verifier.check(vector.bundle, vector.check).outcome, then.outcome, then.evidence.projection);
  try { forecast({ ...verifier }, vector.bundle, {}); } catch (e) { console.log(e instanceof XinyiError, e.code, e.details.pointer); }
  console.log(instances.length);
  console.log(lint("{}").errors[0].code, lint("{}").warnings.length);
  try { lint("{"); } catch (e) { console.log(e instanceof XinyiError, e.code); }
  console.log(instances.length);
`;
const lines = "granted granted true\ntrue input.options /verifier\n1\nprogramme.schema 0\ntrue format.json\n2\n";

test("a forecast is by the module of its verifier, lint by its own, and errors are of one class; as ES modules and as CommonJS", () => {
  const { platform, ...vector } = loadVectors().find(({ name }) => name === "outcome/first-tier");
  writeFileSync(`${app}vector.json`, JSON.stringify({ platform, vector }));
  const names = ["createVerifierSync, XinyiError", "lint, forecast", "readFileSync"];
  const from = ["xinyi", "xinyi/authoring", "node:fs"];
  const imports = names.map((name, i) => `import { ${name} } from "${from[i]}";`).join("");
  const requires = names.map((name, i) => `const { ${name} } = require("${from[i]}");`).join("");
  assert.equal(run("node", "--input-type=module", "-e", imports + body), lines);
  assert.equal(run("node", "--input-type=commonjs", "-e", requires + body), lines);
});

test("its texts, its schemas and its modules are entries of their own", () => {
  const code = 'const r = (n) => require.resolve(n); console.log(Object.keys(require("xinyi/messages/en.json")).join(), r("xinyi/messages/zh-CN.json") !== "", r("xinyi/xinyi.wasm") !== "", r("xinyi/xinyi.wasm.br") !== "", r("xinyi/authoring.wasm") !== "", require("xinyi/schemas/programme.json").type, require("xinyi/schemas/facts.json").$id)';
  assert.equal(run("node", "--input-type=commonjs", "-e", code), "errors,problems,parts,additions,claims,things,kinds,units,reasons,codes,formats,outcomes,letter,plan,benefits,fields,periods,grounds,actions,duties,warnings,contact,notices true true true true object urn:xinyi:schema:facts:1\n");
});

test("each programme of the library is an entry of its own, and so are its cases and the index", () => {
  const code = `for (const name of ${JSON.stringify(library)}) console.log(JSON.stringify(require("xinyi/programmes/" + name)))`;
  const documents = library.map((name) => `${JSON.stringify(JSON.parse(readFileSync(`${root}src/programme/builtin/${name}`, "utf8")))}\n`);
  assert.equal(run("node", "--input-type=commonjs", "-e", code), documents.join(""));
});

test("for mini-programs the same programmes are modules", () => {
  assert.ok(small.length > 20);
  for (const name of small) {
    const module = `${app}node_modules/xinyi/miniprogram_dist/programmes/${name.slice(0, -2)}`;
    const code = `console.log(JSON.stringify(require(${JSON.stringify(module)})))`;
    const programme = JSON.parse(readFileSync(`${root}src/programme/builtin/${name}`, "utf8"));
    assert.equal(run("node", "--input-type=commonjs", "-e", code), `${JSON.stringify(programme)}\n`);
  }
});

test("the table of regions is an entry of its own", () => {
  const code = 'const { regions } = require("xinyi/regions.json"); console.log(Object.keys(regions).length, regions["310103"].join())';
  assert.equal(run("node", "--input-type=commonjs", "-e", code), "7237 卢湾区,,2011\n");
});

test("the law that is built in is an entry of its own, for records of decisions", () => {
  const code = 'const { edition, version } = require("xinyi/law.json"); console.log(JSON.stringify({ edition, version }))';
  const { edition, version } = JSON.parse(readFileSync(`${root}src/law/edition.json`, "utf8"));
  assert.equal(run("node", "--input-type=commonjs", "-e", code), `${JSON.stringify({ edition, version })}\n`);
});

function demo(args, env = {}) {
  writeFileSync(`${app}offline.cjs`, offline);
  const options = { cwd: app, encoding: "utf8", env: { PATH: process.env.PATH, LANG: "en_GB.UTF-8", ...env } };
  return spawnSync("node", ["--require", "./offline.cjs", "node_modules/.bin/xinyi-demo", ...args], options);
}

test("xinyi-demo decides in the language of the machine, without a network, with new keys each time", () => {
  const words = {
    "zh-CN": ["zh_CN.UTF-8", "信易演示（", "结果：符合条件。", "结果：不符合条件。", "修复途径：", "结果：暂时无法判断。", "结果：未通过核验（status.invalid）\n  该信用凭证已被签发方撤销"],
    en: ["C", "A demo of xinyi (", "Result: Granted.", "Result: Not granted.", "Result: Undetermined.", "Result: not verified (status.invalid)\n  The bundle was revoked"],
  };
  for (const [language, [locale, ...parts]] of Object.entries(words)) {
    for (const { status, stdout, stderr } of [demo([], { LC_ALL: locale }), demo(["--lang", language])]) {
      assert.deepEqual([status, stderr], [0, ""]);
      for (const part of parts) assert.ok(stdout.includes(part), `${part}\n${stdout}`);
      assert.doesNotMatch(stdout, /undefined|\?\?|\{[a-z_]+\}/);
    }
  }
  const roots = [1, 2].map(() => JSON.parse(demo(["--json", "--all"]).stdout));
  assert.notDeepEqual(...roots.map(({ results }) => results[0].decision.evidence.bundles));
  for (const { demo, results } of roots) {
    assert.equal(demo, true);
    assert.equal(results.length, 28);
    for (const { ok, decision, error } of results) assert.ok(ok ? decision.evidence.demo && decision.reasons.length > 0 : error.message);
  }
  // With what everything else is a wallet's.
  assert.deepEqual(JSON.parse(demo(["--json", "firm-loan"]).stdout).results.map(({ wallet, decision }) => [wallet, decision.tier]), [["firm-loan", "a"]]);
});

test("xinyi-demo says what it does not understand", () => {
  for (const [args, said] of [[["--what"], /--what[^]*Usage: /], [["--lang", "fr"], /fr.*zh-CN, en/], [["--lang", "constructor"], /constructor.*zh-CN, en/], [["nobody"], /nobody.*zhang-gold/]]) {
    const { status, stdout, stderr } = demo(args);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, said);
  }
  assert.match(demo(["--help"]).stdout, /^Usage: xinyi-demo/);
});

function bundled(contents) {
  const { outputFiles } = buildSync({ stdin: { contents, resolveDir: app }, bundle: true, format: "esm", write: false, logLevel: "silent" });
  return outputFiles[0].text;
}

test("importing it without using it costs a bundle nothing", () => {
  const text = bundled('import "xinyi"; import "xinyi/authoring"; console.log(1);');
  assert.ok(text.length < 100, text.slice(0, 200));
});

/** What a page's bundle of this code takes, compressed. */
function weight(contents) {
  const { outputFiles } = buildSync({ stdin: { contents, resolveDir: app }, bundle: true, minify: true, format: "esm", charset: "utf8", write: false });
  return { text: outputFiles[0].text, size: brotliCompressSync(outputFiles[0].contents).length };
}
/** Something that only the texts of one language have. */
const WORDS = { "zh-CN": /模块尚未加载/, en: /The module is not loaded yet/ };
const spoken = (text) => Object.keys(WORDS).filter((language) => WORDS[language].test(text));

test("all of its own code is at most 12 KB with brotli in a page's bundle, and texts are those that an app asks for", (t) => {
  const slim = weight('export * from "xinyi/slim";');
  t.diagnostic(`code of the package: ${slim.text.length} characters raw, ${slim.size} bytes brotli`);
  assert.ok(slim.size <= 12_000, `${slim.size} bytes`);
  assert.deepEqual(spoken(slim.text), []);
  const both = weight('export * from "xinyi";');
  assert.deepEqual(spoken(both.text), ["zh-CN", "en"]);
  for (const language of ["zh-CN", "en"]) {
    const one = weight(`export * from "xinyi/slim"; export { default as texts } from "xinyi/messages/${language}.json";`);
    assert.deepEqual(spoken(one.text), [language]);
    assert.ok(one.size < both.size - 10_000, `${language}: ${one.size} of ${both.size} bytes`);
  }
});

/** What of it is there. A whole bundle is no message for a person. */
const has = (text, what) => what.exec(text)?.[0];

test("whoever imports one function gets no others with it, and neither texts nor a module", () => {
  for (const [contents, most] of [
    ['export { isXinyiError } from "xinyi";', 200],
    ['export { keyValueStorage } from "xinyi";', 600],
    ['export { indexedDbStorage } from "xinyi/inline";', 900],
    ['export { XinyiError } from "xinyi/slim";', 600],
  ]) {
    const { text, size } = weight(contents);
    assert.deepEqual(spoken(text), [], contents);
    assert.equal(has(text, /\.wasm|WebAssembly|presentation_request/), undefined, contents);
    assert.ok(size <= most, `${contents} ${size} bytes`);
  }
  // All of a verifier is one object, and that of authors another.
  assert.equal(has(weight('export { createVerifier } from "xinyi/slim";').text, /onupgradeneeded|getStorageSync|render_programme/), undefined);
  assert.equal(has(weight('export { init, lint } from "xinyi/authoring";').text, /presentation_request|\.\/xinyi\.wasm/), undefined);
});

test("the module compressed is the module", () => {
  const [raw, packed] = ["xinyi.wasm", "xinyi.wasm.br"].map((name) => readFileSync(`${app}node_modules/xinyi/dist/${name}`));
  assert.deepEqual(brotliDecompressSync(packed), raw);
});

test("in a bundle, too, what is of one module is so, and what is used alone carries nothing of the other", () => {
  const main = 'import { createVerifier } from "xinyi"; createVerifier({});';
  const forecast = 'import { forecast } from "xinyi/authoring"; forecast({});';
  const lint = 'import { init, lint } from "xinyi/authoring"; init().then(() => lint({}));';
  const parts = [/\bVerifier = class\b/g, /function createForecast\(/g, /function createAuthoring\(/g, /new URL\("\.\/\w+\.wasm"/g];
  for (const [contents, expected] of [
    [main, [1, 0, 0, 1]],
    [forecast, [1, 1, 0, 0]],
    [main + forecast, [1, 1, 0, 1]],
    [lint, [0, 0, 1, 1]],
    [main + forecast + lint, [1, 1, 1, 2]],
  ]) {
    const text = bundled(contents);
    assert.deepEqual(parts.map((part) => [...text.matchAll(part)].length), expected, contents);
  }
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
  const change = (file, from, to) => {
    const path = `${app}${file}`;
    const source = readFileSync(path, "utf8");
    assert.ok(source.includes(from));
    writeFileSync(path, source.replace(from, to));
    return () => writeFileSync(path, source);
  };
  const refused = change("types/usage.ts", 'holder: "unbound", now', 'holder: "nobody", now');
  assert.throws(() => compile(), /TS2322/);
  refused();
  // Were a trial a decision, what is expected to be an error would be none.
  const same = change("node_modules/xinyi/dist/authoring.d.ts", "Trial = Unverified<TrialEvidence>", "Trial = Decision");
  assert.throws(() => compile(), /authoring\.ts.*TS2578/);
  same();
  compile();
});

test("publint has nothing to say", () => {
  run("node", `${root}node_modules/publint/src/cli.js`, "run", tarball, "--strict");
});

test("its types are resolved rightly by ES modules, CommonJS and bundlers", () => {
  run("node", `${root}node_modules/@arethetypeswrong/cli/dist/index.js`, tarball, "--profile", "node16", "--exclude-entrypoints", "authoring.wasm", "xinyi.wasm", "xinyi.wasm.br", "--no-color", "--no-emoji");
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
