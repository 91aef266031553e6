// The first example of each README, as a newcomer pastes it: in an empty folder, with the packed package, without a
// network, today and on other days.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { root } from "./load-vectors.js";
import { ahead, offline } from "./offline.js";

const { version } = JSON.parse(readFileSync(`${root}pkg/package.json`, "utf8"));
const tarball = `xinyi-${version}.tgz`;
const pages = ["README.md", "README.zh-CN.md", "pkg/README.md"];
const HOUR = 3_600_000;

/** The programs alone, without what `node --test` tells its children. */
const { NODE_TEST_CONTEXT, NODE_OPTIONS, ...env } = process.env;

const folder = mkdtempSync(join(tmpdir(), "xinyi-newcomer-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, tarball), readFileSync(`${root}target/package/${tarball}`));
const npm = (...args) => execFileSync("npm", args, { cwd: folder, env: { ...env, npm_config_offline: "true", npm_config_audit: "false" }, stdio: ["ignore", "ignore", "pipe"] });
npm("init", "-y");
npm("install", `./${tarball}`);

/** The first block of code, and what its comments say that it prints. */
function firstExample(page) {
  const [, code] = /^```js\n([^]*?)^```$/m.exec(readFileSync(`${root}${page}`, "utf8"));
  const printed = [...code.matchAll(/^console\.log\(.*\);\n\/\/ (.*)$/gm)].map(([, line]) => `${line}\n`);
  return { code, printed: printed.join("") };
}

/** What a program prints that stands alone in a file, by a clock that is so many milliseconds ahead. */
function run(code, milliseconds = 0) {
  writeFileSync(join(folder, "try.mjs"), code);
  writeFileSync(join(folder, "host.cjs"), offline + ahead(milliseconds));
  const { status, stdout, stderr } = spawnSync("node", ["--require", "./host.cjs", "try.mjs"], { cwd: folder, env, encoding: "utf8" });
  return { status, stdout, stderr };
}

const withoutComments = (code) => code.replace(/^\/\/ .*\n/gm, "");

test("every README begins with the same program", () => {
  const [first, ...others] = pages.map((page) => withoutComments(firstExample(page).code));
  for (const other of others) assert.equal(other, first);
  for (const call of ["createPlatform(", "presentationRequest(", "plan(", "prepare(", "check("]) assert.ok(first.includes(call), call);
});

for (const page of pages) {
  test(`the first example of ${page} prints what it says: now, an hour later, and on other days`, () => {
    const { code, printed } = firstExample(page);
    assert.match(printed, /\bgranted\b/);
    const days = ["2027-01-01T00:00:00+08:00", "2028-02-29T15:59:59Z", "2036-11-30T04:00:00Z"].map((day) => Date.parse(day) - Date.now());
    for (const milliseconds of [0, HOUR, ...days]) {
      assert.deepEqual(run(code, milliseconds), { status: 0, stdout: printed, stderr: "" }, `${milliseconds} ms ahead`);
    }
  });
}

test("an example that is wrong does not pass for one that is right", () => {
  const { code, printed } = firstExample(pages[0]);
  const changed = (from, to) => {
    assert.ok(code.includes(from), from);
    return run(code.replace(from, to));
  };
  assert.match(changed("nonce: request.nonce", "nonce: verifier.createNonce()").stderr, /binding\.nonce/);
  assert.match(changed(", allowDemoRoot: true", "").stderr, /trust\.demo_root/);
  assert.match(changed("zhang-gold", "zhao-listed").stderr, /input\.options/);
  assert.notEqual(changed("zhang-gold", "li-silver").stdout, printed);
  assert.equal(run('fetch("https://app.example").catch(() => 0);').status, 9);
  const later = run("console.log(new Date().getTime() - Date.now() < 1000, new Date().getUTCFullYear());", Date.parse("2036-11-30") - Date.now());
  assert.equal(later.stdout, "true 2036\n");
});
