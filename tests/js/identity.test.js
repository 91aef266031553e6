// Identity codes by other libraries from npm, beside ours: who disagrees is known, and who is right.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { identify } from "xinyi/authoring";
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

test("the package says of a code what the command line says", (t) => {
  for (const kind of ["uscc", "resident_id", undefined]) {
    const inputs = codes(kind ?? "resident_id", "none").slice(0, 200).filter((input) => input.trim() === input && input !== "");
    // The command line reads cells of tables, and takes off what stands around a code there.
    const told = examined(kind, inputs).filter(({ notes }) => !notes.some((note) => note.startsWith("cell.")));
    const valid = told.filter(({ verdict }) => verdict === "valid").length;
    assert.ok(told.length > 100 && valid > 5, `${told.length}, ${valid} valid`);
    for (const { notes, ...expected } of told) assert.deepEqual({ ...identify(expected.input, kind && { kind }) }, expected);
    t.diagnostic(`${kind ?? "of any kind"}: ${told.length} codes, ${valid} valid`);
  }
});

test("who was born later than now is told, and options that are none are refused", () => {
  const born = "310115202606150010";
  assert.deepEqual(identify(born, { now: "2026-06-14T15:59:59Z" }).problems, ["birthdate_future"]);
  // It is the next day in China.
  const { verdict, birthdate } = identify(born, { now: "2026-06-14T16:00:00Z" });
  assert.deepEqual([verdict, birthdate], ["valid", "2026-06-15"]);
  const refused = (...given) => {
    try {
      identify(...given);
    } catch ({ code, details }) {
      return `${code} ${details.pointer} ${details.problem}`;
    }
  };
  assert.equal(refused(310115), "input.options /code string_expected");
  assert.equal(refused("", { kind: "unknown" }), "input.options /kind value");
  assert.equal(refused("", { kinds: "uscc" }), "input.options /kinds unknown");
  assert.equal(refused("", { now: "yesterday" }), "input.options /now time_expected");
  assert.equal(identify("").verdict, "invalid");
  assert.ok(Object.isFrozen(identify("").problems));
});
