// What a build has in it: without --demo nothing of the demo's, wherever the folder was copied to.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { app } from "./phone.mjs";
import { now, ownRoot, read } from "./platform.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));

/** A copy of this folder, as a developer takes it. */
function copy(t) {
  const folder = mkdtempSync(join(tmpdir(), "wechat-miniprogram-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const file of ["build.mjs", "package.json", "tsconfig.json", "miniprogram"]) cpSync(join(here, file), join(folder, file), { recursive: true });
  symlinkSync(join(here, "node_modules"), join(folder, "node_modules"));
  const put = (file, text) => writeFileSync(join(folder, `miniprogram/data/${file}.js`), `module.exports = ${JSON.stringify(text)};\n`);
  const build = (...args) => spawnSync(process.execPath, ["build.mjs", "--now", String(now), ...args], { cwd: folder, encoding: "utf8" });
  return { folder, put, build, value: (file) => valueOf(join(folder, `build/data/${file}.js`)) };
}

function valueOf(file) {
  const context = vm.createContext({ module: {} });
  vm.runInContext(readFileSync(file, "utf8"), context);
  return JSON.parse(JSON.stringify(context.module.exports));
}

test("an app of one's own has one's root and snapshot, and no key, wallet or root of the demo", (t) => {
  const { folder, put, build, value } = copy(t);
  const root = ownRoot();
  put("root", root);
  put("snapshot", read("snapshot.json"));
  const { status, stderr } = build();
  assert.deepEqual([status, stderr], [0, ""]);
  assert.deepEqual([value("root"), value("snapshot"), value("demo")], [root, read("snapshot.json"), null]);
  const { version } = JSON.parse(Buffer.from(JSON.parse(read("snapshot.json")).manifest.payload, "base64url"));
  assert.deepEqual(value("minimum"), { time: now, root: 1, manifest: version, trust_list: version });
  assert.equal(existsSync(join(folder, "demo")), false);
  const { key, bundle } = valueOf(join(app, "data/demo.js"));
  assert.match(key, /^[0-9a-f]{64}$/);
  for (const name of readdirSync(join(folder, "build"), { recursive: true })) {
    if (!name.endsWith(".js")) continue;
    const source = readFileSync(join(folder, "build", name), "utf8");
    assert.ok(!source.includes(key) && !source.includes(bundle), name);
  }
});

test("without root or snapshot there is no app, nor with a demo's root, nor with a snapshot that does not verify", (t) => {
  const { folder, put, build } = copy(t);
  assert.match(build().stderr, /root\.js is missing.*xinyi trust root export --js/);
  put("root", read("root.json"));
  assert.match(build().stderr, /snapshot\.js is missing.*xinyi snapshot build --js/);
  assert.equal(existsSync(join(folder, "build")), false);
  put("snapshot", read("snapshot.json"));
  const demo = build();
  assert.equal(demo.status, 1);
  assert.match(demo.stderr, /trust\.demo_root/);
  put("root", ownRoot());
  put("snapshot", JSON.stringify({ ...JSON.parse(read("snapshot.json")), manifest: null }));
  const broken = build();
  assert.equal(broken.status, 1);
  assert.match(broken.stderr, /data\/snapshot\.js/);
});
