// Servers that keep a `xinyi batch` running beside them: what they answer is what it answers by itself.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";
import test from "node:test";
import { command } from "../js/demo-platform.js";
import { root } from "../js/load-vectors.js";
import { alone, demo, programme, unnumbered } from "./lines.js";

const platform = demo("servers");
const { folder, by, batch, bundles } = platform;
const snapshot = `${folder}/snapshot.json`;
const examples = `${root}examples/server`;
const names = bundles.map(({ file }) => /([^/]+)\.sd-jwt$/.exec(file)[1]).slice(0, 6);

/** So many nonces may be out at a time here. */
const most = 40;
process.env.MOST_NONCES = String(most);

// A newer snapshot of the same platform.
const [old, newer] = ["old", "newer"].map((name) => `${folder}/${name}.json`);
copyFileSync(snapshot, old);
makeNewer();

const answers = (program, ...args) => spawnSync(program, args, { stdio: "ignore" }).status === 0;

/** Each server: whether it can run here, and how it is started at a port, with this file as its snapshot. */
const servers = {
  Python: [answers("python3", "--version"), (port, batch) => start("python3", [`${examples}/python/server.py`, port, snapshot, ...batch])],
  Go: [answers("go", "version"), (port, batch) => {
    execFileSync("go", ["build", "-o", `${folder}/server-go`, `${examples}/go/server.go`], { stdio: "inherit" });
    return start(`${folder}/server-go`, [port, snapshot, ...batch]);
  }],
  Java: [answers("javac", "-version"), (port, batch) => {
    execFileSync("javac", ["-d", `${folder}/java`, `${examples}/java/Server.java`], { stdio: "inherit" });
    return start("java", ["-cp", `${folder}/java`, "Server", port, snapshot, ...batch]);
  }],
  PHP: [answers("php", "--version"), async (port, batch) => {
    const [socket, nonces] = [`${folder}/worker.sock`, `${folder}/nonces`];
    rmSync(nonces, { recursive: true, force: true });
    mkdirSync(nonces);
    const worker = await start("php", [`${examples}/php/worker.php`, socket, snapshot, ...batch]);
    const env = { ...process.env, SOCKET: socket, NONCES: nonces };
    const page = spawn("php", ["-S", `127.0.0.1:${port}`, `${examples}/php/page.php`], { env, stdio: ["ignore", "ignore", "pipe"] });
    await once(page.stderr, "data");
    page.stderr.resume();
    return { process: worker.process, stop: () => (page.kill(), worker.stop()) };
  }],
};

for (const [language, [is_there, serve]] of Object.entries(servers)) {
  test(`a server in ${language}`, { skip: is_there ? false : `no ${language}` }, async (t) => {
    const port = String(await freePort());
    const state = ["--state", `${folder}/state-${language}`];
    alone([...batch, ...state, "--new-state"], "");
    const server = await serve(port, [...batch, ...state]);
    t.after(server.stop);
    t.after(() => copyFileSync(old, snapshot));
    const at = `http://127.0.0.1:${port}`;
    const post = (path, body) => fetch(at + path, { method: "POST", body });
    const ask = async (name, made) => {
      made ??= await (await post("/nonces")).json();
      const bundle = present(name, made);
      const line = JSON.stringify({ id: made.nonce, bundle, ...made });
      const answer = await post(`/answers?nonce=${made.nonce}`, bundle);
      assert.equal(answer.status, 200);
      const text = (await answer.text()).trimEnd();
      assert.equal(JSON.parse(text).id, made.nonce);
      // A nonce is good once.
      assert.equal((await post(`/answers?nonce=${made.nonce}`, bundle)).status, 403);
      return [line, text];
    };
    assert.equal((await post("/answers?nonce=made-up", "x")).status, 403);

    const first = await Promise.all(names.map((name) => ask(name)));
    const expected = alone(batch, first.map(([line]) => `${line}\n`).join("")).answers;
    first.forEach(([, text], n) => assert.equal(unnumbered(text), unnumbered(expected[n]), names[n]));
    const outcomes = new Set(expected.map((answer) => JSON.parse(answer).decision?.outcome));
    assert.ok(outcomes.has("granted") && outcomes.size > 1);

    // A new snapshot is another process, and so is one after it has died.
    const before = children(server.process.pid);
    const { mtime } = statSync(snapshot);
    utimesSync(snapshot, mtime, new Date(mtime.getTime() - 10_000));
    await ask(names[0]);
    const after = children(server.process.pid).filter((pid) => !before.includes(pid));
    assert.equal(after.length, 1);
    process.kill(after[0], "SIGKILL");
    await new Promise((wait) => setTimeout(wait, 200));
    await ask(names[1]);

    // After a newer snapshot an older one brings nothing back.
    const told = async (file, seconds) => {
      copyFileSync(file, snapshot);
      utimesSync(snapshot, mtime, new Date(mtime.getTime() + seconds * 1000));
      const [, text] = await ask(names[0]);
      return JSON.parse(text).error?.code;
    };
    assert.equal(await told(newer, 10), undefined);
    assert.equal(await told(old, 20), "trust.rollback");
    assert.equal(await told(newer, 30), undefined);
    // Another one of the same time is another one.
    assert.notEqual(statSync(old).size, statSync(newer).size);
    assert.equal(await told(old, 30), "trust.rollback");
    assert.equal(await told(newer, 40), undefined);

    // No more nonces than it keeps. One that comes back makes room for another.
    const out = [];
    for (let full = false; !full; ) {
      const answer = await post("/nonces");
      assert.ok([200, 503].includes(answer.status) && out.length <= most);
      full = answer.status === 503;
      if (!full) out.push(await answer.json());
    }
    assert.equal(out.length, most);
    await ask(names[0], out[0]);
    assert.equal((await post("/nonces")).status, 200);
    assert.equal((await post("/nonces")).status, 503);
    await ask(names[0], out.at(-1));
  });
}

