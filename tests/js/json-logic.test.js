// The rule language against json-logic-js, where nothing is hidden: on rules of the operators that
// both have, the two differ in nothing but what docs/authoring.md says.
//
// The native run has written random rules, facts and results (XINYI_CASES, XINYI_SEED). json-logic-js
// is given each rule as it stands, and rewritten for what is documented to differ.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import jsonLogic from "json-logic-js";
import { root } from "./load-vectors.js";

const QUANTIFIERS = ["some", "all", "none"];
const COMPARISONS = ["==", "!=", "<", "<=", ">", ">="];

/** What differs, by its name in docs/authoring.md: what stands for a rule where the name is active. */
const DIFFERENCES = {
  "Exact numbers": null,
  "Absent facts": null,
  "Three operands": null,
  "All of nothing": null,
  "Outer facts": null,
  "Truthiness": null,
};

jsonLogic.add_operation("compare", (op, options, ...operands) => {
  if (options.includes("Absent facts") && operands.some((operand) => operand === null || operand === undefined)) return false;
  const value = (operand) => (typeof operand === "string" && operand.startsWith("#") ? BigInt(operand.slice(1)) : operand);
  const holds = {
    "==": (a, b) => a == b,
    "!=": (a, b) => a != b,
    "<": (a, b) => a < b,
    "<=": (a, b) => a <= b,
    ">": (a, b) => a > b,
    ">=": (a, b) => a >= b,
  }[op];
  // json-logic-js reads a third operand of < and <=, and passes over that of > and >=.
  const read = op.startsWith(">") && !options.includes("Three operands") ? operands.slice(0, 2) : operands;
  return read.slice(1).every((operand, i) => holds(value(read[i]), value(operand)));
});

/** A rule in json-logic's own terms, with the differences that are active put right. */
function rewritten(rule, facts, active, inQuantifier = false) {
  if (rule === null || typeof rule !== "object") return rule;
  if (Array.isArray(rule)) return rule.map((part) => rewritten(part, facts, active, inQuantifier));
  const [op] = Object.keys(rule);
  const operands = Array.isArray(rule[op]) ? rule[op] : [rule[op]];
  const again = (part, inside = inQuantifier) => rewritten(part, facts, active, inside);
  if (op === "var") {
    const outer = inQuantifier && /^(credit|request)\./.test(operands[0]);
    return outer && active.includes("Outer facts") ? jsonLogic.apply(rule, facts) : rule;
  }
  if (QUANTIFIERS.includes(op)) {
    const [list, body] = [again(operands[0]), again(operands[1], true)];
    return op === "all" && active.includes("All of nothing") ? { "!": { some: [list, { "!": [body] }] } } : { [op]: [list, body] };
  }
  if (COMPARISONS.includes(op)) {
    const isCondition = (part) => part !== null && typeof part === "object" && ["and", "or"].includes(Object.keys(part)[0]);
    const boolean = (part) => (active.includes("Truthiness") && isCondition(part) ? { "!!": [again(part)] } : again(part));
    return { compare: [op, active, ...operands.map(boolean)] };
  }
  return { [op]: operands.map((part) => again(part)) };
}

/** The text with each number as an exact one, in units of 10⁻¹⁸. */
function exact(text) {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?/g, (token) => {
    if (token.startsWith('"')) return token;
    const [whole, fraction = ""] = token.split(".");
    return `"#${BigInt(whole + fraction.padEnd(18, "0"))}"`;
  });
}

const cases = readFileSync(`${root}target/json-logic-cases.ndjson`, "utf8").trim().split("\n");

/** The cases that come out otherwise with these differences put right. */
function differing(active) {
  return cases.filter((line) => {
    const { rule, facts, holds } = JSON.parse(active.includes("Exact numbers") ? exact(line) : line);
    return Boolean(jsonLogic.apply(rewritten(rule, facts, active), facts)) !== holds;
  });
}

test("json-logic-js as it is differs, and nothing is left of that but what is documented", (context) => {
  const plain = cases.filter((line) => {
    const { rule, facts, holds } = JSON.parse(line);
    return Boolean(jsonLogic.apply(rule, facts)) !== holds;
  });
  const left = differing(Object.keys(DIFFERENCES));
  assert.deepEqual(left.slice(0, 3), []);
  context.diagnostic(`${cases.length} rules, ${plain.length} differ, all of them as documented`);
  // The rewriting itself changes nothing.
  assert.equal(differing([]).length, plain.length);
  assert.ok(plain.length > cases.length / 50, `${plain.length}`);
});

for (const name of Object.keys(DIFFERENCES)) {
  test(`a difference that is documented and real: ${name}`, (context) => {
    const found = differing(Object.keys(DIFFERENCES).filter((other) => other !== name));
    context.diagnostic(`${found.length} of ${cases.length} rules differ by it alone`);
    assert.ok(found.length > 0);
    assert.match(readFileSync(`${root}docs/authoring.md`, "utf8"), new RegExp(`^\\| ${name} \\|`, "m"));
  });
}
