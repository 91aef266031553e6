// The Rust example, a program outside the workspace: what serde_json makes of a decision is what the command
// line prints.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import { command, makePlatform } from "./demo-platform.js";
import { root } from "./load-vectors.js";

test("it decides as the command line does", (t) => {
  const { folder, platform } = makePlatform("rust-example");
  const scratch = mkdtempSync(join(tmpdir(), "xinyi-example-"));
  t.after(() => rmSync(scratch, { recursive: true }));
  const target = resolve(root, process.env.CARGO_TARGET_DIR || "target");
  const build = ["build", "--quiet", "--locked", "--manifest-path", `${root}examples/rust/Cargo.toml`, "--target-dir", target];
  // By the machine's own clock: under a faked one cargo waits for ever.
  const { LD_PRELOAD, ...env } = process.env;
  execFileSync("cargo", build, { env, stdio: ["ignore", "ignore", "inherit"] });
  const now = platform.now;
  let decided = 0;
  for (const { file, programme, request } of platform.bundles.slice(0, 6)) {
    if (typeof file !== "string") continue;
    const options = { programme, holder: "unbound", now, explain: "full", ...(request && { request }) };
    writeFileSync(join(scratch, "options.json"), JSON.stringify(options));
    const given = ["--root", `${folder}/root.json`, "--snapshot", `${folder}/snapshot.json`, "--programme", programme, "--unbound"];
    if (request) {
      writeFileSync(join(scratch, "request.json"), JSON.stringify(request));
      given.push("--request", join(scratch, "request.json"));
    }
    const printed = attempt(command, ["check", ...given, "--now", String(now), "--json", `${folder}/${file}`]);
    const files = [`${folder}/root.json`, `${folder}/snapshot.json`, `${folder}/${file}`, join(scratch, "options.json")];
    const { decision } = JSON.parse(printed);
    if (!decision) continue;
    const own = JSON.parse(execFileSync(`${target}/debug/xinyi-example`, files, { encoding: "utf8" }));
    // The texts are put in by whoever shows them.
    const same = (of) => JSON.stringify({ ...of, reasons: of.reasons.map((reason) => ({ ...reason, message: null })) });
    assert.equal(same(own), same(decision), file);
    decided += 1;
  }
  assert.ok(decided > 2, `${decided}`);
});

/** What a command prints, whatever it comes to. */
function attempt(program, args) {
  try {
    return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    return error.stdout;
  }
}