for (const [language, [is_there, serve]] of Object.entries(servers)) {
  test(`nonces that nobody brings back to ${language} make room in time`, { skip: is_there ? false : `no ${language}` }, async (t) => {
    const kept = { MOST_NONCES: "3", NONCE_SECONDS: "1" };
    const before = { ...process.env };
    Object.assign(process.env, kept);
    const port = String(await freePort());
    const server = await serve(port, batch).finally(() => {
      process.env.MOST_NONCES = before.MOST_NONCES;
      delete process.env.NONCE_SECONDS;
    });
    t.after(server.stop);
    const post = (path, body) => fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body });
    const made = [];
    for (const _ of "123") made.push(await (await post("/nonces")).json());
    await new Promise((wait) => setTimeout(wait, 2_500));
    // They are good for nothing any more, and take no room from others.
    assert.equal((await post(`/answers?nonce=${made[0].nonce}`, "x")).status, 403);
    for (const _ of "123") assert.equal((await post("/nonces")).status, 200);
  });
}

test("the worker of PHP gives each its own answer, whatever others write", { skip: answers("php", "--version") ? false : "no PHP" }, async (t) => {
  const socket = `${folder}/worker-alone.sock`;
  const worker = await start("php", [`${examples}/php/worker.php`, socket, snapshot, ...batch]);
  t.after(worker.stop);
  const say = async (text) => {
    const client = connect(socket);
    client.end(text);
    let answer = "";
    for await (const part of client) answer += part;
    return answer;
  };
  const asks = async (id, bundle) => JSON.parse(await say(`${JSON.stringify({ id, bundle })}\n`)).id;
  assert.equal(await asks(1, "x"), 1);
  // What is blank has no answer, and two lines have two.
  assert.equal(await say("\n"), "");
  assert.equal(await say('{"id":2}\n{"id":3}\n'), "");
  assert.equal(await asks(4, "x"), 4);
  // More at once than its pipe holds.
  const many = Array.from({ length: 32 }, (_, id) => id + 5);
  assert.deepEqual(await Promise.all(many.map((id) => asks(id, "x".repeat(200_000)))), many);
});

/** A presentation of somebody of the demo's, made for this request. */
function present(name, { audience, nonce }) {
  const holder = ["--holder-key", `${folder}/keys/holder-${name}.pem`, "--aud", audience, `--nonce=${nonce}`];
  const given = ["--request", `${folder}/request.json`, "--now", String(platform.platform.now)];
  const disclosed = disclosures(name);
  return execFileSync(command, ["present", ...by, ...given, ...holder, ...disclosed, `${folder}/wallets/${name}.sd-jwt`], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

/** The platform's next manifest, and the snapshot with it. */
function makeNewer() {
  const xinyi = (...args) => execFileSync(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  const programmes = readdirSync(`${folder}/programmes`).filter((name) => name.endsWith(".jws"));
  const parts = [
    ...["--trust-list", `${folder}/trust/trust-list.json`, "--status-list", `${folder}/trust/status-list.jwt`],
    ...programmes.flatMap((name) => ["--programme", `${folder}/programmes/${name}`]),
  ];
  const [manifest, now] = [`${folder}/next.json`, ["--now", String(platform.platform.now)]];
  xinyi("trust", "manifest", "rotate", `${folder}/trust/manifest.json`, ...parts, "--days", "14", ...now, "--out", manifest);
  xinyi("trust", "manifest", "sign", manifest, "--root", `${folder}/root.json`, "--key", `${folder}/keys/manifest-1.pem`);
  xinyi("snapshot", "build", "--root", `${folder}/root.json`, "--manifest", manifest, ...parts, "--out", newer, ...now);
}

function disclosures() {
  return ["/subject/age_over", "/evaluations/sh-public", "/listings"].flatMap((pointer) => ["--disclose", pointer]);
}

/** A program that says that it listens. */
async function start(program, args) {
  const process = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: process.stdout }), "line");
  assert.match(line, /^listening on /);
  return { process, stop: () => process.kill() };
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** The processes that it has started and that run. */
function children(pid) {
  const all = execFileSync("ps", ["-e", "-o", "pid=,ppid=,stat=,comm="], { encoding: "utf8" }).trim().split("\n");
  const rows = all.map((row) => row.trim().split(/\s+/));
  return rows.filter(([, parent, state, name]) => Number(parent) === pid && name === "xinyi" && !state.startsWith("Z")).map(([own]) => Number(own));
}
