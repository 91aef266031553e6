// Identity codes by python-stdnum, beside ours; and the table of regions, built anew from its sources.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import { codes, compare, examined } from "../js/identity-codes.js";
import { root } from "../js/load-vectors.js";

const python = process.env.XINYI_PYTHON;
assert.ok(python, "run make test-python");

for (const [name, kind] of [
  ["cn.uscc", "uscc"],
  ["cn.ric", "resident_id"],
]) {
  const library = `python-stdnum 2.2 ${name}`;
  test(`${library} disagrees only where it is known to`, (t) => {
    const inputs = codes(kind, library);
    const output = run(["tests/python/judge.py", name], inputs.map((input) => `${input}\n`).join(""));
    const theirs = output.trimEnd().split("\n");
    assert.equal(theirs.length, inputs.length);
    t.diagnostic(compare(library, inputs, theirs, examined(kind, inputs)));
  });
}

test("the table of regions is what its sources make", (t) => {
  t.diagnostic(run(["tests/python/build_regions.py", "--check", "src/identity/regions.json"], "").trim());
});

function run(args, input) {
  return execFileSync(python, args, { cwd: root, input, encoding: "utf8", maxBuffer: 1 << 28 });
}
