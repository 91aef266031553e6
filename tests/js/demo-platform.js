// A fresh demo platform, and the command line that makes it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { root } from "./load-vectors.js";

export const command = resolve(root, process.env.CARGO_TARGET_DIR || "target", "debug/xinyi");

/** Made anew in `target/<name>`; `read` reads one of its files. An app has to allow its root (`allowDemoRoot`). */
export function makePlatform(name) {
  const folder = `${root}target/${name}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${root}target`, { recursive: true });
  execFileSync(command, ["demo", "--out", folder], { stdio: ["ignore", "ignore", "inherit"] });
  const read = (file) => readFileSync(`${folder}/${file}`, "utf8");
  return { folder, read, platform: JSON.parse(read("platform.json")) };
}
