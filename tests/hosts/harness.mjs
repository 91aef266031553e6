// Projects of their own in target/hosts: the host's packages from their lock, the packed package, and what is run in it.
import { execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { chromium } from "playwright-core";
import { findHost } from "../../scripts/find-host.mjs";
import { serve } from "../../scripts/serve.mjs";
import { command, makePlatform } from "../js/demo-platform.js";
import { entriesOf, writeEntries } from "./entries.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const target = join(root, "target/hosts");
const { version } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));
const tarball = join(root, `target/package/xinyi-${version}.tgz`);

/** How long one row may take. A first build of Next takes a minute on a small machine. */
const PATIENCE = 240_000;

/** What the projects are given: a platform's files, and what has to come of them. */
export function makeDemo() {
  mkdirSync(target, { recursive: true });
  const { folder, read, platform } = makePlatform("test-hosts");
  const { file, programme: id, request, expect } = platform.bundles.find(({ expect }) => expect.tier);
  const { audience, nonce, now } = platform;
  const check = { programme: id, request, holder: { audience, nonce }, now };
  const { decision, letter } = toldByCommand(folder, { ...platform, ...platform.bundles.find(({ expect }) => expect.outcome === "not_granted") });
  const library = (name) => JSON.parse(readFileSync(join(root, "src/programme/builtin", name), "utf8"));
  const [programme, cases] = [library("xinyi-zu.bike-shanghai.json"), library("xinyi-zu.bike-shanghai.cases.json")];
  const demo = { root: read(platform.root), snapshot: read(platform.snapshot), presentation: read(file), check, decision, programme, cases };
  const authored = `programme.schema, ${cases.cases.length} of ${cases.cases.length} cases`;
  return { demo, expected: { decided: `${expect.outcome} ${expect.tier}, signature.invalid`, letter, authored } };
}

/** A decision by the command line, and its letter in both languages. */
function toldByCommand(folder, { file, request, programme, audience, nonce, now }) {
  writeFileSync(join(folder, "request.json"), JSON.stringify(request));
  const args = ["--root", "root.json", "--snapshot", "snapshot.json", "--programme", programme, "--aud", audience, "--nonce", nonce, "--now", String(now), "--request", "request.json", "--explain", "full"];
  const said = (...more) => spawnSync(command, ["check", ...args, ...more, file], { cwd: folder, encoding: "utf8" }).stdout.trim();
  return { letter: said().split("\n\n").slice(0, 2).join("\n\n"), decision: JSON.parse(said("--json")).decision };
}

/**
 * Puts a project together in a folder of its own: the app that all have in common (`src`), and what is the project's.
 * What is installed there already stays, if its lock is the same; nothing else does. `flags`: what its lock was made with.
 */
export async function makeProject(name, install, demo, flags = []) {
  const folder = join(target, install ? `${name}-${install}` : name);
  const source = join(here, name);
  const manifest = join(source, install ?? "");
  mkdirSync(folder, { recursive: true });
  const left = readdirSync(folder).filter((name) => name !== "node_modules");
  for (const name of [...left, "node_modules/.vite", "node_modules/.cache"]) rmSync(join(folder, name), { recursive: true, force: true });
  const lock = readFileSync(join(manifest, "package-lock.json"));
  const stamp = join(folder, "node_modules/.lock");
  const hash = createHash("sha256").update(lock).digest("hex");
  for (const file of ["package.json", "package-lock.json"]) cpSync(join(manifest, file), join(folder, file));
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== hash) {
    await run(folder, "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", ...flags]);
    writeFileSync(stamp, hash);
  }
  // It has no dependencies, so to unpack it is all that an installation does.
  const installed = join(folder, "node_modules/xinyi");
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed);
  execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);

  const isInstall = (path) => existsSync(join(path, "package-lock.json")) && path !== source;
  cpSync(source, folder, { recursive: true, filter: (path) => !isInstall(path) && !/package(-lock)?\.json$/.test(path) });
  cpSync(join(here, "src"), join(folder, "src"), { recursive: true });
  const text = JSON.stringify(demo);
  writeFileSync(join(folder, "src/demo.js"), `export default ${text};\n`);
  writeFileSync(join(folder, "src/demo.cjs"), `module.exports = ${text};\n`);
  for (const name of ["decide", "made"]) {
    const code = readFileSync(join(here, `src/${name}.js`), "utf8");
    writeFileSync(join(folder, `src/${name}.cjs`), transformSync(code, { format: "cjs" }).code);
  }
  writeEntries(folder);
  return folder;
}

