// What the app and the holder have in common: a root and a snapshot, and lines of text.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createVerifier } from "xinyi";

/** A verifier of a demo platform in a folder, and the lines that this program is given. */
export async function open(folder) {
  const [root, snapshot] = ["root", "snapshot"].map((name) => readFileSync(`${folder}/${name}.json`, "utf8"));
  const verifier = await createVerifier({ root, snapshot, allowDemoRoot: true });
  return { verifier, lines: createInterface({ input: process.stdin })[Symbol.asyncIterator]() };
}

export const print = (line) => process.stdout.write(`${line}\n`);
