/** `npx --no xinyi-demo`: decisions on a demo platform that is made for this one run. */

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { letter, wordsOf } from "./letter.js";
import { createVerifierSync } from "./node";
import { createPlatformSync } from "./node-testing";

const AUDIENCE = "https://demo-app.example";

/** One of each kind of answer: granted, with a better tier open, not granted, open, revoked, and not the right app's. */
const SHOWN = ["zhang-gold", "wang-upgrade", "firm-two-penalties", "qian-score-hidden", "wu-revoked", "wei-passed-on"];

const TEXTS = {
  "zh-CN": {
    usage: `用法：xinyi-demo [--lang zh-CN|en] [--json] [--all | 钱包…]

  --lang   输出语言，默认取自环境变量 LANG
  --json   输出一个 JSON 文档
  --all    显示全部钱包，而不只是其中几个`,
    about: (date) => `信易演示（${date}）：平台、人员和企业均为虚构，密钥为本次运行新生成，仅供试用。`,
    offline: "以下每个结论都由本机离线核验签名后得出。",
    refused: (code) => `结果：未通过核验（${code}）`,
    more: (names) => `还有：${names.join("、")}\n全部显示：npx --no xinyi-demo --all`,
    test: '在自己的测试中使用：import { createPlatform } from "xinyi/testing"',
    unknown: (name, names) => `没有名为 ${name} 的钱包。现有：${names.join("、")}`,
    language: (name) => `不支持的语言：${name}。可用：zh-CN、en`,
  },
  en: {
    usage: `Usage: xinyi-demo [--lang zh-CN|en] [--json] [--all | WALLET…]

  --lang   the language of the output; by default that of LANG
  --json   one JSON document
  --all    every wallet, not only some`,
    about: (date) => `A demo of xinyi (${date}): platform, people and firms are made up, the keys were made for this run. For trying out only.`,
    offline: "Each answer is decided here, offline, once the signatures have verified.",
    refused: (code) => `Result: not verified (${code})`,
    more: (names) => `There are also: ${names.join(", ")}\nAll of them: npx --no xinyi-demo --all`,
    test: 'In tests of your own: import { createPlatform } from "xinyi/testing"',
    unknown: (name, names) => `There is no wallet ${name}. There are: ${names.join(", ")}`,
    language: (name) => `There is no language ${name}. There are: zh-CN, en`,
  },
};

// A pipe that is closed early ends it quietly.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 2));
process.exitCode = run();

function run() {
  let given;
  try {
    const options = { lang: { type: "string" }, json: { type: "boolean" }, all: { type: "boolean" }, help: { type: "boolean", short: "h" } };
    given = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return refuse(`${error.message}\n\n${TEXTS[ownLanguage()].usage}`);
  }
  const { lang, json, all, help } = given.values;
  const language = lang === undefined ? ownLanguage() : languageOf(lang);
  if (!language) return refuse(TEXTS[ownLanguage()].language(lang));
  const texts = TEXTS[language];
  if (help) return print(texts.usage);

  const platform = createPlatformSync();
  const names = platform.wallets.map(({ name }) => name);
  const chosen = all ? names : given.positionals.length > 0 ? given.positionals : SHOWN;
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown !== undefined) return refuse(texts.unknown(unknown, names));

  const verifier = createVerifierSync({ root: platform.root, snapshot: platform.snapshot(), now: platform.now, allowDemoRoot: true });
  const results = chosen.map((name) => decided(platform, verifier, platform.wallet(name)));
  const date = new Date((platform.now + 8 * 3600) * 1000).toISOString().slice(0, 10);
  if (json) return print(JSON.stringify({ demo: true, date, results }));

  const table = readFileSync(new URL(`./messages/${language}.json`, import.meta.url), "utf8");
  const words = wordsOf(language, JSON.parse(table));
  print(`${texts.about(date)}\n${texts.offline}\n`);
  for (const { wallet, title, ...result } of results) {
    const lines = result.ok ? letter(result.decision, words) : [texts.refused(result.error.code), result.error.messages[language]];
    print([`▌ ${title[language]} [${wallet}]`, ...lines.map((line) => `  ${line}`.trimEnd()), ""].join("\n"));
  }
  const others = names.filter((name) => !chosen.includes(name));
  if (others.length > 0) print(texts.more(others));
  return print(texts.test);
}

/** What an app does: it makes a nonce, the holder answers, and it decides. */
function decided(platform, verifier, wallet) {
  const holder = { audience: AUDIENCE, nonce: verifier.createNonce() };
  const presentation = wallet.present(holder);
  const { name, title, programme, request } = wallet;
  const result = verifier.safeCheck(presentation, { programme, request, holder, now: platform.now, explain: "full" });
  return { wallet: name, title, programme, request, ...result };
}

function ownLanguage() {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const locale = LC_ALL || LC_MESSAGES || LANG || Intl.DateTimeFormat().resolvedOptions().locale;
  return languageOf(locale) ?? "en";
}

/** Of a name such as `zh_CN.UTF-8` or `en`. */
function languageOf(name) {
  const [language] = name.toLowerCase().split(/[-_.]/);
  return new Map([["zh", "zh-CN"], ["en", "en"]]).get(language);
}

function print(text) {
  process.stdout.write(`${text}\n`);
  return 0;
}

function refuse(text) {
  process.stderr.write(`xinyi-demo: ${text}\n`);
  return 2;
}
