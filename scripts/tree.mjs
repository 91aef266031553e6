// tree.mjs: a copy of what is under version control, to be broken in.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";

/** Lays the files of the working tree in a folder, as they are now. */
export function layTree(folder) {
  rmSync(folder, { recursive: true, force: true });
  const listed = spawnSync("git", ["ls-files"], { encoding: "utf8" }).stdout.trim().split("\n");
  for (const file of listed.filter((file) => existsSync(file))) {
    mkdirSync(dirname(`${folder}/${file}`), { recursive: true });
    cpSync(file, `${folder}/${file}`, { preserveTimestamps: true });
  }
}
