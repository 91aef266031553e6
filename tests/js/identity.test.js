// Identity codes by other libraries from npm, beside ours: who disagrees is known, and who is right.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { codes, compare, examined, known } from "./identity-codes.js";
import { root } from "./load-vectors.js";

const require = createRequire(import.meta.url);
const { stdnum } = require("stdnum");
const IdValidator = require("id-validator");

function byStdnum(library) {
  return (input) => {
    const { isValid, error } = library.validate(input);
    return isValid ? "valid" : error.name;
  };
}

const regions = require("id-validator/src/GB2260");
const byIdValidator = (input) => (new IdValidator(regions).isValid(input) ? "valid" : "invalid");

for (const [library, kind, judge] of [
  ["stdnum 1.12.0 CN.uscc (npm)", "uscc", byStdnum(stdnum.CN.uscc)],
  ["stdnum 1.12.0 CN.ric (npm)", "resident_id", byStdnum(stdnum.CN.ric)],
  ["id-validator 1.3.0 (npm)", "resident_id", byIdValidator],
]) {
  test(`${library} disagrees only where it is known to`, (t) => {
    const inputs = codes(kind, library);
    t.diagnostic(compare(library, inputs, inputs.map(judge), examined(kind, inputs)));
  });
}

test("the documentation has every known disagreement", () => {
  const page = readFileSync(`${root}docs/identity.md`, "utf8");
  for (const { library, example, refuses, overlooks, right, why } of known()) {
    const row = `| ${library} | \`${example}\` | ${refuses ? "refuses" : "overlooks"} | ${right} | ${why} |`;
    assert.ok(page.includes(row), `docs/identity.md lacks\n${row}`);
  }
});
