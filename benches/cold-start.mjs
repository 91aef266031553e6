// What a first visit takes: from the start of the navigation to the first decision on the page, in Chromium, with the
// processor slowed to a quarter, on a fast line and on a slow one. `make bench-cold` makes what is decided, and calls
// this: cold-start.mjs FILE. Each app is a page, a bundle of esbuild's, minified, and what it fetches, all sent as
// brotli. Each visit is in a new context, which has neither cache nor compiled code, and all take turns. COUNT is how many
// visits of each are measured, 11 by default; ONLY=name,name takes the apps whose names begin so; medians are printed.
//
// What is assembled from npm does less: its programme comes unsigned, its keys are built in where ours come with a
// signed trust list, and it knows neither versions that are not rolled back, nor the law of records, nor the days on which
// a decision ends, nor what is hidden, nor reasons and evidence, nor SM2. Both are told the time, and both verify two
// signatures, twelve disclosures and a status list of the same presentation, and apply the same six tiers.
//
// What is not measured: TLS and TCP, whose round trips are the same for all; a radio's jitter. Chromium slows the main
// thread only, not those that compile WebAssembly or verify for WebCrypto.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { availableParallelism, loadavg } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { findHost } from "../scripts/find-host.mjs";
import { median } from "./js/measure.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const count = Number(process.env.COUNT ?? 11);
const only = process.env.ONLY?.split(",");
const SLOWER = 4;
const LINES = [
  { name: "no limit" },
  { name: "1.6 Mbit/s, 150 ms", latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 },
];

const document = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { platform, programme, now, audience, nonce, keys } = document;
const [{ bound: presentation }] = document.holders;

/** What an app shows, and when: what it has written is on the page. */
const SHOW = `
  const fetched = (path) => fetch(path).then((answer) => answer.text());
  const steps = { script: performance.now() };
  const step = (name) => (steps[name] = performance.now());
  const show = (text) => {
    document.body.textContent = text;
    step("decision");
    console.log(JSON.stringify({ text, steps }));
  };
`;
const CHECK = `{ programme: ${JSON.stringify(programme.id)}, holder: ${JSON.stringify({ audience, nonce })}, now: ${now} }`;

/** As docs/integrate-web.md has it; `early` is what loads the module before anything is fetched. */
const ours = (entry, early) => `
  import { createVerifier, init } from "${entry}";
  ${SHOW}
  ${early}
  const [snapshot, presentation] = await Promise.all(["snapshot.json", "presentation.txt"].map(fetched));
  step("data");
  const verifier = await createVerifier({ root: ${JSON.stringify(platform.root)}, snapshot, now: ${now} });
  step("verifier");
  const { outcome, tier } = verifier.check(presentation, ${CHECK});
  show(outcome + " " + tier);
`;

/** The keys are built in, as the root is in ours. */
const assembled = `
  import { createStack } from "./stack.mjs";
  ${SHOW}
  const [programme, statusList, presentation] = await Promise.all(["programme.json", "status-list.jwt", "presentation.txt"].map(fetched));
  step("data");
  const keys = ${JSON.stringify(keys)};
  const check = await createStack({ keys, programme: JSON.parse(programme), audience: ${JSON.stringify(audience)}, nonce: ${JSON.stringify(nonce)}, statusList });
  step("verifier");
  const { tier } = await check(presentation, { isBound: true, now: ${now} });
  show((tier === null ? "denied " : "granted ") + tier);
`;

const SNAPSHOT = { "snapshot.json": platform.snapshot, "presentation.txt": presentation };
const MODULE = { "xinyi.wasm": readFileSync(`${root}/pkg/dist/xinyi.wasm`) };
const LISTED = { "programme.json": JSON.stringify(programme), "status-list.jwt": document.status_list, "presentation.txt": presentation };
const EARLY = "init().catch(() => undefined);";
const SLIM = 'init({ wasm: "xinyi.wasm" }).catch(() => undefined);';

