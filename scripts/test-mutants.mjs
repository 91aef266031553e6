// test-mutants.mjs: cargo-mutants over the code that decides whom to believe. A mutant that no test
// notices fails, unless mutants-excepted.json says why none can; so does an exception that a test
// notices after all, or that fits no mutant any more.
//
// MUTANTS_SHARD=k/n takes one of n parts (0/1 takes all); by default it is one of eight, drawn anew
// each time. MUTANTS=REGEX takes those whose names match.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, utimesSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { layTree } from "./tree.mjs";

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

/** What is mutated, what of it is not, and the tests that it concerns: whole programs, and modules. */
const GROUPS = [
  {
    name: "trust",
    files: ["src/trust/**"],
    not: ["src/trust/tests.rs", "src/trust/tests/**", "src/trust/ceremony.rs"],
    features: "issuer",
    programs: ["vectors", "trust", "issuers", "inputs", "programme_versions"],
    modules: ["trust::"],
  },
  {
    name: "ceremony",
    files: ["src/trust/ceremony.rs"],
    not: [],
    features: "cli",
    programs: ["ceremony"],
    modules: ["trust::"],
  },
  {
    name: "verifier",
    files: ["src/verifier/**"],
    not: ["src/verifier/**/tests.rs"],
    features: "issuer",
    programs: ["vectors", "inputs", "programme_versions"],
    modules: ["verifier::"],
  },
];

const TOOL = process.env.CARGO_MUTANTS;
const SHARD = process.env.MUTANTS_SHARD ?? (process.env.MUTANTS ? "0/1" : `${Math.floor(Math.random() * 8)}/8`);
const EXCEPTED = JSON.parse(readFileSync("scripts/mutants-excepted.json", "utf8"));
const OUT = resolve("target/mutants");
const TREE = `${OUT}/tree`;

if (!TOOL || !/^\d+\/[1-9]\d*$/.test(SHARD)) {
  console.error("usage: CARGO_MUTANTS=PROGRAM [MUTANTS_SHARD=k/n] [MUTANTS=REGEX] node scripts/test-mutants.mjs");
  process.exit(2);
}
console.log(`MUTANTS_SHARD=${SHARD}`);
layTree(TREE);
// What was built last was a mutant of another run, and files that are older than it would not be built
// anew.
const now = new Date();
utimesSync(`${TREE}/src/lib.rs`, now, now);

const all = GROUPS.flatMap(mutantsOf);
const problems = EXCEPTED.filter((exception) => all.filter((mutant) => fits(exception, mutant)).length !== 1).map(
  (exception) => `an exception fits no mutant, or several: ${exception.mutant}: ${exception.at}`,
);

const counts = { run: 0, caught: 0, excepted: 0, missed: 0, timeout: 0, unviable: 0 };
for (const group of GROUPS) {
  for (const { mutant, summary } of outcomesOf(group)) {
    const excepted = EXCEPTED.some((exception) => fits(exception, mutant));
    counts.run += 1;
    if (summary === "MissedMutant") {
      counts[excepted ? "excepted" : "missed"] += 1;
      if (!excepted) problems.push(`no test notices: ${mutant.name}\n    ${lineOf(mutant)}`);
    } else {
      counts[{ CaughtMutant: "caught", Timeout: "timeout", Unviable: "unviable" }[summary]] += 1;
      if (excepted) problems.push(`a test notices what is excepted: ${mutant.name}`);
    }
  }
}
for (const problem of problems) console.log(`✗ ${problem}`);
console.log(
  `${counts.run} of ${all.length} mutants run (MUTANTS_SHARD=${SHARD}): ${counts.caught} caught, ${counts.timeout} ran into the timeout, ` +
    `${counts.unviable} do not compile, ${counts.excepted} excepted, ${counts.missed} missed`,
);
process.exit(problems.length > 0 ? 1 : 0);

/** What cargo-mutants makes of a group, whatever the shard. */
function mutantsOf(group) {
  return JSON.parse(run(TOOL, ["mutants", "--list", "--json", ...common(group)]).stdout);
}

/** The outcome of each mutant of a group that this shard has. */
function outcomesOf(group) {
  const wanted = process.env.MUTANTS ? ["--re", process.env.MUTANTS] : [];
  const part = [...wanted, "--shard", SHARD, "--sharding", "round-robin"];
  // Without any it would say that something is wrong.
  if (JSON.parse(run(TOOL, ["mutants", "--list", "--json", ...common(group), ...part]).stdout).length === 0) return [];
  const out = `${OUT}/${group.name}`;
  rmSync(out, { recursive: true, force: true });
  const programs = group.programs.map((program) => `--test=${program}`);
  const cargo = ["--locked", "--lib", ...programs];
  const args = [
    ...["mutants", "--in-place", "--output", out, "--no-shuffle", "--colors", "never", "--timeout", "180"],
    ...["--profile", "mutants", "--features", group.features, ...cargo.flatMap((arg) => ["-C", arg])],
    ...[...common(group), ...part, "--", "--", "--exact", ...testsOf(group, programs)],
  ];
  const { status } = run(TOOL, args, ["ignore", "inherit", "inherit"]);
  // Caught, or some missed, or some timed out: anything else is no result.
  if (![0, 2, 3].includes(status)) fail(`cargo-mutants ended with ${status}`);
  const { outcomes } = JSON.parse(readFileSync(`${out}/mutants.out/outcomes.json`, "utf8"));
  return outcomes.filter((o) => o.scenario.Mutant).map((o) => ({ mutant: o.scenario.Mutant, summary: o.summary }));
}

function common(group) {
  const each = (option, globs) => globs.flatMap((glob) => [option, glob]);
  return ["--no-config", "--dir", TREE, ...each("--file", group.files), ...each("--exclude", group.not)];
}

/** All tests of the group's programs, and those of its modules of the library. */
function testsOf(group, programs) {
  const list = (...targets) => {
    const args = ["test", "--locked", "--profile", "mutants", "--features", group.features, ...targets, "--", "--list"];
    const { status, stdout, stderr } = run("cargo", args, "pipe", TREE);
    if (status !== 0) fail(stderr);
    return [...stdout.matchAll(/^(\S+): test$/gm)].map(([, name]) => name);
  };
  const library = list("--lib");
  for (const module of group.modules) {
    if (!library.some((name) => name.startsWith(module))) fail(`no test is in ${module}`);
  }
  return [...library.filter((name) => group.modules.some((module) => name.startsWith(module))), ...list(...programs)];
}

/** An exception names the mutant without its place, which changes, and the line that it is made in. */
function fits(exception, mutant) {
  return mutant.name.replace(/:\d+:\d+:/, ":") === exception.mutant && lineOf(mutant) === exception.at;
}

function lineOf(mutant) {
  return readFileSync(`${TREE}/${mutant.file}`, "utf8").split("\n")[mutant.span.start.line - 1].trim();
}

function run(program, args, stdio = "pipe", cwd = ".") {
  const env = { ...process.env, CARGO_TERM_COLOR: "never", CARGO_TARGET_DIR: `${OUT}/target` };
  return spawnSync(program, args, { cwd, env, stdio, encoding: "utf8", maxBuffer: 1 << 28 });
}

function fail(problem) {
  console.error(problem);
  process.exit(1);
}
