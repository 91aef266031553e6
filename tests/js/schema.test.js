// The schema of programmes refuses no programme that is accepted, and every form that is not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import { readVectors } from "./load-vectors.js";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
const schema = read("pkg/schemas/programme.json");
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

const programme = (when) => ({
  id: "p", version: 1, language: 1, family: "other", title: { "zh-CN": "甲", en: "a" }, owner: "o", contact: "c",
  basis: [], valid_from: "2026-01-01", valid_until: "2026-12-31", regions: ["310000"],
  inputs: { credit: { vct: "urn:xinyi:credit-status:1" } },
  tiers: [{ id: "only", when, benefit: { kind: "discount", percent_off: 5 } }],
});

/** What the form alone cannot tell. */
const beyondForm = [
  "codes-of-two-lists",
  "ends-before-it-begins",
  "no-such-day",
  "officer-of-an-officer",
  "officer-of-itself",
  "officer-of-no-input",
  "tiers-of-one-name",
  "unknown-field",
];

test("the vectors' programmes", () => {
  const seen = { accepted: 0, refused: 0 };
  for (const { name, check, expect } of readVectors()) {
    const programme = check?.programme;
    if (typeof programme !== "object" || !("tiers" in programme)) continue;
    const [family] = (expect.code ?? "").split(".");
    const valid = validate(programme);
    if (family !== "programme" && family !== "limit" && expect.code !== "input.unsupported") {
      assert.ok(valid, `${name}: ${JSON.stringify(validate.errors)}`);
      seen.accepted += 1;
    } else if (/^programme\.(schema|benefit|operator)$/.test(expect.code) && !beyondForm.includes(name.split("/")[1])) {
      assert.ok(!valid, `${name} is ${expect.code}`);
      seen.refused += 1;
    }
  }
  assert.ok(seen.accepted >= 90 && seen.refused >= 25, JSON.stringify(seen));
});

test("rules in every form that there is, and in none that there is not", () => {
  const day = { var: "credit.subject.birthdate" };
  const list = { var: ["credit.penalties"] };
  const yuan = { currency: "CNY", amount: "99.00" };
  const good = [
    true,
    { "!": { exists: [day] } },
    { and: { or: [{ var: "credit.registration.frozen" }] } },
    { "<": [{ sum: [list, true, "amount"] }, yuan] },
    { "<=": [0, { count: [list, { "==": [{ var: "class" }, "serious"] }] }, 2] },
    { before: [day, { "plus-time": [{ var: "now" }, "P3B"] }, "2026-01-01"] },
    { within: ["2026-01-01", "P1Y2M10D"] },
    { "at-least": [{ var: "credit.evaluations.tax.grade" }, "B", "tax"] },
    { in: [{ age: day }, [1, 2]] },
    { in: ["310000", list] },
  ];
  const bad = [
    null, 1, "yes", [], {},
    { "!": [true, true] },
    { and: [] },
    { and: [1] },
    { "==": [1] },
    { "<": [1, 2, 3, 4] },
    { "==": [1, [2]] },
    { "==": [1, null] },
    { some: [[1, 2], true] },
    { some: [list] },
    { exists: "credit.subject" },
    { var: ["a", 0] },
    { var: 1 },
    { count: [list, 1] },
    { sum: [list, true] },
    { sum: [list, true, { var: "amount" }] },
    { before: [day, 5] },
    { within: [day, "2Y"] },
    { within: [day, "P"] },
    { within: [day, "P251B"] },
    { "plus-time": [day] },
    { "at-least": ["A", "B"] },
    { "at-least": ["A", 1, "tax"] },
    { "<": [{ currency: "USD", amount: "1" }, yuan] },
    { "<": [{ currency: "CNY", amount: 1 }, yuan] },
    { if: [true, true, false] },
    { "<": [1, 2], ">": [2, 1] },
  ];
  for (const when of good) assert.ok(validate(programme(when)), `${JSON.stringify(when)}: ${JSON.stringify(validate.errors)}`);
  for (const when of bad) assert.ok(!validate(programme(when)), JSON.stringify(when));
});

test("names and numbers within the bounds of the reader, which a test in Rust holds to the same list", () => {
  const { accepted, refused } = read("tests/programme-forms.json");
  for (const [forms, wanted] of [[accepted, true], [refused, false]]) {
    for (const [pointer, value] of forms) {
      const whole = programme(true);
      const path = pointer.slice(1).split("/");
      const last = path.pop();
      path.reduce((at, name) => at[name], whole)[last] = value;
      assert.equal(validate(whole), wanted, `${pointer} ${JSON.stringify(value)}: ${JSON.stringify(validate.errors)}`);
    }
  }
});

test("the schema is part of the package", () => {
  const { exports } = read("pkg/package.json");
  assert.equal(exports["./schemas/*.json"], "./dist/schemas/*.json");
});
