// A fresh demo platform: the package prints what the command line prints, byte for byte.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import test from "node:test";
import { createVerifier } from "xinyi";
import { command, makePlatform } from "./demo-platform.js";

const { folder, read, platform } = makePlatform("test-demo");
const { now, audience, nonce } = platform;
const verifier = await createVerifier({ root: read(platform.root), snapshot: read(platform.snapshot), now, allowDemoRoot: true });

function onCommandLine({ file, programme, request }, ...more) {
  const args = ["check", "--json", "--now", now, "--programme", programme, ...more];
  for (const name of ["root", "snapshot"]) args.push(`--${name}`, `${folder}/${platform[name]}`);
  if (request) {
    writeFileSync(`${folder}/request.json`, JSON.stringify(request));
    args.push("--request", `${folder}/request.json`);
  }
  const { stdout, status } = spawnSync(command, [...args.map(String), `${folder}/${file}`], { encoding: "utf8" });
  return { text: stdout.trimEnd(), status };
}

test("every bundle, in full and in codes, bound and unbound", () => {
  const outcomes = new Set();
  const codes = new Set();
  for (const bundle of platform.bundles) {
    const { programme, request } = bundle;
    for (const explain of ["full", "codes"]) {
      for (const [holder, flags] of [[{ audience, nonce }, ["--aud", audience, "--nonce", nonce]], ["unbound", ["--unbound"]]]) {
        const result = verifier.safeCheck(read(bundle.file), { programme, request, holder, explain, now });
        const { text, status } = onCommandLine(bundle, "--explain", explain, ...flags);
        assert.equal(JSON.stringify(result), text, bundle.file);
        assert.equal(status === 0, result.decision?.outcome === "granted", bundle.file);
        if (result.ok) outcomes.add(result.decision.outcome);
        else codes.add(result.error.code);
      }
    }
  }
  assert.deepEqual([...outcomes].sort(), ["granted", "not_applicable", "not_granted", "undetermined"]);
  assert.ok(codes.size >= 3, [...codes].join());
});

test("a check without holder is refused by both", () => {
  const [bundle] = platform.bundles;
  const { error } = verifier.safeCheck(read(bundle.file), { programme: bundle.programme, now });
  assert.equal(error.code, "input.holder");
  assert.equal(onCommandLine(bundle).status, 2);
});

test("every byte of a bundle counts", () => {
  const { file, programme, request } = platform.bundles[0];
  const whole = Buffer.from(read(file).trim());
  const options = { programme, request, holder: { audience, nonce }, now };
  assert.ok(verifier.safeCheck(whole, options).ok);
  for (let i = 0; i < whole.length; i++) {
    const changed = Buffer.from(whole);
    changed[i] ^= 1;
    const result = verifier.safeCheck(changed, options);
    assert.ok(!result.ok, `byte ${i}`);
    assert.match(result.error.code, /^(binding|claim|format|limit|signature|status|time|trust)\./, `byte ${i}`);
  }
});
