// The whole app on this machine for one test: its server on a port of its own, with a folder of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDemo } from "../demo/platform.js";
import { createApp } from "../server/app.js";

/** @param {import("node:test").TestContext} t @param {{ seed?: string, folder?: string, elapsed?: () => number }} [given] */
export async function open(t, { seed = "tests", folder, elapsed } = {}) {
  const demo = await createDemo(seed);
  const own = folder ?? mkdtempSync(join(tmpdir(), "bike-deposit-"));
  const { app, till } = await createApp({ demo, folder: own, elapsed });
  const server = createServer(app);
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(undefined)));
  t.after(() => {
    server.closeAllConnections();
    server.close();
    if (!folder) rmSync(own, { recursive: true, force: true });
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const url = `http://localhost:${port}`;

  /** @param {string} method @param {string} path @param {unknown} [body] */
  async function call(method, path, body) {
    const response = await fetch(url + path, { method, headers: { "content-type": "application/json" }, body: body === undefined ? undefined : JSON.stringify(body) });
    return { status: response.status, body: response.status === 204 ? undefined : await response.json() };
  }
  return { demo, till, folder: own, url, call };
}
