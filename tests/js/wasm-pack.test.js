// The module as anybody builds and tests it: by wasm-pack, from a plain checkout.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { findHost } from "../../scripts/find-host.mjs";
import { loadVectors, root } from "./load-vectors.js";

function wasmPack(...args) {
  const { status, stdout, stderr, error } = spawnSync("wasm-pack", args, { cwd: root, encoding: "utf8" });
  assert.equal(error, undefined, "not on the PATH: . scripts/env");
  assert.equal(status, 0, `wasm-pack ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout + stderr;
}

test("built for Node, it decides as the package does", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "xinyi-wasm-pack-"));
  t.after(() => rmSync(folder, { recursive: true }));
  wasmPack("build", "pkg/wasm", "--target", "nodejs", "--out-dir", folder);
  const { Verifier } = createRequire(import.meta.url)(join(folder, "xinyi_wasm.js"));
  const vectors = loadVectors().filter(({ steps, bundle, name }) => !steps && typeof bundle === "string" && name.startsWith("outcome/"));
  assert.ok(vectors.length > 20, `${vectors.length}`);
  for (const { name, platform, create, bundle, check, expect } of vectors) {
    const { root, snapshot, ...options } = { ...platform, ...create };
    const verifier = new Verifier(root, snapshot, options);
    const reply = verifier.check(bundle, check);
    assert.equal(reply.ok ? reply.decision.outcome : reply.error.code, expect.ok ? expect.outcome : expect.code, name);
    verifier.free();
  }
});

test("built for the web, it has types, and loads when it is told to", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "xinyi-wasm-pack-"));
  t.after(() => rmSync(folder, { recursive: true }));
  wasmPack("build", "pkg/wasm", "--target", "web", "--out-dir", folder);
  assert.match(readFileSync(join(folder, "xinyi_wasm.d.ts"), "utf8"), /check\(bundle: string, options: any\): any/);
  assert.ok(WebAssembly.validate(readFileSync(join(folder, "xinyi_wasm_bg.wasm"))));
});

test("its own tests pass in Node", () => {
  assert.match(wasmPack("test", "--node", "pkg/wasm"), /test result: ok\. [1-9]\d* passed; 0 failed/);
});

const driver = findHost("chromedriver");
const skip = driver || process.env.CI === "true" ? false : "no chromedriver here (Debian: chromium-driver)";

test("its own tests pass in Chromium", { skip }, () => {
  assert.ok(driver, "no chromedriver here");
  const output = wasmPack("test", "--headless", "--chrome", "--chromedriver", driver, "pkg/wasm");
  assert.match(output, /test result: ok\. [1-9]\d* passed; 0 failed/);
});
