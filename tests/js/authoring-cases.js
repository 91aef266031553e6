// Programmes, and facts to try them on: those of docs/authoring.md, of the demo platform, of the vectors, and the
// cases of tests/lawful-use.
import { readFileSync, readdirSync } from "node:fs";
import { loadVectors, root } from "./load-vectors.js";

const guide = readFileSync(`${root}docs/authoring.md`, "utf8");
const NOW = "2026-11-22T12:00:00Z";

/** The block of docs/authoring.md with that head. */
export function guideBlock(head) {
  const [, rest] = guide.split(`\`\`\`${head}\n`);
  return rest.split("```")[0];
}

/** Texts of programmes by a name, whatever is wrong with them. */
export function programmes(demo) {
  const texts = { guide: guideBlock("json programme.json") };
  texts.odd = JSON.stringify(odd(JSON.parse(texts.guide)));
  for (const { file } of demo.platform.programmes) texts[file] = demo.read(file);
  texts.national = readFileSync(`${root}tests/lawful-use/recognition/national-programme.json`, "utf8");
  for (const { name, check } of loadVectors()) {
    if (typeof check.programme === "object") texts[name] = JSON.stringify(check.programme);
  }
  return texts;
}

/** `{name, programme, facts, now}`, documents as texts. */
export function trials(demo) {
  const cases = [];
  const add = (name, programme, facts, now = NOW) => cases.push({ name, programme, facts, now });

  const [programme, facts] = [guideBlock("json programme.json"), guideBlock("json facts.json")];
  add("guide", programme, facts);
  add("guide, a month later", programme, facts, "2026-12-22T12:00:00Z");
  for (const [, rule] of guide.matchAll(/ \| `(\{.*\})` \| \w+ \|$/gm)) add(rule, JSON.stringify(onlyIf(JSON.parse(programme), JSON.parse(rule))), facts);

  const bike = "shared-bike.json";
  add("demo", demo.read(`programmes/${bike}`), demo.read(`facts/${bike}`), demo.platform.now);
  add("facts of another programme", programme, demo.read(`facts/${bike}`), demo.platform.now);

  for (const name of ["17-inputs", "no-tiers", "sum-of-text"]) {
    const vector = loadVectors().find((vector) => vector.name === `programme/${name}`);
    if (vector) add(vector.name, JSON.stringify(vector.check.programme), facts);
  }
  add("no JSON", "{", facts);
  add("facts that are no JSON", programme, facts.slice(1));
  add("facts with an unknown input", programme, JSON.stringify({ ...JSON.parse(facts), credits: {} }));
  return cases.concat(lawfulUse(JSON.parse(programme)));
}

/** Each case with a programme that asks for no record at all of any list. */
function lawfulUse(programme) {
  const folder = `${root}tests/lawful-use/`;
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
        if (facts[list]) facts[list] = facts[list].map(filled);
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
