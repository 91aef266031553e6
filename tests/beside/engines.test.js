// Engines that run `xinyi batch` as a filter, on parts of the lines: the answers are those of one, line by line.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import test from "node:test";
import { root } from "../js/load-vectors.js";
import { alone, answersOf, demo, lines, unnumbered } from "./lines.js";

const COUNT = Number(process.env.XINYI_LINES || 2000);
const platform = demo("engines");
const input = `${platform.folder}/in.ndjson`;
const given = lines(platform, COUNT);
writeFileSync(input, given.join("\n") + "\n");
const { status, answers } = alone(platform.batch, readFileSync(input));
assert.equal(status, 1);
assert.equal(answers.length, COUNT);
const engine = [...platform.batch, "--jobs", "1"];

const spark = process.env.XINYI_SPARK;
test("Spark, in four partitions", { skip: spark ? false : "no PySpark" }, () => {
  const out = `${platform.folder}/spark`;
  rmSync(out, { recursive: true, force: true });
  const env = { ...process.env, PYSPARK_PYTHON: spark, SPARK_LOCAL_IP: "127.0.0.1" };
  const check = [`${root}examples/spark/check.py`, `file://${input}`, `file://${out}`, "4"];
  execFileSync(spark, [...check, ...engine], { env, stdio: ["ignore", "ignore", "pipe"] });
  const parts = readdirSync(out).filter((name) => name.startsWith("part-")).sort();
  assert.ok(parts.length >= 4, `${parts.length} parts`);
  same(parts.map((part) => readFileSync(`${out}/${part}`, "utf8")).join(""));
  // A partition that decides nothing fails, and leaves no answers.
  rmSync(out, { recursive: true });
  const without = engine.map((argument) => argument.replace("snapshot.json", "none.json"));
  const failed = spawnSync(spark, [...check, ...without], { env, stdio: "ignore" });
  assert.notEqual(failed.status, 0);
  assert.ok(!readdirSync(platform.folder).includes("spark") || !readdirSync(out).includes("_SUCCESS"));
});

const has = spawnSync("parallel", ["--version"], { encoding: "utf8" }).stdout?.startsWith("GNU parallel");
test("GNU parallel, in blocks", { skip: has ? false : "no GNU parallel" }, () => {
  const out = `${platform.folder}/parallel.ndjson`;
  const check = (command) => spawnSync(`${root}examples/parallel/check`, [input, out, ...command], { env: { ...process.env, BLOCK: "100k" }, encoding: "utf8" });
  const done = check(engine);
  assert.equal(done.status, 0, done.stderr);
  const text = readFileSync(out, "utf8");
  assert.ok(text.match(/^\{"line":1,/gm).length > 4, "one block");
  same(text);
  rmSync(out);
  assert.notEqual(check(engine.map((argument) => argument.replace("snapshot.json", "none.json"))).status, 0);
  assert.ok(!readdirSync(platform.folder).includes("parallel.ndjson"));
});

/** Line by line what one process answers, but for the numbers, which are of each process. */
function same(text) {
  const found = answersOf(text);
  assert.equal(found.length, COUNT);
  found.forEach((answer, n) => assert.equal(unnumbered(answer), unnumbered(answers[n]), given[n]));
}
