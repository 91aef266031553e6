// Pages under the policy that the docs name, and the module as the docs have servers send it, in real browsers.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { buildSync } from "esbuild";
import { createPlatform } from "xinyi/testing";
import { root } from "../js/load-vectors.js";
import { testInEach } from "./harness.js";

const folder = `${root}target/test-policy/`;
const dist = `${root}pkg/dist/`;
const pages = ["docs/integrate-web.md", "docs/integrate-web.zh-CN.md"];
const [policy, ...others] = pages.map((page) => /^```http\nContent-Security-Policy: (.*)\n```$/m.exec(readFileSync(`${root}${page}`, "utf8"))[1]);
const PLATFORM = "https://credit.city.example";

const platform = await createPlatform();
const holder = { audience: "https://app.example", nonce: "bm9uY2Ugb2Ygb25jZQ" };
const { programme, request } = platform.wallet("zhang-gold");
const given = JSON.stringify({ root: platform.root, presentation: platform.wallet("zhang-gold").present(holder), check: { programme, request, holder, now: platform.now } });

/** An app as one has it: a script of its own, a snapshot from elsewhere, and nothing inline. */
const app = (entry, wasm) => `
  import { createVerifier, init } from "${entry}";
  const { root, presentation, check } = ${given};
  const ready = init(${wasm ? `{ wasm: "${wasm}" }` : ""});
  ready.catch(() => undefined);
  globalThis.outcome = (async () => {
    const snapshot = await fetch(new URLSearchParams(location.search).get("snapshot")).then((answer) => answer.text());
    await ready;
    const verifier = await createVerifier({ root, snapshot, now: check.now, allowDemoRoot: true });
    return verifier.check(presentation, check).outcome;
  })().catch((error) => (error.code ? error.code + " " + error.details.problem : error.name));
`;

/** A server of these files: `{ path: [type, body, headers] }`. */
async function served(files) {
  const server = createServer((request, response) => {
    const file = files[new URL(request.url, "http://localhost").pathname];
    if (!file) return response.writeHead(404).end();
    const [type, body, headers] = file;
    return response.writeHead(200, { "content-type": type, ...headers }).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://localhost:${server.address().port}`, close: () => server.close() };
}

function built(entry, wasm) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { outputFiles } = buildSync({ stdin: { contents: app(entry, wasm), resolveDir: root }, bundle: true, format: "esm", write: false, logLevel: "error" });
  return outputFiles[0].text;
}

const html = '<!doctype html><meta charset="utf-8"><title>xinyi</title><link rel="icon" href="data:,"><script type="module" src="app.js"></script>';

/** What comes of an app whose page has this policy; `{}` stands for the platform's origin. */
async function outcomeUnder(inBrowser, csp, { entry = "xinyi", wasm, module = ["application/wasm", readFileSync(`${dist}xinyi.wasm`)] } = {}) {
  const credit = await served({ "/snapshot.json": ["application/json", platform.snapshot(), { "access-control-allow-origin": "*" }] });
  const headers = csp && { "content-security-policy": csp.replaceAll(PLATFORM, credit.url) };
  const site = await served({ "/": ["text/html", html, headers], "/app.js": ["text/javascript", built(entry, wasm)], "/xinyi.wasm": module, "/xinyi.wasm.br": module });
  try {
    let outcome;
    await inBrowser({ "/": folder }, "/", async (page) => {
      await page.goto(`${site.url}/?snapshot=${encodeURIComponent(`${credit.url}/snapshot.json`)}`);
      outcome = await page.evaluate(() => globalThis.outcome);
    });
    return outcome;
  } finally {
    credit.close();
    site.close();
  }
}

const without = (part) => {
  assert.ok(policy.includes(part), part);
  return policy.replace(part, "");
};

testInEach("both pages name one policy, and a page decides under it", async (inBrowser) => {
  for (const other of others) assert.equal(other, policy);
  assert.equal(await outcomeUnder(inBrowser, policy), "granted");
  assert.equal(await outcomeUnder(inBrowser, policy, { entry: "xinyi/inline" }), "granted");
  assert.equal(await outcomeUnder(inBrowser, policy, { entry: "xinyi/slim", wasm: "/xinyi.wasm" }), "granted");
});

testInEach("each of the three that it names is needed", async (inBrowser) => {
  assert.equal(await outcomeUnder(inBrowser, without(" 'wasm-unsafe-eval'")), "host.load wasm_forbidden");
  assert.equal(await outcomeUnder(inBrowser, policy.replace("connect-src 'self'", "connect-src")), "host.load fetch_failed");
  assert.equal(await outcomeUnder(inBrowser, without(` ${PLATFORM}`)), "TypeError");
  // Inside, nothing is fetched but the snapshot.
  assert.equal(await outcomeUnder(inBrowser, policy.replace("connect-src 'self'", "connect-src"), { entry: "xinyi/inline" }), "granted");
});

testInEach("the module compressed beforehand, as a server sends it, and as one sends it that does not say so", async (inBrowser) => {
  const packed = readFileSync(`${dist}xinyi.wasm.br`);
  const slim = (type, headers) => ({ entry: "xinyi/slim", wasm: "/xinyi.wasm.br", module: [type, packed, headers] });
  assert.equal(await outcomeUnder(inBrowser, undefined, slim("application/wasm", { "content-encoding": "br" })), "granted");
  assert.equal(await outcomeUnder(inBrowser, undefined, slim("application/octet-stream", { "content-encoding": "br" })), "granted");
  for (const type of ["application/octet-stream", "application/wasm"]) assert.equal(await outcomeUnder(inBrowser, undefined, slim(type)), "host.load not_wasm", type);
});
