// Decides every bundle of a demo platform, in Node, through the npm package.
//
//   npm install xinyi
//   xinyi demo --out platform
//   node demo.mjs platform
//
// All the decisions fall at the platform's own date, so that its bundles never grow old. An app
// leaves `now` out.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createVerifier } from "xinyi";

const folder = process.argv[2] ?? "platform";
const read = (file) => readFileSync(join(folder, file), "utf8");
const platform = JSON.parse(read("platform.json"));
const now = platform.now;
const require = createRequire(import.meta.url);
const [zh, en] = ["zh-CN", "en"].map((language) => require(`xinyi/messages/${language}.json`));

// The keys of a demo lie in its folder, for anybody to take. An app never allows such a root.
const verifier = await createVerifier({ root: read(platform.root), snapshot: read(platform.snapshot), now, allowDemoRoot: true });
const names = new Map(platform.programmes.map(({ id, title }) => [id, title]));

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
  const program = names.get(programme);
  console.log(`${number}. ${title["zh-CN"]} → ${program["zh-CN"]}`);
  console.log(`   ${title.en} → ${program.en}`);
  console.log(`   ${file}`);
  if (result.ok) printDecision(result.decision);
  else printError(result.error);
  console.log();
}

function printDecision(decision) {
  const { outcome, tier, titles, benefit, reasons, missing, upgrade } = decision;
  // People are told a tier's title, not its id.
  const title = (id) => (titles.tiers[id] ? ` (${titles.tiers[id]["zh-CN"]} / ${titles.tiers[id].en})` : "");
  console.log(`   = ${zh.outcomes[outcome]} / ${en.outcomes[outcome]}${tier ? title(tier) : ""}${benefit ? `: ${describe(benefit)}` : ""}`);
  // Two rules may have failed for the same reason.
  const texts = new Set(reasons.map(({ message }) => `     · ${message["zh-CN"]}\n       ${message.en}`));
  for (const text of texts) console.log(text);
  if (missing.length > 0) console.log(`     出示后可再判断 / would settle it: ${missing.join(", ")}`);
  if (upgrade) console.log(`     出示 ${upgrade.missing.join(", ")} 可升至 / would raise it to${title(upgrade.tier)}`);
  if (decision.valid_until) console.log(`     有效至 / until: ${decision.valid_until}`);
  // What is out of date is to be got anew, and nothing to be waited for.
  const wait = decision.eligible_from && Date.parse(decision.eligible_from) / 1000 - now;
  if (wait > 1) console.log(`     最早可享受时间 / not before: ${decision.eligible_from}`);
  else if (wait) console.log("     重新领取信用凭证后即可享受 / with a fresh bundle");
}

function printError({ code, message, messages }) {
  console.log(`   ✗ 未通过核验 / not verified: ${code}`);
  console.log(`     · ${messages["zh-CN"]}`);
  console.log(`       ${message}`);
}

/** A benefit as apps read it: its kind, and what belongs to that. */
function describe({ kind, ...rest }) {
  const terms = Object.entries(rest).map(([name, term]) => {
    const words = term["zh-CN"] ? `${term["zh-CN"]} / ${term.en}` : term.amount ? `${term.amount} ${term.currency}` : term;
    return `${name} ${words}`;
  });
  return `${kind}, ${terms.join(", ")}`;
}
