// The built app on this machine for one test: its server on a port of its own, with a folder of its own.
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("..", import.meta.url));
export const isBuilt = existsSync(join(here, ".next/BUILD_ID"));

/** Starts the server, and ends it with the test. `folder`: where it keeps state and records. */
export async function open(t, folder) {
  const own = folder ?? mkdtempSync(join(tmpdir(), "bank-form-"));
  const port = await freePort();
  const child = spawn(process.execPath, [join(here, "node_modules/next/dist/bin/next"), "start", "--hostname", "127.0.0.1", "--port", String(port)], {
    cwd: here,
    env: { ...process.env, DATA: own, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const close = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  t.after(async () => {
    await close();
    if (!folder) rmSync(own, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + 60_000; ; ) {
    if (await fetch(`${url}/api/demo`).then(({ ok }) => ok, () => false)) break;
    if (child.exitCode !== null || Date.now() > until) throw new Error(`the server did not start: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  async function call(path, body, type = "application/json") {
    const response = await fetch(url + path, { method: "POST", headers: { "content-type": type }, body: typeof body === "string" ? body : JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  }
  return { url, folder: own, call, close };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** $CHROMIUM, or a Chromium on the PATH. */
export function findChromium() {
  const names = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  for (const name of names.filter(Boolean)) {
    for (const folder of name.includes("/") ? [""] : (process.env.PATH ?? "").split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here.
      }
    }
  }
}
