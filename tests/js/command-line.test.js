// A fresh demo platform: the package prints what the command line prints, byte for byte.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

const CLEARS_THE_SCREEN = "\u001b[2J\r\n\u202egranted\u2066\u007f\u009b1m\u200b\u2028\u{e0041}";

test("what is hostile is told by both in the same bytes, and shown to nobody", () => {
  const [bundle] = platform.bundles;
  const [token, ...rest] = read(bundle.file).trim().split("~");
  const [header, payload, signature] = token.split(".");
  const changed = (part, changes) => Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(part, "base64url")), ...changes })).toString("base64url");
  const tokens = [
    [changed(header, { typ: CLEARS_THE_SCREEN }), payload],
    [changed(header, { kid: CLEARS_THE_SCREEN }), payload],
    [changed(header, { alg: CLEARS_THE_SCREEN }), payload],
    [header, changed(payload, { iss: CLEARS_THE_SCREEN })],
    [header, changed(payload, { status: { status_list: { idx: 0, uri: CLEARS_THE_SCREEN } } })],
  ];
  let shown = 0;
  for (const [i, parts] of tokens.entries()) {
    const file = `hostile-${i}.sd-jwt`;
    const hostile = [[...parts, signature].join("."), ...rest].join("~");
    writeFileSync(`${folder}/${file}`, hostile);
    const { programme, request } = bundle;
    const result = verifier.safeCheck(hostile, { programme, request, holder: { audience, nonce }, explain: "full", now });
    const { text } = onCommandLine({ ...bundle, file }, "--aud", audience, "--nonce", nonce);
    assert.equal(JSON.stringify(result), text);
    assert.equal(result.ok, false);
    assert.doesNotMatch(result.error.message, /[^ -~]/);
    shown += result.error.message.includes("\\u{1b}");
  }
  assert.ok(shown >= 2, `${shown}`);
});

test("the package and the core know the same characters", () => {
  const [{ file, programme, request }] = platform.bundles;
  const points = [];
  for (const [from, to] of [[0, 0x3100], [0xd7f0, 0xd800], [0xe000, 0xe010], [0xfdf0, 0x10010], [0xdfff0, 0xe0210]]) {
    for (let point = from; point < to; point++) points.push(point);
  }
  // Two that pointers escape.
  const name = String.fromCodePoint(...points.filter((point) => point !== 0x2f && point !== 0x7e));
  const options = { programme, request, holder: { audience, nonce }, now };
  const ours = verifier.safeCheck(read(file), { ...options, [name]: 1 }).error;
  const cores = verifier.safeCheck(read(file), { ...options, request: { [name]: 1 } }).error;
  assert.deepEqual([ours.code, cores.code], ["input.options", "input.request"]);
  // The core leaves lines their breaks.
  const told = cores.details.pointer.replace("\n", "\\u{a}").replace("\t", "\\u{9}");
  assert.ok(told.endsWith("\u{e020f}"));
  assert.ok(ours.message.includes(told.slice(told.lastIndexOf("\\u{0}"))), ours.message);
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

test("root and snapshot as CommonJS modules, for hosts that read no JSON", () => {
  const load = (file) => {
    const module = { exports: {} };
    new Function("module", readFileSync(`${folder}/${file}`, "utf8"))(module);
    return module.exports;
  };
  const run = (...args) => spawnSync(command, [...args, "--js", "--now", String(now), "--out", `${folder}/made.js`], { encoding: "utf8" });
  const { status, stderr } = run("trust", "root", "export", `${folder}/${platform.root}`);
  assert.equal(status, 0, stderr);
  assert.equal(load("made.js"), read(platform.root));

  const { programmes, status_lists } = JSON.parse(read(platform.snapshot));
  const flags = [["programme", programmes], ["status-list", status_lists]].flatMap(([kind, parts]) =>
    parts.flatMap((part, i) => (writeFileSync(`${folder}/${kind}.${i}`, part), [`--${kind}`, `${folder}/${kind}.${i}`])),
  );
  const built = run("snapshot", "build", "--root", `${folder}/${platform.root}`, "--manifest", `${folder}/trust/manifest.json`, "--trust-list", `${folder}/trust/trust-list.json`, ...flags);
  assert.equal(built.status, 0, built.stderr);
  assert.deepEqual(JSON.parse(load("made.js")), JSON.parse(read(platform.snapshot)));

  // What no app could pin is not written.
  writeFileSync(`${folder}/no-root.json`, "{}");
  rmSync(`${folder}/made.js`);
  assert.equal(run("trust", "root", "export", `${folder}/no-root.json`).status, 2);
  assert.equal(existsSync(`${folder}/made.js`), false);
  assert.equal(spawnSync(command, ["trust", "root", "export", `${folder}/${platform.root}`, "--out", `${folder}/made.js`]).status, 2);
});