/** The version of a package that a project has. */
export function versionOf(folder, name) {
  return JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;
}

/** The groups of processes that run now. */
const groups = new Set();
function endGroup(pid) {
  groups.delete(pid);
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
process.on("exit", () => groups.forEach(endGroup));

/** What a row may use. All that it starts ends with `close`. */
export function tools(folder) {
  const opened = [];
  let browser;
  const bin = (name) => (existsSync(join(folder, "node_modules/.bin", name)) ? join(folder, "node_modules/.bin", name) : name);

  /** Runs a program of the project to its end, and returns what it printed. */
  const exec = (name, ...args) => run(folder, bin(name), args);

  /** Starts a server of the project, and waits until it answers. */
  async function start(name, ...args) {
    const port = await freePort();
    const child = spawn(bin(name), args.map((arg) => arg.replace("PORT", port)), {
      cwd: folder,
      env: environment({ PORT: String(port) }),
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, which ends as one.
      detached: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
    let ended = false;
    child.on("exit", () => (ended = true)).on("error", (error) => ((ended = true), (output += error.message)));
    if (child.pid) groups.add(child.pid);
    opened.push(() => child.pid && endGroup(child.pid));
    const url = `http://localhost:${port}/`;
    for (const until = Date.now() + PATIENCE; ; await later(200)) {
      if (ended || Date.now() > until) throw new Error(`${name} did not start: ${output}`);
      const answers = await fetch(url).then(() => true, () => false);
      if (answers) return { url, output: () => output };
    }
  }

  /** Serves a folder of the project as any server of files does. */
  async function files(path) {
    const server = await serve({ "/": join(folder, path) });
    opened.push(server.close);
    return server.url;
  }

  /** Opens a page, and returns the text that its script leaves as `outcome`. */
  async function open(url) {
    const executablePath = findHost("chromium");
    if (!executablePath) throw new Error("no Chromium here (Debian: chromium)");
    browser ??= await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
    // A context has no page's files of before.
    const context = await browser.newContext();
    const page = await context.newPage();
    const said = [];
    page.on("console", (message) => message.type() === "error" && said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    try {
      await page.goto(url);
      for (const until = Date.now() + 60_000; Date.now() < until; await later(100)) {
        // A development server may load the page anew at any time.
        const outcome = await page.evaluate(() => globalThis.outcome).catch(() => undefined);
        if (outcome !== undefined) return outcome;
      }
      throw new Error(`no outcome on the page: ${said.join("; ")}`);
    } finally {
      await context.close();
    }
  }

  /** What was opened for a row; after the last also the browser, which all rows share. */
  async function close({ last = false } = {}) {
    await Promise.all(opened.splice(0).map((end) => end()));
    if (!last) return;
    await browser?.close();
    browser = undefined;
  }
  return { folder, exec, start, files, open, close, fileUrl: (path) => pathToFileURL(join(folder, path)).href };
}

/** A program that comes in a package for this system, and that no install script has put in its place. */
export function programIn(folder, scope, path) {
  const packages = join(folder, "node_modules", scope);
  const found = readdirSync(packages).map((name) => join(packages, name, path)).find((path) => existsSync(path));
  if (!found) throw new Error(`none of the packages in ${packages} has ${path}`);
  return found;
}

/** Puts files of the package beside a page, by their names in it. */
export function beside(folder, path, ...files) {
  const { resolve } = createRequire(join(folder, "/"));
  mkdirSync(join(folder, path), { recursive: true });
  for (const file of files) cpSync(resolve(`xinyi/${file}`), join(folder, path, file));
}

/** The text of an answer, whatever its status. */
export async function answer(url) {
  const response = await fetch(url);
  return (await response.text()).trim();
}

function run(folder, program, args) {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: environment(), encoding: "utf8", timeout: PATIENCE, killSignal: "SIGKILL", maxBuffer: 1e8 };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${args.join(" ")}: ${`${stdout}${stderr}` || error.message}`));
      else resolve(stdout.trim());
    });
  });
}

function environment(more) {
  return { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", CI: "1", NEXT_TELEMETRY_DISABLED: "1", WRANGLER_SEND_METRICS: "false", NO_UPDATE_NOTIFIER: "1", DENO_NO_UPDATE_CHECK: "1", ...more };
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

function later(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
