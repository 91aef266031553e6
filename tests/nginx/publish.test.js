// What `xinyi snapshot publish` writes, served by nginx as examples/publish/nginx.conf has it, and an app that stays fresh
// by examples/publish/refresh.mjs.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const xinyi = join(root, process.env.CARGO_TARGET_DIR ?? "target", "debug/xinyi");
const example = (name) => join(root, "examples/publish", name);
const NOBODY = 65534;

const folder = mkdtempSync(join(tmpdir(), "xinyi-nginx-"));
const at = (...path) => join(folder, ...path);
let url;
let nginx;

before(async () => {
  run("demo", "--out", at("demo"));
  publish();
  await serve();
});

after(() => {
  nginx?.kill();
  rmSync(folder, { recursive: true });
});

test("every file comes as it is, in fewer bytes for whoever asks", async () => {
  const index = JSON.parse((await get("/index.json")).body);
  const named = [index.snapshot, index.manifest, index.trust_list, ...index.roots, ...index.programmes, ...index.status_lists];
  assert.ok(named.length > 10);
  const paths = [...named.map(({ path }) => path), "index.json", "snapshot.json", ...index.status_lists.map((list) => list.at)];
  for (const path of paths) {
    const written = readFileSync(at("www", path));
    for (const [encoding, decode] of [[undefined, (body) => body], ["br", brotliDecompressSync], ["gzip", gunzipSync]]) {
      const { status, headers, body } = await get(`/${path}`, encoding && { "accept-encoding": encoding });
      assert.equal(status, 200, path);
      assert.equal(headers["content-encoding"], encoding, path);
      assert.deepEqual(decode(body), written, path);
      assert.equal(headers["vary"], "Accept-Encoding", path);
    }
  }
});

test("each kind of file has its type, and as long a life as it may have", async () => {
  const index = JSON.parse((await get("/index.json")).body);
  const forEver = "public, max-age=31536000, immutable";
  for (const [path, type, life] of [
    ["index.json", "application/json", "public, max-age=60"],
    ["snapshot.json", "application/json", "public, max-age=60"],
    [index.snapshot.path, "application/json", forEver],
    [index.programmes[0].path, "application/jose", forEver],
    [index.status_lists[0].path, "application/statuslist+jwt", forEver],
    [index.status_lists[0].at, "application/statuslist+jwt", "public, max-age=300"],
  ]) {
    for (const encoding of ["identity", "br"]) {
      const { headers } = await get(`/${path}`, { "accept-encoding": encoding });
      assert.equal(headers["content-type"], type, path);
      assert.equal(headers["cache-control"], life, path);
      assert.equal(headers["access-control-allow-origin"], "*", path);
      assert.equal(headers["access-control-expose-headers"], "ETag", path);
      assert.equal(headers["x-content-type-options"], "nosniff", path);
    }
  }
});

test("a status list is where its URI says", async () => {
  const index = JSON.parse((await get("/index.json")).body);
  const [list] = index.status_lists;
  const { pathname } = new URL(list.uri);
  const { body } = await get(pathname);
  const payload = JSON.parse(Buffer.from(body.toString().split(".")[1], "base64url"));
  assert.equal(payload.sub, list.uri);
  assert.equal(body.toString(), readFileSync(at("demo/trust/status-list.jwt"), "utf8").trim());
});

test("whoever has the newest is told so, and pages of others may ask", async () => {
  for (const encoding of ["identity", "br"]) {
    const { headers } = await get("/index.json", { "accept-encoding": encoding });
    const again = await get("/index.json", { "accept-encoding": encoding, "if-none-match": headers.etag });
    assert.equal(again.status, 304);
    assert.equal(again.body.length, 0);
  }
  const asked = await get("/index.json", { origin: "https://app.example", "access-control-request-headers": "if-none-match" }, "OPTIONS");
  assert.equal(asked.status, 204);
  assert.equal(asked.headers["access-control-allow-headers"], "If-None-Match");
});

test("nothing else is handed out, and nothing is taken", async () => {
  const hidden = readdirSync(at("www")).filter((name) => name.startsWith("."));
  assert.deepEqual(hidden, [".published.json", ".publishing"]);
  for (const path of [...hidden, "files/none.json", "..%2fdemo/keys/root-1.pem", "files/"]) {
    assert.ok([400, 403, 404].includes((await get(`/${path}`)).status), path);
  }
  for (const method of ["POST", "PUT", "DELETE"]) assert.equal((await get("/index.json", {}, method)).status, 405);
});

