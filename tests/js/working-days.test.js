// The State Council's calendar against another's, day by day. The core is held to the same table by a
// test of its own (src/time/working_days.rs).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { root } from "./load-vectors.js";

// It takes days for those of the place where it runs.
process.env.TZ = "Asia/Shanghai";
const { default: chineseDays } = await import("chinese-days");

test("every day of the years with a notice is a working day, or none, as chinese-days has it", () => {
  const years = readFileSync(`${root}tests/working-days.txt`, "utf8").trim().split("\n");
  let compared = 0;
  for (const line of years) {
    const [year, days] = line.split(" ");
    for (const [index, mark] of [...days].entries()) {
      const day = new Date(Number(year), 0, 1 + index);
      assert.equal(chineseDays.isWorkday(day), mark === "w", day.toDateString());
      compared++;
    }
  }
  assert.equal(compared, 366 + 365 + 365);
});
