// What xinyi/authoring is run on, each with what the native code makes of it: programmes and facts of
// docs/authoring.md, of the demo platform and of the vectors, the cases of tests/law-cases, and forecasts for the
// vectors.
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { command, makePlatform } from "./demo-platform.js";
import { loadVectors, root } from "./load-vectors.js";

const guide = readFileSync(`${root}docs/authoring.md`, "utf8");
const NOW = "2026-11-22T12:00:00Z";

/** For `runAuthoring`: from the command line, and forecasts from what the native run of the vectors left. */
export function loadCases(name) {
  const demo = makePlatform(name);
  const vectors = loadVectors();
  return { lints: lints(demo, vectors), trials: trials(demo, vectors), forecasts: forecasts(vectors) };
}

/** How many there are: what every host must have run. */
export function countCases({ lints, trials, forecasts }) {
  return lints.length + trials.length + forecasts.reduce((sum, { times }) => sum + times.length, 0);
}

/** The block of docs/authoring.md with that head. */
export function guideBlock(head) {
  const [, rest] = guide.split(`\`\`\`${head}\n`);
  return rest.split("```")[0];
}

/** Whatever is wrong with them. */
function lints(demo, vectors) {
  const texts = { guide: guideBlock("json programme.json") };
  texts.odd = JSON.stringify(odd(JSON.parse(texts.guide)));
  for (const { file } of demo.platform.programmes) texts[file] = demo.read(file);
  texts.national = readFileSync(`${root}tests/law-cases/recognition/national-programme.json`, "utf8");
  for (const { name, check } of vectors) {
    if (typeof check.programme === "object") texts[name] = JSON.stringify(check.programme);
  }
  const cases = Object.entries(texts).map(([name, programme]) => ({ name, programme }));
  const files = cases.map(({ programme }, i) => write(demo, `lint-${i}.json`, programme));
  const text = onCommandLine(demo, "lint", "--parts", "--json", ...files);
  const found = JSON.parse(text);
  if (JSON.stringify(found) !== text) throw new Error("the command line's JSON is not as JavaScript writes it");
  return cases.map((one, i) => {
    const { file, ...findings } = found[i];
    if (file !== files[i]) throw new Error(`${file} for ${files[i]}`);
    return { ...one, native: JSON.stringify(findings) };
  });
}

function trials(demo, vectors) {
  const cases = [];
  for (const { now, ...one } of triedCases(demo, vectors)) {
    const files = [write(demo, "tried.json", one.programme), "--facts", write(demo, "tried-facts.json", one.facts)];
    for (const explain of ["full", "codes"]) {
      const native = onCommandLine(demo, "try", ...files, "--now", now, "--explain", explain, "--json");
      cases.push({ ...one, options: { now, explain }, native });
    }
  }
  return cases;
}

/** Each vector once, with the times for which there is a forecast. */
function forecasts(vectors) {
  const cases = new Map();
  for (const line of readFileSync(`${root}target/forecasts-native.ndjson`, "utf8").split("\n").filter(Boolean)) {
    const { vector: name, at, result } = JSON.parse(line);
    // As a call gives it: the decision, or else the whole.
    const native = JSON.stringify(result.ok ? result.decision : result);
    if (!line.endsWith(`${native}${result.ok ? "}" : ""}}`)) throw new Error(`${name} is not as JavaScript writes it`);
    if (!cases.has(name)) {
      const { platform, create, bundles, bundle, check } = vectors.find((vector) => vector.name === name);
      cases.set(name, { name, create: { ...platform, ...create }, presented: bundles ?? bundle, check, times: [] });
    }
    cases.get(name).times.push({ at, native });
  }
  return [...cases.values()];
}

function write(demo, file, text) {
  writeFileSync(`${demo.folder}/${file}`, text);
  return file;
}

function onCommandLine(demo, ...args) {
  const { stdout } = spawnSync(command, ["programme", ...args].map(String), { encoding: "utf8", cwd: demo.folder, maxBuffer: 1 << 26 });
  return stdout.trimEnd();
}

/** `{name, programme, facts, now}`, documents as texts. */
function triedCases(demo, vectors) {
  const cases = [];
  const add = (name, programme, facts, now = NOW) => cases.push({ name, programme, facts, now });

  const [programme, facts] = [guideBlock("json programme.json"), guideBlock("json facts.json")];
  add("guide", programme, facts);
  add("guide, a month later", programme, facts, "2026-12-22T12:00:00Z");
  for (const [, rule] of guide.matchAll(/ \| `(\{.*\})` \| \w+ \|$/gm)) add(rule, JSON.stringify(onlyIf(JSON.parse(programme), JSON.parse(rule))), facts);

  const bike = "shared-bike.json";
  add("demo", demo.read(`programmes/${bike}`), demo.read(`facts/${bike}`), demo.platform.now);
  add("facts of another programme", programme, demo.read(`facts/${bike}`), demo.platform.now);

  for (const { name, check } of vectors) {
    if (name.startsWith("programme/") && typeof check.programme === "object") add(name, JSON.stringify(check.programme), facts);
  }
  add("no JSON", "{", facts);
  add("facts that are no JSON", programme, facts.slice(1));
  add("facts with an unknown input", programme, JSON.stringify({ ...JSON.parse(facts), credits: {} }));
  return cases.concat(lawfulUse(JSON.parse(programme)));
}

/** Each case with a programme that asks for no record at all of any list. */
function lawfulUse(programme) {
  const folder = `${root}tests/law-cases/`;
  const base = JSON.parse(readFileSync(`${folder}base.json`, "utf8"));
  const lists = ["listings", "penalties", "commitments", "obligations", "honours", "licences"];
  const cases = [];
  for (const rule of readdirSync(folder).filter((name) => !name.includes(".")).sort()) {
    for (const file of readdirSync(folder + rule).sort()) {
      const { today, programme: place, credit } = JSON.parse(readFileSync(`${folder}${rule}/${file}`, "utf8"));
      if (!today) continue;
      const facts = { ...base.credit, as_of: today, ...credit };
      for (const list of lists) {
        // A member that is null in the case is left out.
        const filled = (record) => Object.fromEntries(Object.entries({ ...base.records[list], ...record }).filter(([, value]) => value !== null));
        if (Array.isArray(facts[list])) facts[list] = facts[list].map(filled);
      }
      const none = { and: lists.map((list) => ({ none: [{ var: `credit.${list}` }, true] })) };
      const asking = { ...onlyIf(programme, none), ...place, subject_kinds: undefined, inputs: { credit: { vct: "urn:xinyi:credit-status:1" } } };
      cases.push({ name: `${rule}/${file}`, programme: JSON.stringify(asking), facts: JSON.stringify({ credit: facts }), now: `${today}T04:00:00Z` });
    }
  }
  return cases;
}

/** In order, but hardly meant. */
function odd(programme) {
  const never = { "<": [{ count: [{ var: "credit.listings" }, true] }, 0] };
  const tiers = [{ ...programme.tiers[0], id: "all", when: true }, ...programme.tiers];
  return { ...programme, applies_when: { "!": never }, max_age: "P10B", scales: { ...programme.scales, taxs: ["B", "A"] }, tiers };
}

function onlyIf(programme, rule) {
  const tiers = [{ id: "only", when: rule, benefit: { kind: "discount", percent_off: 1 } }];
  return { ...programme, requirements: [], tiers };
}
