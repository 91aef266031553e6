// A fresh demo platform, and the command line that makes it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { root } from "./load-vectors.js";

export const command = resolve(root, process.env.CARGO_TARGET_DIR || "target", "debug/xinyi");

/** Its date. A fixed one, so that no test depends on the machine's; `make test-dates` tries others. */
export const demoTime = process.env.XINYI_DEMO_NOW || "2026-11-18T02:00:00Z";

/** Where platforms are made: a folder each for runs at the same time. */
const folders = process.env.XINYI_DEMO_FOLDER || `${root}target`;

/** Made anew in `target/<name>`; `read` reads one of its files. An app has to allow its root (`allowDemoRoot`). */
export function makePlatform(name) {
  const folder = `${folders}/${name}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folders, { recursive: true });
  execFileSync(command, ["demo", "--out", folder, "--now", demoTime], { stdio: ["ignore", "ignore", "inherit"] });
  const read = (file) => readFileSync(`${folder}/${file}`, "utf8");
  return { folder, read, platform: JSON.parse(read("platform.json")) };
}
