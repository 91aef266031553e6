// `compare` of `xinyi/authoring`: what the command line tells of the same two bundles, in a module of its own.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { createVerifier, isXinyiError } from "xinyi";
import { compare } from "xinyi/authoring";
import { createPlatform } from "xinyi/testing";
import { root } from "./load-vectors.js";

const NOW = 1_795_334_400;
const folder = mkdtempSync(join(tmpdir(), "xinyi-compare-"));
after(() => rmSync(folder, { recursive: true }));

const platform = await createPlatform({ seed: "compare", now: NOW });
const asked = { audience: "https://bank.example", nonce: "bm9uY2Ugb2Ygb25jZQ" };
const wallet = () => platform.wallet("firm-loan");
const present = (...disclose) => wallet().present({ ...asked, disclose: ["/subject/id", "/subject/established", "/registration", "/listings", "/penalties", "/commitments", "/commitments/0", ...disclose] });
const earlier = present("/evaluations/tax");
platform.refresh({ now: NOW + 4 * 86_400 });
const now = platform.now;
const later = present();
const verifier = await createVerifier({ root: platform.root, snapshot: platform.snapshot(), now, allowDemoRoot: true });
const programmes = [wallet().programme];
const { request } = wallet();
const holder = asked;

test("what is hidden by now is told, with what it changes", () => {
  const { changes, programmes: [found] } = compare(verifier, earlier, later, { programmes, holder, request, now });
  // The demo's dates are so many days before the day of the demo, so that other records differ too.
  assert.deepEqual(changes.filter(({ change }) => change === "hidden"), [{ change: "hidden", claim: "evaluations.tax" }]);
  assert.equal(found.before.outcome, "granted");
  assert.equal(found.after.outcome, "undetermined");
  const decision = verifier.check(later, { programme: programmes[0], holder, request, now });
  assert.equal(JSON.stringify(found.decision), JSON.stringify(decision));
  assert.throws(() => {
    changes.push(1);
  }, TypeError);
  assert.deepEqual(compare(verifier, later, later, { programmes, holder, request, now }).changes, []);
});

test("the command line tells the same", () => {
  const file = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const files = ["--root", file("root.json", platform.root), "--snapshot", file("snapshot.json", platform.snapshot())];
  const bundles = [file("a", earlier), file("b", later)];
  for (const explain of ["codes", "full"]) {
    const options = ["--aud", asked.audience, "--nonce", asked.nonce, "--now", String(now), "--explain", explain, "--json"];
    const { stdout, status } = spawnSync(join(root, process.env.CARGO_TARGET_DIR ?? "target", "debug/xinyi"), ["diff", ...files, ...options, ...bundles], { encoding: "utf8" });
    assert.equal(status, 1, stdout);
    const ours = compare(verifier, earlier, later, { holder, now, explain });
    assert.deepEqual(JSON.parse(JSON.stringify(ours)), JSON.parse(stdout).difference);
    assert.equal(JSON.stringify(ours), JSON.stringify(JSON.parse(stdout).difference));
  }
});

test("what cannot be compared throws", () => {
  const code = (call) => {
    try {
      call();
    } catch (error) {
      assert.ok(isXinyiError(error));
      assert.notEqual(error.message, "");
      return [error.code, error.details.bundle ?? error.details.pointer];
    }
    return undefined;
  };
  const options = { holder, now };
  assert.deepEqual(code(() => compare({}, earlier, later, options)), ["input.options", "/verifier"]);
  assert.deepEqual(code(() => compare(verifier, 1, later, options)), ["input.options", "/earlier"]);
  assert.deepEqual(code(() => compare(verifier, earlier, later, { ...options, programme: "a" })), ["input.options", "/programme"]);
  assert.equal(code(() => compare(verifier, earlier, later, { now }))[0], "input.holder");
  assert.deepEqual(code(() => compare(verifier, earlier, "a~", options)), ["format.structure", "later"]);
  const another = platform.wallet("firm-penalised").present({ ...asked, disclose: ["/subject/id"] });
  assert.equal(code(() => compare(verifier, earlier, another, options))[0], "binding.conflict");
});

// What it trusts is what the verifier trusts, and no more.
test("a verifier that has seen more does not forget it here", async () => {
  const empty = await createVerifier({ root: platform.root, now, allowDemoRoot: true });
  assert.throws(() => compare(empty, earlier, later, { holder, now }), { code: "trust.missing" });
  platform.revoke("firm-loan");
  verifier.load(platform.snapshot(), { now: platform.now });
  assert.throws(() => compare(verifier, earlier, later, { holder, now: platform.now }), { code: "status.invalid" });
});