/**
 * Schemas of what a type's metadata look like are most of @sd-jwt/sd-jwt-vc in a bundle, by zod. Nobody here asks for
 * metadata: who counts bytes leaves zod out by a line in the bundler's configuration, which is what this does.
 */
const withoutZod = {
  name: "without zod",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^zod$/ }, () => ({ path: "zod", namespace: "nothing" }));
    onLoad({ filter: /.*/, namespace: "nothing" }, () => ({
      contents: "const any = new Proxy(() => any, { get: () => any }); export { any as default, any as z };",
    }));
  },
};

/** `preloaded`: the page names all that the app will fetch, so that it comes beside the script. */
const APPS = [
  { name: "xinyi", code: ours("xinyi", EARLY), files: { ...SNAPSHOT, ...MODULE } },
  { name: "xinyi, init() after the snapshot", code: ours("xinyi", ""), files: { ...SNAPSHOT, ...MODULE } },
  { name: "xinyi, preloaded", code: ours("xinyi", EARLY), files: { ...SNAPSHOT, ...MODULE }, preloaded: true },
  { name: "slim", code: ours("xinyi/slim", SLIM), files: { ...SNAPSHOT, ...MODULE } },
  { name: "slim, preloaded", code: ours("xinyi/slim", SLIM), files: { ...SNAPSHOT, ...MODULE }, preloaded: true },
  { name: "inline", code: ours("xinyi/inline", EARLY), files: SNAPSHOT },
  { name: "npm", code: assembled, files: LISTED },
  { name: "npm, preloaded", code: assembled, files: LISTED, preloaded: true },
  { name: "npm without zod", code: assembled, files: LISTED, plugins: [withoutZod] },
  { name: "npm without zod, preloaded", code: assembled, files: LISTED, plugins: [withoutZod], preloaded: true },
].filter(({ name }) => !only || only.some((start) => name.startsWith(start)));
const bases = () => ["npm", "npm without zod"].map((base) => APPS.findIndex(({ name }) => name === base)).filter((i) => i >= 0);
const LEFT_OUT =
  "npm: @sd-jwt/sd-jwt-vc, WebCrypto and json-logic-js. Left out there: signed programmes and trust lists, older versions " +
  "refused, the law of records, until when a decision holds, what is hidden, reasons and evidence, SM2.";

const executablePath = findHost("chromium");
if (!executablePath) throw new Error("no Chromium here (Debian: chromium)");
const site = await serve(APPS);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"] });
try {
  await checkThrottle();
  await checkForged();
  console.log(`Chromium ${browser.version()}, processor ÷ ${SLOWER}, medians of ${count}; load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} processors`);
  for (const line of LINES) await measure(line);
  if (bases().length > 0) console.log(`\n${LEFT_OUT}`);
} finally {
  await browser.close();
  site.close();
}

async function measure(line) {
  const visits = APPS.map(() => []);
  // The first round is not counted: disks and the browser's own processes are cold in it.
  for (let round = 0; round <= count; round++) {
    for (const i of APPS.keys()) {
      // Whoever follows whom changes.
      const at = (i + round) % APPS.length;
      const found = await visit(at, line);
      if (round > 0) visits[at].push(found);
    }
  }
  print(line, visits);
}

/** One visit: when each step was done, in milliseconds from the start of the navigation, and the bytes of the bodies that came. */
async function visit(at, line) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await slowed(page);
    if (line.latency) await session.send("Network.emulateNetworkConditions", { offline: false, ...line });
    const before = site.bytes();
    const { text, steps } = await opened(page, at);
    assert.equal(text, `granted ${document.tier}`, APPS[at].name);
    return { ...steps, bytes: site.bytes() - before };
  } finally {
    await context.close();
  }
}

/** What an app says on its page. */
async function opened(page, at) {
  const said = new Promise((resolve, reject) => {
    page.on("console", (message) => (message.type() === "log" ? resolve(JSON.parse(message.text())) : reject(new Error(message.text()))));
    page.on("pageerror", reject);
  });
  const [found] = await Promise.all([said, page.goto(`${site.url}/${at}/`)]);
  return found;
}

