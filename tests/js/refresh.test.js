// examples/publish/refresh.mjs: a server that sends without end, or gigabytes in few bytes, fills no app's memory.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import test from "node:test";
import { createGzip } from "node:zlib";
import { createVerifier } from "xinyi";
import { refresh } from "../../examples/publish/refresh.mjs";
import { makePlatform } from "./demo-platform.js";

const MEGABYTE = 1024 * 1024;
const { read, platform } = makePlatform("test-refresh");
const now = platform.now;
const snapshot = read(platform.snapshot);
const index = JSON.stringify({ snapshot: { path: "files/snapshot-1.json" } });

/** Serves what `answers` has for a path: a text, or a function of the response. How many bytes went out is counted. */
async function serve(t, answers) {
  const sent = { bytes: 0, closed: 0 };
  const server = createServer((request, response) => {
    response.on("close", () => (sent.closed += 1));
    const answer = answers[request.url];
    if (typeof answer === "function") return answer(response, sent);
    response.end(answer);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => (server.closeAllConnections(), server.close()));
  return { at: `http://127.0.0.1:${server.address().port}/`, sent };
}

/** Writes without end, as fast as it is read. */
function endless(response, sent) {
  const piece = Buffer.alloc(64 * 1024, "x");
  const more = () => {
    while (!response.destroyed && (sent.bytes += piece.length) && response.write(piece));
  };
  response.on("drain", more);
  more();
}

const start = () => createVerifier({ root: read(platform.root), now, allowDemoRoot: true });

test("what fits is loaded, whole characters or not", async (t) => {
  const verifier = await start();
  // In pieces that end within characters.
  const pieces = (response) => {
    const bytes = Buffer.from(snapshot);
    for (let n = 0; n < bytes.length; n += 1001) response.write(bytes.subarray(n, n + 1001));
    response.end();
  };
  const { at } = await serve(t, { "/index.json": index, "/files/snapshot-1.json": pieces });
  const memory = {};
  const report = await refresh(verifier, memory, { at, load: { now } });
  assert.equal(report.manifest.result, "accepted");
  assert.equal(memory.path, "files/snapshot-1.json");
  // Nothing is new.
  assert.equal(await refresh(verifier, memory, { at, load: { now } }), undefined);
});

for (const [what, path, most] of [["an index", "/index.json", MEGABYTE], ["a snapshot", "/files/snapshot-1.json", 16 * MEGABYTE]]) {
  test(`${what} without end is not read to it`, async (t) => {
    const verifier = await start();
    verifier.load(snapshot, { now });
    const { at, sent } = await serve(t, { "/index.json": index, "/files/snapshot-1.json": snapshot, [path]: endless });
    await assert.rejects(refresh(verifier, {}, { at, load: { now } }), new RegExp(`${path}: more than ${most} bytes`));
    // What lies in sockets and buffers comes on top.
    assert.ok(sent.bytes > most && sent.bytes < most + 16 * MEGABYTE, String(sent.bytes));
    while (sent.closed < (path === "/index.json" ? 1 : 2)) await new Promise((wait) => setTimeout(wait, 10));
    // It decides by what it has.
    assert.equal(verifier.report.manifest.result, "accepted");
  });
}

test("few bytes that are many are counted as many", async (t) => {
  const verifier = await start();
  const packed = (response, sent) => {
    response.setHeader("content-encoding", "gzip");
    const gzip = createGzip();
    gzip.on("data", (bytes) => (sent.bytes += bytes.length));
    gzip.pipe(response);
    const piece = Buffer.alloc(MEGABYTE);
    const more = (left) => {
      if (response.destroyed || left === 0) return gzip.end();
      gzip.write(piece, () => more(left - 1));
    };
    more(256);
  };
  const { at, sent } = await serve(t, { "/index.json": index, "/files/snapshot-1.json": packed });
  await assert.rejects(refresh(verifier, {}, { at, load: { now } }), /more than 16777216 bytes/);
  assert.ok(sent.bytes < MEGABYTE, String(sent.bytes));
});

test("a host whose fetch has no streams has the same limit", async (t) => {
  const verifier = await start();
  const long = Buffer.alloc(17 * MEGABYTE, "x");
  const unsaid = (response) => (response.write(long.subarray(0, MEGABYTE)), response.end(long.subarray(MEGABYTE)));
  let bodies = 0;
  const whole = globalThis.fetch;
  t.after(() => (globalThis.fetch = whole));
  globalThis.fetch = async (...args) => {
    const answer = await whole(...args);
    return { ok: answer.ok, status: answer.status, headers: answer.headers, arrayBuffer: () => ((bodies += 1), answer.arrayBuffer()) };
  };
  // The index, and the snapshot only where its server does not say how long it is.
  for (const [answer, most] of [[long, 1], [unsaid, 2]]) {
    const { at } = await serve(t, { "/index.json": index, "/files/snapshot-1.json": answer });
    bodies = 0;
    await assert.rejects(refresh(verifier, {}, { at, load: { now } }), /more than 16777216 bytes/);
    assert.equal(bodies, most);
  }
});

test("a state that is of no use has nothing fetched again", async (t) => {
  const verifier = await createVerifier({ root: read(platform.root), now, allowDemoRoot: true, state: "xys2.damaged.state" });
  assert.equal(verifier.report.state.result, "refused");
  const { at } = await serve(t, { "/index.json": index, "/files/snapshot-1.json": snapshot });
  const memory = {};
  await refresh(verifier, memory, { at, load: { now } });
  assert.equal(memory.path, "files/snapshot-1.json");
});
