// The examples of each README, as a newcomer pastes them: in an empty folder, with the packed package, without a network,
// today and on other days.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { createPlatformSync } from "xinyi/testing";
import { root } from "./load-vectors.js";
import { ahead, offline } from "./offline.js";

const { version } = JSON.parse(readFileSync(`${root}pkg/package.json`, "utf8"));
const tarball = `xinyi-${version}.tgz`;
const pages = ["README.md", "README.zh-CN.md", "pkg/README.md", "pkg/README.zh-CN.md"];
const HOUR = 3_600_000;

/** The programs alone, without what `node --test` tells its children. */
const { NODE_TEST_CONTEXT, NODE_OPTIONS, ...env } = process.env;

const folder = mkdtempSync(join(tmpdir(), "xinyi-newcomer-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, tarball), readFileSync(`${root}target/package/${tarball}`));
const npm = (...args) => execFileSync("npm", args, { cwd: folder, env: { ...env, npm_config_offline: "true", npm_config_audit: "false" }, stdio: ["ignore", "ignore", "pipe"] });
npm("init", "-y");
npm("install", `./${tarball}`);

const blocks = (page, language) => [...readFileSync(`${root}${page}`, "utf8").matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, "gm"))].map(([, block]) => block);

/** The whole way of a request, and what its comments say that it prints. */
function firstExample(page) {
  const code = blocks(page, "js").find((block) => block.includes("presentationRequest("));
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

test("every README has the same program", () => {
  const [first, ...others] = pages.map((page) => withoutComments(firstExample(page).code));
  for (const other of others) assert.equal(other, first);
  for (const call of ["createPlatform(", "presentationRequest(", "plan(", "prepare(", "check("]) assert.ok(first.includes(call), call);
});

for (const page of pages) {
  test(`the whole way of ${page} prints what it says: now, an hour later, and on other days`, () => {
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

/** The page of the package, typed line by line into an empty folder. */
function typed(page) {
  const [install, start, ...others] = blocks(page, "sh");
  assert.deepEqual(others, []);
  const [code] = blocks(page, "js");
  const [, name] = /`(\S+\.js)`/.exec(readFileSync(`${root}${page}`, "utf8"));
  return { install, name, code, start };
}

for (const page of ["pkg/README.md", "pkg/README.zh-CN.md"]) {
  test(`${page} comes from an empty folder to a decision in eight lines`, () => {
    const { install, name, code, start } = typed(page);
    const lines = [install, code, start].join("").trim().split("\n");
    assert.ok(lines.length <= 8, `${lines.length} lines`);
    for (const line of lines) assert.ok(line.length <= 120, line);
    // One nonce, of the app's own.
    assert.equal(code.match(/createNonce\(\)/g).length, 1);

    const empty = mkdtempSync(join(tmpdir(), "xinyi-eight-lines-"));
    try {
      const sh = (line) => execFileSync("sh", ["-c", line], { cwd: empty, env: { ...env, npm_config_offline: "true", npm_config_audit: "false", npm_config_update_notifier: "false" }, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
      writeFileSync(join(empty, tarball), readFileSync(`${root}target/package/${tarball}`));
      sh(install);
      const { type = "commonjs" } = JSON.parse(readFileSync(join(empty, "package.json"), "utf8"));
      assert.equal(type, "commonjs");
      writeFileSync(join(empty, name), code);
      assert.equal(sh(start), "granted\n");
      assert.match(readFileSync(`${root}${page}`, "utf8").split(start)[1], /^```\n\n.*`granted`/);
      // On another day, an hour later, and with no network.
      for (const milliseconds of [0, HOUR, Date.parse("2028-02-29T15:59:59Z") - Date.now()]) {
        writeFileSync(join(empty, "host.cjs"), offline + ahead(milliseconds));
        assert.equal(sh(start.replace("node ", "node --require ./host.cjs ")), "granted\n");
      }
    } finally {
      rmSync(empty, { recursive: true });
    }
  });

  test(`${page} counts the programmes and wallets that there are`, () => {
    const { wallets, programmes } = createPlatformSync();
    const numbers = { six: 6, 六: 6 };
    const text = readFileSync(`${root}${page}`, "utf8");
    const [, count] = /one of (\w+) of the made-up platform|演示平台(.)个项目之一/.exec(text).filter((part) => part !== undefined);
    assert.equal(numbers[count], programmes.length);
    assert.equal(Number(/lists (\d+) people|列出 (\d+) 个/.exec(text)[0].replace(/\D/g, "")), wallets.length);
  });

  test(`${page} says what a newcomer is told`, () => {
    const { code } = typed(page);
    const told = new Map([
      ["trust.demo_root", [", allowDemoRoot: true", ""]],
      ["trust.missing", [" snapshot: platform.snapshot(),", ""]],
      ["status.expired", ["request, holder })", "request, holder, now: platform.now + 4 * 86400 })"]],
      ["binding.window", ["request, holder })", "request, holder, now: platform.now + 400 })"]],
      ["binding.nonce", ["request, holder })", "request, holder: { ...holder, nonce: verifier.createNonce() } })"]],
      ["binding.audience", ["request, holder })", 'request, holder: { ...holder, audience: "https://other.example" } })']],
      ["binding.missing", ["wallet.present(holder)", "wallet.bundle"]],
      ["programme.unknown", ["{ programme, request, holder })", '{ programme: "no.such", request, holder })']],
      ["time.rollback", ["request, holder })", "request, holder, now: platform.now - 2 * 86400 })"]],
    ]);
    const table = readFileSync(`${root}${page}`, "utf8").split(/^\| (?:code \| why|错误码 \| 原因) \|\n.*\n/m)[1].split("\n\n")[0];
    assert.deepEqual([...table.matchAll(/`([a-z]+\.[a-z_]+)`/g)].map(([, word]) => word).filter((word) => !/^(holder|verifier)\./.test(word)).sort(), [...told.keys()].sort());
    for (const [expected, [from, to]] of told) {
      assert.ok(code.includes(from), from);
      writeFileSync(join(folder, "told.cjs"), code.replace(from, to));
      const { stderr } = spawnSync("node", ["told.cjs"], { cwd: folder, env, encoding: "utf8" });
      assert.ok(stderr.includes(`code: '${expected}'`), `${expected}: ${stderr.slice(0, 600)}`);
    }
  });
}
