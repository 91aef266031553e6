// Decides every bundle of a demo platform, in Node, through the npm package.
//
//   npm install xinyi
//   xinyi demo --out platform
//   node demo.mjs platform
//
// All the decisions fall at the platform's own date, so that its bundles never grow old. An app
// leaves `now` out.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createVerifier } from "xinyi";

const folder = process.argv[2] ?? "platform";
const read = (file) => readFileSync(join(folder, file), "utf8");
const platform = JSON.parse(read("platform.json"));
const now = platform.now;

// The keys of a demo lie in its folder, for anybody to take. An app never allows such a root.
const verifier = await createVerifier({ root: read(platform.root), snapshot: read(platform.snapshot), now, allowDemoRoot: true });
const titles = new Map(platform.programmes.map(({ id, title }) => [id, title]));

console.log(`demo date / 演示日期: ${platform.date}\n`);
platform.bundles.forEach((bundle, i) => {
  const result = verifier.safeCheck(read(bundle.file), {
    programme: bundle.programme,
    // The party that gives the benefit made this nonce, and the holder answered it.
    holder: { audience: platform.audience, nonce: platform.nonce },
    request: bundle.request,
    now,
  });
  print(i + 1, bundle, result);
});

function print(number, { file, programme, title }, result) {
  const program = titles.get(programme);
  console.log(`${number}. ${title["zh-CN"]} → ${program["zh-CN"]}`);
  console.log(`   ${title.en} → ${program.en}`);
  console.log(`   ${file}`);
  if (result.ok) printDecision(result.decision);
  else printError(result.error);
  console.log();
}

function printDecision(decision) {
  const { outcome, tier, benefit, reasons, missing, upgrade } = decision;
  const [zh, en] = {
    granted: ["给予", "granted"],
    not_granted: ["不给予", "not granted"],
    undetermined: ["尚不能确定", "undetermined"],
    not_applicable: ["不适用", "not applicable"],
  }[outcome];
  console.log(`   = ${zh} / ${en}${tier ? ` (${tier})` : ""}${benefit ? `: ${describe(benefit)}` : ""}`);
  // Two rules may have failed for the same reason.
  const texts = new Set(reasons.map(({ message }) => `     · ${message["zh-CN"]}\n       ${message.en}`));
  for (const text of texts) console.log(text);
  if (missing.length > 0) console.log(`     出示后可再判断 / would settle it: ${missing.join(", ")}`);
  if (upgrade) console.log(`     出示 ${upgrade.missing.join(", ")} 可升至 / would raise it to: ${upgrade.tier}`);
  if (decision.valid_until) console.log(`     有效至 / until: ${decision.valid_until}`);
  if (decision.eligible_from) console.log(`     最早可获 / not before: ${decision.eligible_from}`);
}

function printError({ code, message, messages }) {
  console.log(`   ✗ 未通过核验 / not verified: ${code}`);
  console.log(`     · ${messages["zh-CN"]}`);
  console.log(`       ${message}`);
}

function describe(benefit) {
  const names = {
    deposit_waiver: "免押金 / deposit waiver",
    discount: "优惠 / discount",
    free_allowance: "免费额度 / free allowance",
    deferred_payment: "先用后付 / deferred payment",
    loan_prequalification: "贷款预审 / loan pre-qualification",
    fast_track: "绿色通道 / fast track",
    inspection: "抽查比例 / inspection frequency",
    clean_record: "依法可使用的公共信用记录为无 / no usable adverse record",
  };
  const { kind, ...rest } = benefit;
  if (kind === "perk") return `${benefit.text["zh-CN"]} / ${benefit.text.en}`;
  const terms = Object.values(rest).map((term) => (term.amount ? `≤ ${term.amount} ${term.currency}` : term));
  return `${names[kind] ?? kind}, ${terms.join(", ")}`;
}
