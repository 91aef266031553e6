// test-faults.mjs: wrong readings, put into a copy of the code one at a time. For each it says which
// test caught it, and fails if none did, or if the code has changed so that the fault fits nowhere.
// With --fit it sees that each still fits, and runs nothing; with a part of a name it runs those alone.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { layTree } from "./tree.mjs";

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const SOUNDNESS = "--test soundness";
const RULES = "--lib rules::tests::soundness";
const TURNING = "--lib rules::tests::turning_days";
const HORIZON = "--test horizon";
const COMPLETE = "--lib decision::tests::complete";
const VECTORS = "--test vectors";
const SUBJECTS = "--lib verifier::subjects";
/** Without chance: random cases of that kind are too few to rely on. */
const DECISION = "--test decision";

/** What is read wrongly, where, what stands there for what, and what has to notice. */
const FAULTS = [
  ["a decoy counts as a record", "src/credit/facts/mod.rs", "doubt: Some(self.undisclosed(&name)),", "doubt: None,", [SOUNDNESS]],
  [
    "an unknown age is that of an adult",
    "src/credit/birth.rs",
    ".map_or(Verdict::Unknown, |birth| birth.is_adult(day))",
    ".map_or(Verdict::Unknown, |birth| (birth.is_adult(day) != Verdict::False).into())",
    [SOUNDNESS],
  ],
  [
    "what is disputed is false",
    "src/credit/facts/mod.rs",
    "if record.is_disputed() && doubt.is_none() {",
    "if record.is_disputed() {\n            return None;\n        }\n        if record.is_disputed() && doubt.is_none() {",
    [SOUNDNESS],
  ],
  [
    "an agency ties two platforms' records",
    "src/verifier/subjects.rs",
    "centre.shares_id_with(other) || centre.links_to(other)",
    "centre.shares_id_with(other) || centre.links_to(other) || other.links_to(centre)",
    [SUBJECTS],
  ],
  [
    "an agency says whose a platform's record is",
    "src/verifier/subjects.rs",
    "None if same.iter().any(|other| other.links_to(party)) => {}",
    "None if same.iter().any(|other| other.links_to(party) || party.links_to(other)) => {}",
    [SUBJECTS],
  ],
  [
    "what is absent is unknown",
    "src/rules/evaluate.rs",
    "Found::Hidden(..) => Reading::Hidden,",
    "Found::Hidden(..) | Found::Absent => Reading::Hidden,",
    [RULES],
  ],
  [
    "a part that settles a condition today hides the days of the others",
    "src/rules/turning.rs",
    "for part in parts {",
    "for part in parts.iter().take_while(|part| view.verdict(part) != super::verdict::Verdict::False) {",
    [TURNING, HORIZON],
  ],
  [
    "what nobody has shown has no days of its own",
    "src/credit/facts/mod.rs",
    "facts.open = vec![any.into()];",
    "let _ = Further::from(any);",
    [DECISION],
  ],
  [
    "who knows one of several regions knows all of them",
    "src/credit/complete.rs",
    "if !forum.homes(field, day).iter().all(|home| known(home)) {",
    "if !forum.homes(field, day).iter().any(|home| known(home)) {",
    [COMPLETE, VECTORS],
  ],
  [
    "who knows a province knows the country's lists",
    "src/credit/complete.rs",
    "let nationwide = |row: &Completeness| row.nationwide && row.is_of(field);",
    "let nationwide = |row: &Completeness| row.is_of(field);",
    [COMPLETE, VECTORS],
  ],
  [
    "who knows one field knows of records without one",
    "src/credit/complete.rs",
    "None => self.fields == Fields::All,",
    "None => true,",
    [COMPLETE, VECTORS],
  ],
  [
    "records that are recognised by agreement need not be known",
    "src/credit/lawful_use/recognition.rs",
    "if let Some(field) = field.filter(relevant) {",
    "if let Some(field) = field.filter(|field| relevant(field) && false) {",
    [COMPLETE, VECTORS],
  ],
  [
    "an optional claim that a bundle lacks is not there",
    "src/credit/facts/mod.rs",
    "self.context.extent.filter(|e| !e.knows(name)).map(unknown)",
    "self.context.extent.filter(|e| !e.knows(name) && false).map(unknown)",
    [VECTORS],
  ],
];

const fits = FAULTS.map(([name, file, right]) => {
  const times = existsSync(file) ? readFileSync(file, "utf8").split(right).length - 1 : 0;
  if (times !== 1) console.log(`✗ ${name}: ${file} has it ${times} times: ${right}`);
  return times === 1;
});
if (process.argv.includes("--fit") || fits.includes(false)) {
  console.log(`${FAULTS.length} faults, ${fits.filter((fit) => !fit).length} fit nowhere, or in more than one place`);
  process.exit(fits.includes(false) ? 1 : 0);
}

const tree = "target/faults/tree";
layTree(tree);

const part = process.argv[2] ?? "";
const wanted = FAULTS.filter(([name]) => name.includes(part));
let missed = 0;
for (const [name, file, right, wrong, tests] of wanted) {
  const text = readFileSync(`${tree}/${file}`, "utf8");
  writeFileSync(`${tree}/${file}`, text.replace(right, () => wrong));
  for (const test of tests) {
    const { stdout, stderr } = run("cargo", ["test", "--locked", "--all-features", ...test.split(" ")], tree);
    const caught = [...stdout.matchAll(/^test (\S+) \.\.\. FAILED$/gm)].map(([, by]) => by);
    if (caught.length === 0) {
      missed += 1;
      console.error(stderr.split("\n").slice(-20).join("\n"));
    }
    console.log(`${caught.length > 0 ? "✓" : "✗"} ${name}: ${test}: ${caught.join(", ") || "not caught"}`);
  }
  writeFileSync(`${tree}/${file}`, text);
}
console.log(`${wanted.length} faults, ${missed} not caught`);
process.exit(missed > 0 || wanted.length === 0 ? 1 : 0);

function run(program, args, cwd = ".") {
  const env = { ...process.env, CARGO_TERM_COLOR: "never", CARGO_TARGET_DIR: fileURLToPath(new URL("../target/faults/target", import.meta.url)) };
  return spawnSync(program, args, { cwd, env, encoding: "utf8", maxBuffer: 1 << 28 });
}
