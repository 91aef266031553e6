// test-faults.mjs: wrong readings, put into a copy of the code one at a time. For each it says which
// test caught it, and fails if none did, or if the code has changed so that the fault fits nowhere.
// With --fit it sees that each still fits, and runs nothing; with parts of names it runs those alone.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { layTree } from "./tree.mjs";

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const SOUNDNESS = "--test soundness";
const RULES = "--lib rules::tests::soundness";
const CHANGE_POINTS = "--lib rules::tests::change_points";
const HORIZON = "--test horizon";
const WORST = "--lib decision::tests::worst";
const COMPLETE = "--lib decision::tests::complete";
const CLEAR = "--lib decision::tests::clear";
const VECTORS = "--test vectors";
const LAW = "--lib credit::lawful_use";
const INPUTS = "--test inputs";
const STATES = "--lib trust::tests::states";
const SUBJECTS = "--lib verifier::subjects";
/** Without chance: random cases of that kind are too few to rely on. */
const DECISION = "--test decision";
const COMMITMENTS = "src/verifier/commitments.rs";
const LINT = "--lib authoring::lint::tests";
const DEFECTS = "--test defects";
const ANALYSIS = "src/rules/analysis";

/** What is read wrongly, where, what stands there for what, and what has to notice. */
const FAULTS = [
  ["nothing lies between two thresholds", `${ANALYSIS}/samples.rs`, "let taken = between.min(several);", "let taken = 0 * between.min(several);", [LINT]],
  ["every fact is always there", `${ANALYSIS}/samples.rs`, "if !is_text && domains.presence(list, segments) != Presence::Always {", "if is_text && domains.presence(list, segments) != Presence::Always {", [LINT]],
  ["counting ends where it begins to matter", `${ANALYSIS}/lists.rs`, "most.map_or(0, |most| most.saturating_add(1))", "most.unwrap_or(0)", [LINT]],
  ["all of a list are so if one is", `${ANALYSIS}/lists.rs`, "Quantifier::All => !found(seen.fails),", "Quantifier::All => found(seen.holds),", [LINT]],
  ["a tier is granted beside an earlier one", `${ANALYSIS}/claims.rs`, "all.extend((0..tier).map(|earlier| self.tier(earlier).negated()));", "", [LINT]],
  ["bands overlap where one holds the other", `${ANALYSIS}/claims.rs`, "if !mine || !theirs || known {", "if !mine && !theirs || known {", [LINT]],
  ["the tier that gives more comes last", `${ANALYSIS}/claims.rs`, "!(self.gives_less)(first, second)", "!(self.gives_less)(second, first)", [LINT]],
  ["a gap is what one band leaves out", `${ANALYSIS}/claims.rs`, "&& !below.iter().any(|tier| held.contains(tier))", "", [LINT]],
  ["a lower score is better", `${ANALYSIS}/table.rs`, "let ordered = rank(low).zip(rank(high)).is_some_and(|(a, b)| a < b);", "let ordered = rank(low).zip(rank(high)).is_some_and(|(a, b)| b < a);", [LINT]],
  ["what is absent fails a none", `${ANALYSIS}/positions.rs`, "Quantifier::No => !against,", "Quantifier::No => against,", [DEFECTS]],
  ["a decoy counts as a record", "src/credit/facts/mod.rs", "doubt: Some(self.undisclosed(&name())),", "doubt: None,", [SOUNDNESS]],
  [
    "an unknown age is that of an adult",
    "src/credit/claims.rs",
    ".map_or(Verdict::Unknown, |birth| birth.is_of_age(years, day))",
    ".map_or(Verdict::Unknown, |birth| (birth.is_of_age(years, day) != Verdict::False).into())",
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
    "what a quantifier asks of each element is free",
    "src/rules/evaluate.rs",
    "let hit = self.hit(quantifier, body, candidate);\n            found",
    "let free = Work::of(u64::MAX);\n            let mut within: View<'_> = *self;\n            within.work = &free;\n            let hit = within.hit(quantifier, body, candidate);\n            found",
    [WORST],
  ],
  [
    "what is absent is unknown",
    "src/rules/evaluate.rs",
    "Resolved::Hidden(..) => Reading::Hidden,",
    "Found::Hidden(..) | Resolved::Absent => Reading::Hidden,",
    [RULES],
  ],
  [
    "a part that settles a condition today hides the days of the others",
    "src/rules/change_points.rs",
    "for part in parts {",
    "for part in parts.iter().take_while(|part| view.verdict(part) != super::verdict::Verdict::False) {",
    [CHANGE_POINTS, HORIZON],
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
    "if !homes.iter().all(|home| known(home)) {",
    "if !homes.iter().any(|home| known(home)) {",
    [COMPLETE, VECTORS],
  ],
  [
    "who knows a province knows the country's lists",
    "src/credit/complete.rs",
    "let nationwide = |row: &&Completeness| row.nationwide && row.is_of(field);",
    "let nationwide = |row: &&Completeness| row.is_of(field);",
    [COMPLETE, VECTORS],
  ],
  [
    "who knows one field knows of records without one",
    "src/credit/completeness.rs",
    "None => self.fields == Fields::All,",
    "None => true,",
    [COMPLETE, VECTORS],
  ],
  [
    "a statement of absence is about records of any severity",
    "src/credit/statement.rs",
    "self.degree.is_none_or(|own| own == degree)",
    "self.degree.is_none_or(|own| own == degree || !degree.is_empty())",
    [CLEAR, VECTORS],
  ],
  [
    "a statement of absence is about the whole country",
    "src/credit/completeness.rs",
    "nationwide: regions.iter().any(|region| is_national(region)),",
    "nationwide: true,",
    [CLEAR, VECTORS],
  ],
  [
    "a statement of absence is about promises that were kept",
    "src/credit/statement.rs",
    "degree = Some(BROKEN);",
    "degree = None;",
    [CLEAR, VECTORS],
  ],
  [
    "to be on no serious list here is to be on none elsewhere",
    "src/credit/clear.rs",
    "&& extent.is_within(&statement.reach, work)",
    "&& (true || extent.is_within(&statement.reach, work))",
    [CLEAR],
  ],
  [
    "a place of a list that is shown is empty as soon as a statement is about the list",
    "src/credit/facts/mod.rs",
    ".is_some_and(|left_open| left_open.is_empty());",
    ".is_some();",
    [CLEAR, VECTORS],
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
    "src/credit/facts/builder.rs",
    "self.context.extent.filter(|e| !e.knows(name)).map(unknown)",
    "self.context.extent.filter(|e| !e.knows(name) && false).map(unknown)",
    [VECTORS],
  ],
  [
    "grades of an agreement on another field",
    "src/credit/lawful_use/recognition.rs",
    "                && agreement.fields.cover_all(&wanted)\n",
    "",
    [LAW, VECTORS],
  ],
  [
    "grades of an agreement on one of the programme's fields",
    "src/credit/lawful_use/recognition.rs",
    "agreement.fields.cover_all(&wanted)",
    "self.fields.iter().any(|field| agreement.fields.covers(field)) | agreement.fields.cover_all(&wanted)",
    [LAW, VECTORS],
  ],
  [
    "a list that came along need not be as new as one that was there",
    "src/trust/status.rs",
    "self.state.check_status_list(&name, &list, now)?;",
    "",
    [VECTORS],
  ],
  [
    "a list that came along speaks for whoever calls one so",
    "src/trust/status.rs",
    "*by == signer.id && of == uri",
    "of == uri",
    [INPUTS],
  ],
  [
    "of one issuer's lists that came along one speaks for all",
    "src/trust/status.rs",
    "*by == signer.id && of == uri",
    "*by == signer.id",
    [INPUTS],
  ],
  [
    "of two lists of one second that came along counts",
    "src/trust/status.rs",
    "&& newest.as_ref().is_none_or(|n| n.iat() < list.iat())",
    "&& newest.as_ref().is_none_or(|n| n.iat() <= list.iat())",
    [VECTORS],
  ],
  [
    "of two lists of one second what is loaded last counts",
    "src/trust/status_lists.rs",
    "&& self.list.iat() >= other.list.iat()",
    "&& self.list.iat() > other.list.iat()",
    [VECTORS],
  ],
  [
    "an issuer may know of fields that it may not speak of",
    "src/trust/issuer.rs",
    "if !complete.all(|row| row.is_in_fields(&issuer.fields)) {",
    "if complete.any(|_| false) {",
    [VECTORS],
  ],
  [
    "a city below another may have districts",
    "src/trust/issuer.rs",
    "parent.kind == EntryKind::Municipal && parent.parent.is_none()",
    "parent.kind == EntryKind::Municipal",
    [VECTORS],
  ],
  [
    "any kind of entry may have districts",
    "src/trust/issuer.rs",
    "parent.kind == EntryKind::Municipal && parent.parent.is_none()",
    "parent.parent.is_none()",
    [VECTORS],
  ],
  [
    "a district may issue what its city does not",
    "src/trust/issuer.rs",
    "            && self.vct.iter().all(|v| parent.vct.contains(v))\n",
    "",
    [VECTORS],
  ],
  [
    "a city whose keys were all replaced goes on to have districts",
    "src/trust/issuer.rs",
    "parent.keys.iter().any(|k| k.revoked.is_none())",
    "!parent.keys.is_empty()",
    [VECTORS],
  ],
  [
    "of two states the older manifest counts",
    "src/trust/state.rs",
    "if version(&theirs) > version(&self.manifest) {",
    "if version(&theirs) < version(&self.manifest) {",
    [STATES],
  ],
  [
    "of two states the older time of a status list counts",
    "src/trust/seen.rs",
    "*known = iat.max(*known);",
    "*known = iat.min(*known);",
    ["--lib trust::seen"],
  ],
  [
    "the manifest of former keys outlives a new root",
    "src/trust/state.rs",
    "let stays = |m: &SeenManifest| SeenManifest::read(&m.text, root).is_ok();",
    "let stays = |m: &SeenManifest| SeenManifest::read(&m.text, root).is_ok() || m.version > 0;",
    [VECTORS],
  ],
  [
    "only the manifest tells the time",
    "src/trust/state.rs",
    "|m| m.iat.max(root))",
    "|m| m.iat)",
    [VECTORS],
  ],
  [
    "fresh for an instant too long",
    "src/decision/day.rs",
    "Time::At(now) => now >= bundle.fresh_until.at,",
    "Time::At(now) => now > bundle.fresh_until.at,",
    [VECTORS],
  ],
  [
    "fresh for a day too long",
    "src/credit/facts/freshness.rs",
    "day.next().unwrap_or(Day::MAX).start()",
    "day.next().and_then(Day::next).unwrap_or(Day::MAX).start()",
    [VECTORS],
  ],
  [
    "a longer max_age needs no status list that keeps up",
    "src/credit/facts/freshness.rs",
    "allowed.min(lawful.max(kept_up))",
    "allowed.min(lawful.max(kept_up).max(allowed))",
    [VECTORS],
  ],
  [
    "a next root may come from the future",
    "src/trust/chain.rs",
    "        not_from_the_future(next.iat, now)?;\n",
    "        let _ = (not_from_the_future, now);\n",
    [VECTORS],
  ],
  ["a commitment counts for any programme", COMMITMENTS, "if (id, version) != (&programme.id, &programme.version) {", "if id.is_empty() {", [VECTORS]],
  ["a commitment answers any request", COMMITMENTS, "expected.check(claims, options.now)?;", "let _ = (expected, claims);", [VECTORS]],
  ["any key signs in the holder's name", COMMITMENTS, ".find(|(thumbprint, _)| thumbprint == kid)", ".find(|_| !kid.is_empty())", [VECTORS]],
  ["one promise counts as two", COMMITMENTS, "if promises.iter().any(is_like) {", "if promises.iter().any(is_like) && index > 16 {", [VECTORS]],
  ["what was not promised never will be", COMMITMENTS, "promised(promises.collect(), true)", "promised(promises.collect(), false)", [VECTORS]],
  [
    "a grant outlives its commitment",
    "src/verifier/proven.rs",
    "let mut end = self.commitments.end;",
    "let mut end: Option<Instant> = None;",
    ["--test holder"],
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

const parts = process.argv.length > 2 ? process.argv.slice(2) : [""];
const wanted = FAULTS.filter(([name]) => parts.some((part) => name.includes(part)));
let missed = 0;
for (const [name, file, right, wrong, tests] of wanted) {
  const text = readFileSync(`${tree}/${file}`, "utf8");
  writeFileSync(`${tree}/${file}`, text.replace(right, () => wrong));
  for (const test of tests) {
    const { stdout, stderr } = run("cargo", ["test", "--locked", "--profile", "mutants", "--features", "issuer", ...test.split(" ")], tree);
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
