// The page and the command line tell a decision in the same words, which are the package's messages.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import test from "node:test";
import { letter, wordsOf } from "xinyi/letter";
import { command, makePlatform } from "./demo-platform.js";
import { root } from "./load-vectors.js";

const { folder, platform } = makePlatform("test-letter");
const LANGUAGES = ["zh-CN", "en"];
const words = LANGUAGES.map((language) => wordsOf(language, JSON.parse(readFileSync(`${root}src/messages/${language}.json`, "utf8"))));

/** What the command line prints: the letter in both languages, and the decision itself. */
function printed(args) {
  const run = (...more) => {
    try {
      return execFileSync(command, [...args, ...more], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    } catch (error) {
      if (error.status === 1) return error.stdout;
      throw error;
    }
  };
  const [zh, en] = run().split("\n\n");
  const { decision } = JSON.parse(run("--json"));
  return { decision, letters: [zh, en] };
}

test("a decision is told alike by the page and the command line", () => {
  let told = 0;
  for (const { file, programme, request, expect } of platform.bundles.filter(({ expect }) => expect.outcome)) {
    writeFileSync(`${folder}/request.json`, JSON.stringify(request));
    const bundles = file.endsWith(".json") ? Object.entries(JSON.parse(readFileSync(`${folder}/${file}`, "utf8"))) : [];
    const parts = bundles.map(([alias, bundle]) => {
      writeFileSync(`${folder}/${alias}.txt`, bundle);
      return `${alias}=${alias}.txt`;
    });
    for (const explain of ["full", "codes"]) {
      const { decision, letters } = printed([
        "check", "--root", "root.json", "--snapshot", "snapshot.json", "--programme", programme, "--aud", platform.audience,
        "--nonce", platform.nonce, "--now", String(platform.now), "--request", "request.json", "--explain", explain,
        ...(parts.length > 0 ? parts : [file]),
      ]);
      assert.equal(decision.outcome, expect.outcome);
      assert.deepEqual(words.map((words) => letter(decision, words).join("\n")), letters, `${file} ${explain}`);
      told += 1;
    }
  }
  assert.ok(told >= 20, String(told));
});

test("every kind of benefit is told by the page as the command line tells it", () => {
  const yuan = (amount) => ({ currency: "CNY", amount });
  const both = (zh, en) => ({ "zh-CN": zh, en });
  for (const [benefit, ...told] of [
    [{ kind: "deposit_waiver", max: yuan("1299.00") }, "免押金，最高 1,299.00 元", "No deposit, up to CNY 1,299.00"],
    [{ kind: "discount", percent_off: 30 }, "享 7 折", "30 % off the price"],
    [{ kind: "discount", percent_off: 12.5 }, "享 8.75 折", "12.5 % off the price"],
    [{ kind: "discount", percent_off: 100 }, "免费", "Free of charge"],
    [{ kind: "free_allowance", quantity: 3, unit: both("次", "rides") }, "免费使用 3 次", "3 rides for free"],
    [{ kind: "fast_track", lane: both("绿色通道", "green lane"), time_reduction_percent: 50 }, "按“绿色通道”办理，办理时限缩短 50%", "Handled in the “green lane”, in 50 % less time"],
    [
      { kind: "loan_prequalification", max_amount: yuan("1000000.00"), max_months: 12 },
      "符合预审条件，可申请额度最高 1,000,000.00 元，期限最长 12 个月，能否贷款由银行审批决定",
      "Pre-qualified: may apply for up to CNY 1,000,000.00, for at most 12 months; the bank decides on the loan",
    ],
    [{ kind: "clean_record", field: "market", period: "P1Y1M30D" }, "市场监管领域近 1 年 1 个月 30 天没有依法可使用的失信记录", "No record in the field of market regulation that may lawfully be used, in the last 1 year 1 month 30 days"],
  ]) {
    assert.deepEqual(words.map((words) => words.benefit(benefit)), told);
  }
});
