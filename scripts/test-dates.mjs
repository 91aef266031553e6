// test-dates.mjs [small]: what reads a date or makes a demo, on days on which such tests break: at
// the ends of years, on a leap day, ten years on; just before and after midnight in China; where the
// machine is a day behind. The machine's clock is faked by faketime, the demo's date is given.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cargoCounts, tapCounts } from "./counts.mjs";

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const small = process.argv[2] === "small";
const total = { passed: 0, failed: 0, skipped: 0 };

if (spawnSync("faketime", ["--version"]).error) {
  const needed = process.env.CI === "true";
  console.log("faketime is missing: apt-get install faketime");
  finish(needed ? { failed: 1 } : { skipped: 1 });
}

const today = new Date();
const year = today.getUTCFullYear();
const leapYear = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => year + n).find((n) => new Date(Date.UTC(n, 1, 29)).getUTCMonth() === 1);
const days = {
  today: today.toISOString().slice(0, 10),
  "31 December": `${year}-12-31`,
  "1 January": `${year + 1}-01-01`,
  "29 February": `${leapYear}-02-29`,
  // Of a leap day it is the first of March.
  "ten years on": new Date(Date.UTC(year + 10, today.getUTCMonth(), today.getUTCDate())).toISOString().slice(0, 10),
};
// Where the demo's date is not the clock's, a test that reads the clock in its place fails.
const hours = [
  { name: "noon in China, of a demo of another day", time: "12:00:00", demo: false },
  { name: "23:59 in China", time: "23:59:00", demo: true },
  { name: "00:01 in China", time: "00:01:00", demo: true },
  { name: "noon in China, in Los Angeles", time: "12:00:00", demo: true, zone: "America/Los_Angeles" },
];
let runs = Object.entries(days).flatMap(([name, day]) => hours.map((hour) => ({ ...hour, name: `${name} (${day}), ${hour.name}`, day })));
if (small) runs = runs.filter(({ name }) => /^29 February.*23:59|^ten years on.*another day/.test(name));

const rust = rustTests();
// What the hosts are compared with.
if (!small) execFileSync("cargo", ["run", "--locked", "--quiet", "-p", "xinyi-testkit", "--bin", "run-vectors", "--", "target/vectors-native.ndjson", "target/forecasts-native.ndjson"]);
const js = [...testsIn("tests/js"), ...(small ? [] : testsIn("tests/browser"))];
for (const run of runs) {
  const at = new Date(`${run.day}T${run.time}+08:00`);
  const folder = resolve("target", "dates");
  const env = { ...process.env, XINYI_DEMO_FOLDER: folder, NO_COLOR: "1", FORCE_COLOR: "0" };
  if (run.demo) env.XINYI_DEMO_NOW = at.toISOString();
  if (run.zone) env.TZ = run.zone;
  // Of this run alone: under `node --test` its children would report to it.
  delete env.NODE_TEST_CONTEXT;
  const found = { passed: 0, failed: 0, skipped: 0 };
  const take = (counts) => Object.keys(found).forEach((key) => (found[key] += counts[key]));
  for (const program of rust) take(under(at, env, [program], cargoCounts));
  take(under(at, env, ["node", "--test", "--test-reporter=tap", ...js], tapCounts));
  rmSync(folder, { recursive: true, force: true });
  Object.keys(total).forEach((key) => (total[key] += found[key]));
  console.log(`${found.failed ? "✗" : "✓"} ${run.name}: ${found.passed} passed, ${found.failed} failed, ${found.skipped} skipped`);
}
finish({});

/** Runs a command with the clock set. One that ends badly without counting a failure has failed once. */
function under(at, env, command, counts) {
  const offset = Math.round((at.getTime() - Date.now()) / 1000);
  // A distance in time, whatever the time zone.
  const child = spawnSync("faketime", ["-f", `${offset < 0 ? "" : "+"}${offset}`, ...command], {
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const found = counts(child.stdout);
  if ((child.status !== 0 && found.failed === 0) || found.passed + found.failed + found.skipped === 0) found.failed += 1;
  if (found.failed > 0) {
    mkdirSync("target/logs", { recursive: true });
    const log = `target/logs/dates-${basename(command[0])}-${at.toISOString()}.log`;
    writeFileSync(log, child.stdout + child.stderr);
    const failed = /^\s*not ok|FAILED|panicked/;
    console.error(child.stdout.split("\n").filter((line) => failed.test(line)).join("\n"));
    console.error(`failed at ${at.toISOString()}: ${command.join(" ")} (all of it is in ${log})`);
  }
  return found;
}

/** The test programs that run the command line or read the clock; built before the clock is faked. */
function rustTests() {
  const built = execFileSync("cargo", ["test", "--locked", "--all-features", "--no-run", "--message-format=json"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const programs = built.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const tests = programs.filter(({ executable, target }) => executable && target.kind.includes("test"));
  const wanted = ({ target }) => sourcesOf(target).some((file) => /CARGO_BIN_EXE|testkit::desk|SystemTime/.test(readFileSync(file, "utf8")));
  const few = ({ target }) => !small || ["ceremony", "commands", "demo"].includes(target.name);
  return tests.filter(wanted).filter(few).map(({ executable }) => executable);
}

/** A test program's own files: one, or a folder. */
function sourcesOf({ src_path: top }) {
  const folder = dirname(top);
  if (basename(top) !== "main.rs") return [top];
  return readdirSync(folder).filter((file) => file.endsWith(".rs")).map((file) => `${folder}/${file}`);
}

/** The test files that make a demo or use dates. */
function testsIn(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".test.js")).map((file) => `${folder}/${file}`);
  const wanted = small ? /"\.\/demo-platform\.js"/ : /demo-platform\.js"|authoring-cases|\bDate\b/;
  return files.filter((file) => wanted.test(readFileSync(file, "utf8"))).filter((file) => !small || /docs|load\./.test(file));
}

function finish(more) {
  Object.entries(more).forEach(([key, n]) => (total[key] += n));
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exit(total.failed > 0 ? 1 : 0);
}
