import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const command = resolve(folder, "../..", process.env.CARGO_TARGET_DIR || "target", "debug/xinyi");

/** Runs a row. One that reads `-` has its input on standard input. */
export function ask({ input, run }) {
  const takesInput = run.includes("-");
  const { status, stdout, stderr } = spawnSync(command, run.map((word) => (word === "@" ? input : word)), {
    cwd: folder,
    encoding: "utf8",
    input: takesInput ? readFileSync(`${folder}${input}`) : undefined,
  });
  return { status, said: stdout + stderr };
}