/** All of them do verify: none decides on a presentation with another signature, of the issuer or of the holder. */
async function checkForged() {
  const forged = [/\.[^.~]{8}([^.~]*~)/, /\.[^.~]{8}([^.~]*)$/].map((signature) => presentation.replace(signature, ".AAAAAAAA$1"));
  for (const [at, { name }] of APPS.entries()) {
    for (const text of forged) {
      assert.notEqual(text, presentation);
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.route("**/presentation.txt", (route) => route.fulfill({ body: text }));
      await assert.rejects(opened(page, at), /signature|not valid|verif/i, name);
      await context.close();
    }
  }
}

async function slowed(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  return session;
}

/** That the processor is slowed at all, also after a navigation: without it the figures would be of something else. */
async function checkThrottle() {
  const loop = () => {
    const start = performance.now();
    let sum = 0;
    for (let i = 0; i < 2e7; i++) sum += i % 7;
    return [performance.now() - start, sum][0];
  };
  const times = [];
  for (const prepare of [() => undefined, slowed]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await prepare(page);
    await page.goto(`${site.url}/blank/`);
    await page.evaluate(loop);
    times.push(await page.evaluate(loop));
    await context.close();
  }
  assert.ok(times[1] > 2 * times[0], `${times[1]} ms are not much slower than ${times[0]}`);
}

function print(line, visits) {
  const of = (i, name) => visits[i].map((visit) => visit[name]).sort((a, b) => a - b);
  const medians = APPS.map((_, i) => median(of(i, "decision")));
  const head = ["first decision", "ms", "quartiles", "least–most", "KB", "script", "data", "verifier", ...bases().map((i) => `by ${APPS[i].name}`)];
  const rows = APPS.map(({ name }, i) => {
    const times = of(i, "decision");
    const at = (share) => times[Math.round(share * (times.length - 1))].toFixed(0);
    const steps = ["script", "data", "verifier"].map((step) => median(of(i, step)).toFixed(0));
    const ratios = bases().map((base) => `${(medians[i] / medians[base]).toFixed(2)} ×`);
    return [name, medians[i].toFixed(0), `${at(0.25)}–${at(0.75)}`, `${at(0)}–${at(1)}`, (median(of(i, "bytes")) / 1000).toFixed(0), ...steps, ...ratios];
  });
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  console.log(`\n${line.name}`);
  for (const row of [head, ...rows]) console.log(row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  "));
}

/** Serves each app in a folder that is named by its place; all is compressed beforehand, as far as it goes. */
async function serve(apps) {
  const files = { "/blank/": sent("", "<!doctype html>") };
  for (const [i, app] of apps.entries()) {
    for (const [name, content] of Object.entries(await built(app))) files[`/${i}/${name}`] = sent(name, content);
  }
  let bytes = 0;
  const server = createServer(({ url }, response) => {
    const file = files[url];
    bytes += file?.body.length ?? 0;
    if (file) response.writeHead(200, file.headers).end(file.body);
    else response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://localhost:${server.address().port}`, bytes: () => bytes, close: () => server.close() };
}

async function built({ code, files, plugins = [], preloaded = false }) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: `${root}/benches/js` },
    plugins,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    write: false,
    logLevel: "error",
  });
  const links = preloaded ? Object.keys(files).map((name) => `<link rel="preload" as="fetch" crossorigin href="${name}">`) : [];
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>app</title><link rel="icon" href="data:,">${links.join("")}<script type="module" src="app.js"></script><body></body></html>`;
  return { ...files, "app.js": outputFiles[0].text, "": page };
}

function sent(name, content) {
  const types = { js: "text/javascript", json: "application/json", jwt: "application/statuslist+jwt", txt: "text/plain", wasm: "application/wasm" };
  const body = brotliCompressSync(content);
  const type = types[name.split(".")[1]] ?? "text/html; charset=utf-8";
  return { body, headers: { "content-type": type, "content-encoding": "br", "content-length": body.length, "cache-control": "max-age=31536000" } };
}
