// The full run plants faults in a copy of the code. One that fits nowhere any more is seen at once.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { root } from "./load-vectors.js";

test("every fault that is planted fits the code in one place", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}scripts/test-faults.mjs`, "--fit"], { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /^\d+ faults, 0 fit nowhere/m);
});
