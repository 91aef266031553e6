// Lines for `xinyi batch`, and what it answers by itself.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { command, makePlatform } from "../js/demo-platform.js";

export const programme = "demo.xinyi-zu.shared-bike";

/** A demo platform, with the arguments by which `xinyi batch` decides about a shared bike. */
export function demo(name) {
  const { folder, read, platform } = makePlatform(name);
  writeFileSync(`${folder}/request.json`, '{"deposit":"99.00"}');
  const by = ["--root", `${folder}/root.json`, "--snapshot", `${folder}/snapshot.json`, "--programme", programme];
  const batch = [command, "batch", ...by, "--request", `${folder}/request.json`, "--now", String(platform.now)];
  const bundles = platform.bundles.filter((bundle) => bundle.programme === programme && bundle.file.endsWith(".sd-jwt"));
  return { folder, read, platform, by, batch, bundles };
}

/** So many lines, by turns of everybody and of lines that are wrong. */
export function lines({ read, platform, bundles }, count) {
  const { audience, nonce } = platform;
  const texts = bundles.map(({ file }) => read(file).trim());
  return Array.from({ length: count }, (_, n) => {
    if (n % 50 === 7) return '{"bundle":';
    if (n % 50 === 31) return JSON.stringify({ id: n, bundle: texts[0], audience });
    return JSON.stringify({ id: n, bundle: texts[n % texts.length], audience, nonce });
  });
}

/** What it answers to all of them. Its status is 1, as some cannot be decided. */
export function alone(batch, input) {
  const { status, stdout } = spawnSync(batch[0], batch.slice(1), { input, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["pipe", "pipe", "inherit"] });
  return { status, answers: answersOf(stdout) };
}

/** The lines of an output. */
export const answersOf = (text) => text.split("\n").slice(0, -1);

/** A line without its number, which every process counts for itself. */
export const unnumbered = (answer) => answer.replace(/^\{"line":\d+,/, "{");
