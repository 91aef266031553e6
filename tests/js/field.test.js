// Inputs from the field: each row stands for its kind.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";
import { ask } from "../field/ask.js";
import { rows } from "../field/rows.js";
import { root } from "./load-vectors.js";

for (const row of rows) {
  test(row.input, () => {
    const { status, said } = ask(row);
    assert.equal(status, row.status, said);
    for (const part of row.says) assert.ok(said.includes(part), `${part}: ${said}`);
  });
}

test("every input has a row", () => {
  const folder = `${root}tests/field/`;
  const files = readdirSync(folder, { recursive: true }).filter((file) => /\/.*\.\w+$/.test(file));
  const named = rows.flatMap(({ input, run }) => [input, ...run]);
  assert.deepEqual(files.filter((file) => !named.includes(file)), []);
});
