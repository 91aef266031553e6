// The whole app on this machine for one test: its server on a port of its own, with a folder of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDemo } from "../demo/platform.js";
import { createApp } from "../server/app.js";

/**
 * @param {import("node:test").TestContext} t
 * @param {{ demo?: import("../demo/platform.js").Demo, folder?: string, elapsed?: () => number, log?: (message: string) => void }} [given]
 */
export async function open(t, { demo: given, folder, elapsed, log } = {}) {
  const demo = given ?? (await createDemo("tests"));
  const own = folder ?? mkdtempSync(join(tmpdir(), "bike-deposit-"));
  const { app, till } = await createApp({ demo, folder: own, elapsed, log });
  const server = createServer(app);
  // A machine with much to do may let a test wait for longer than connections are kept.
  server.keepAliveTimeout = 600_000;
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(undefined)));
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  t.after(async () => {
    await close();
    if (!folder) rmSync(own, { recursive: true, force: true });
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const url = `http://localhost:${port}`;

  /** @param {string} method @param {string} path @param {string} [text] the body, as it is sent */
  async function send(method, path, text) {
    const response = await fetch(url + path, { method, headers: { "content-type": "application/json" }, body: text });
    return { status: response.status, body: await response.json() };
  }

  /** @param {string} method @param {string} path @param {unknown} [body] */
  const call = (method, path, body) => send(method, path, body === undefined ? undefined : JSON.stringify(body));
  return { demo, till, folder: own, url, call, send, close };
}