test("an app stays fresh, keeps what it has while the server is away, and starts with it again", { skip: !existsSync(join(root, "pkg/dist")) && "the package is not built", timeout: 60_000 }, async (t) => {
  const store = at("store.json");
  const app = start(store);
  t.after(() => app.child.kill());
  const version = JSON.parse(readFileSync(at("www/index.json"), "utf8")).manifest.version;
  assert.deepEqual(await app.line(), { started: "nothing" });
  assert.deepEqual(await app.line(), { loaded: "accepted", version });
  // The server is away, and is back with something newer.
  nginx.kill();
  await once(nginx, "exit");
  const failure = await app.failure();
  assert.ok(failure.failures >= 1 && failure.error, JSON.stringify(failure));
  const next = renewed();
  publish();
  await serve(new URL(url).port);
  assert.deepEqual(await app.line(), { loaded: "accepted", version: next });
  app.child.kill();
  await once(app.child, "exit");
  const again = start(store);
  t.after(() => again.child.kill());
  assert.deepEqual(await again.line(), { started: "accepted", version: next });
});

/** A newer manifest in the place of the demo's. Returns its version. */
function renewed() {
  const trust = (name) => at("demo/trust", name);
  const programmes = readdirSync(at("demo/programmes")).filter((name) => name.endsWith(".jws"));
  run("trust", "manifest", "rotate", trust("manifest.json"), "--trust-list", trust("trust-list.json"), "--status-list", trust("status-list.jwt"),
    ...programmes.flatMap((name) => ["--programme", at("demo/programmes", name)]), "--days", "14", "--out", trust("next.json"));
  run("trust", "manifest", "sign", trust("next.json"), "--root", at("demo/root.json"), "--key", at("demo/keys/manifest-1.pem"));
  writeFileSync(trust("manifest.json"), readFileSync(trust("next.json")));
  rmSync(trust("next.json"));
  return JSON.parse(Buffer.from(JSON.parse(readFileSync(trust("manifest.json"), "utf8")).payload, "base64url")).version;
}

function publish() {
  const trust = (name) => at("demo/trust", name);
  const programmes = readdirSync(at("demo/programmes")).filter((name) => name.endsWith(".jws"));
  run("snapshot", "publish", "--root", at("demo/root.json"), "--manifest", trust("manifest.json"), "--trust-list", trust("trust-list.json"),
    "--status-list", trust("status-list.jwt"), ...programmes.flatMap((name) => ["--programme", at("demo/programmes", name)]), "--out", at("www"));
}

function run(...args) {
  return execFileSync(xinyi, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** nginx with a configuration of its own around the example, as somebody who may do nothing else. */
async function serve(port) {
  const free = port ?? (await freePort());
  let site = readFileSync(example("nginx.conf"), "utf8");
  for (const [line, instead] of [
    ["    listen 80;\n", `    listen 127.0.0.1:${free};\n`],
    ["    root /var/www/xinyi;\n", `    root ${at("www")};\n`],
  ]) {
    assert.equal(site.split(line).length, 2, line);
    site = site.replace(line, instead);
  }
  writeFileSync(at("site.conf"), site);
  mkdirSync(at("nginx"), { recursive: true });
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${at("nginx", name)};`);
  const module = process.env.XINYI_NGINX_MODULE ?? "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";
  writeFileSync(at("nginx.conf"), [
    "daemon off;", `load_module ${module};`, `pid ${at("nginx/pid")};`, "error_log stderr;", "events {}",
    "http {", "access_log off;", ...temporary, `include ${at("site.conf")};`, "}", "",
  ].join("\n"));
  const identity = {};
  if (process.getuid?.() === 0) {
    chmodSync(folder, 0o755);
    chownSync(at("nginx"), NOBODY, NOBODY);
    Object.assign(identity, { uid: NOBODY, gid: NOBODY });
  }
  const path = `${process.env.PATH}:/usr/sbin`;
  nginx = spawn("nginx", ["-p", at("nginx"), "-e", "stderr", "-c", at("nginx.conf")], { ...identity, env: { PATH: path }, stdio: ["ignore", "ignore", "pipe"] });
  let told = "";
  nginx.stderr.on("data", (text) => (told += text));
  url = `http://127.0.0.1:${free}/`;
  for (let i = 0; i < 200; i++) {
    try {
      if ((await get("/index.json")).status === 200) return;
    } catch {
      // Not yet.
    }
    if (nginx.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nginx does not answer: ${told}`);
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function get(path, headers = {}, method = "GET") {
  const asked = request(new URL(url).origin + path, { headers, method, agent: false });
  asked.end();
  const [answer] = await once(asked, "response");
  const chunks = await answer.toArray();
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
}

/** The example's server, which looks every second. */
function start(store) {
  const child = spawn(process.execPath, [example("server.mjs"), at("demo/root.json"), url, store, "--demo", "--every", "1"], { stdio: ["ignore", "pipe", "pipe"] });
  return { child, line: lines(child.stdout, child), failure: lines(child.stderr, child) };
}

/** A function that waits for the next line. */
function lines(stream, child) {
  const found = [];
  let rest = "";
  let wake = () => {};
  stream.setEncoding("utf8").on("data", (text) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop();
    found.push(...parts);
    wake();
  });
  child.on("exit", () => wake());
  return async () => {
    while (found.length === 0) {
      assert.equal(child.exitCode, null, "the app has ended");
      await new Promise((resolve) => (wake = resolve));
    }
    return JSON.parse(found.shift());
  };
}
