// The State Council's calendar against another's, day by day. The core is held to the same table by a
// test of its own (src/time/working_days.rs).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import chineseDays from "chinese-days";
import { root } from "./load-vectors.js";

test("every day of the years with a notice is a working day, or none, as chinese-days has it", () => {
  const years = readFileSync(`${root}tests/working-days.txt`, "utf8").trim().split("\n");
  let compared = 0;
  for (const line of years) {
    const [year, days] = line.split(" ");
    for (const [index, mark] of [...days].entries()) {
      const day = new Date(Date.UTC(Number(year), 0, 1 + index)).toISOString().slice(0, 10);
      assert.equal(chineseDays.isWorkday(day), mark === "w", day);
      compared++;
    }
  }
  assert.equal(compared, 366 + 365 + 365);
});
