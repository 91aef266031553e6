// The app, page by page, on a phone of the tests, and the till that it shows its codes to.
import assert from "node:assert/strict";
import { sign } from "node:crypto";
import { existsSync } from "node:fs";
import test from "node:test";
import { createVerifier } from "xinyi";
import { createPages } from "../till/page.mjs";
import { createTill } from "../till/till.mjs";
import { createPhone } from "./phone.mjs";
import { newerSnapshot, now, read, walletOf } from "./platform.mjs";

const [root, snapshot] = [read("root.json"), read("snapshot.json")];
const home = "pages/index/index";

const till = (given = {}) => createTill({ root, snapshot, now: () => now, ...given });

async function start(given = {}) {
  const phone = createPhone({ now, ...given });
  phone.open(home);
  await phone.settle();
  return phone;
}

/** Scans a request, and is asked. */
async function scan(phone, text, button = "扫一扫，享受礼遇") {
  phone.camera.sees = text;
  await phone.tap(button);
}

/** All codes, as the till's camera reads them. */
async function codes(phone) {
  const read = [phone.shown()];
  while (phone.says().includes("下一张")) {
    await phone.tap("下一张");
    const code = phone.shown();
    if (code === read[0]) break;
    read.push(code);
  }
  return read;
}

test("a volunteer scans the till's request, agrees, and the till grants", async () => {
  const [it, phone] = [await till(), await start()];
  const { nonce, text } = it.ask();
  await scan(phone, text);
  assert.equal(phone.here().path, "pages/consent/consent");
  assert.match(phone.says(), /全年免票/);
  assert.match(phone.says(), /https:\/\/till\.example/);
  assert.match(phone.says(), /由对方验证后决定/);
  await phone.tap("同意并出示");
  assert.equal(phone.here().path, "pages/show/show");
  const shown = await codes(phone);
  assert.ok(shown.length > 1 && shown.every((code) => code.startsWith("XY1/")), shown.join());
  const decided = it.decide(nonce, [...shown].reverse());
  const { outcome, tier, benefit } = decided.decision;
  assert.deepEqual([outcome, tier, benefit.code], ["granted", "gold", "culture-pass"]);
  // Nobody is granted the same twice.
  assert.equal(it.decide(nonce, shown).error.code, "request.closed");
  assert.equal(it.decide(it.ask().nonce, shown).error.code, "binding.nonce");
  await phone.tap("完成");
  assert.equal(phone.here().path, home);
  // The key is where WeChat encrypts it, and nowhere else.
  assert.equal([...phone.stored.values()].join().includes(phone.secrets.get("wallet").key), false);
});

test("who does not agree shows nothing, and the request is gone", async () => {
  const [it, phone] = [await till(), await start()];
  await scan(phone, it.ask().text);
  await phone.tap("不同意");
  assert.deepEqual([phone.here().path, phone.canvases.length], [home, 0]);
  phone.open("pages/consent/consent");
  await phone.settle();
  assert.match(phone.says(), /重新扫码/);
  assert.throws(() => phone.here().seen().find(({ text }) => text === "同意并出示").text, TypeError);
  // Nor by a tap that comes late.
  await phone.here().it.onAgree();
  assert.equal(phone.canvases.length, 0);
});

test("who cannot have the perk is told why, and has nothing to agree to", async () => {
  const [it, phone] = [await till(), await start()];
  // Four days on the status list has ended, ten days on the bundle.
  phone.clock.now = now + 4 * 86_400;
  await scan(phone, it.ask().text);
  assert.match(phone.says(), /status\.expired/);
  phone.clock.now = now + 10 * 86_400;
  await phone.tap("重试");
  assert.doesNotMatch(phone.says(), /同意并出示/);
  assert.match(phone.says(), /time\.expired/);
  // On the next days it may be unknown to the phone, and so is not promised.
  assert.doesNotMatch(phone.says(), /全年免票/);
});

test("of what has become stale nothing is shown, and there is a way back", async () => {
  const [it, phone] = [await till(), await start()];
  phone.clock.now = now + 2 * 86_400;
  await scan(phone, it.ask().text);
  assert.match(phone.says(), /没有向对方出示任何内容。基本服务照常使用/);
  assert.match(phone.says(), /暂时无法判断[^]*未提供是否年满 36 周岁/);
  assert.equal(phone.here().seen().some(({ attributes }) => attributes.bindtap === "onAgree"), false);
  await phone.tap("返回");
  assert.deepEqual([phone.here().path, phone.canvases.length], [home, 0]);
});

test("a fresh snapshot is fetched, verified and kept; without a network the old one stays", async () => {
  const phone = await start();
  const asked = [];
  const kept = () => JSON.parse(JSON.parse(phone.stored.get("xinyi")).snapshot).manifest.payload;
  const manifestOf = (text) => JSON.parse(text).manifest.payload;
  phone.network.answer = (options) => (asked.push(options.url), { statusCode: 200, data: snapshot });
  await phone.tap("检查更新");
  assert.deepEqual(asked, ["https://till.example/snapshot.json"]);
  assert.match(phone.says(), /已是最新/);
  assert.equal(kept(), manifestOf(snapshot));
  const newer = newerSnapshot();
  phone.network.answer = () => ({ statusCode: 200, data: newer });
  await phone.tap("检查更新");
  assert.match(phone.says(), /已更新/);
  assert.equal(kept(), manifestOf(newer));

  phone.network.answer = () => ({ errMsg: "request:fail timeout" });
  await phone.tap("检查更新");
  assert.match(phone.says(), /未能更新.*request:fail timeout/s);
  phone.network.answer = () => ({ statusCode: 502, data: "<html>" });
  await phone.tap("检查更新");
  assert.match(phone.says(), /未能更新.*HTTP 502/s);
  phone.network.answer = () => ({ statusCode: 200, data: "<html>" });
  await phone.tap("检查更新");
  assert.match(phone.says(), /未通过验证/);
  // It goes on with what there was.
  const it = await till();
  const { nonce, text } = it.ask();
  await scan(phone, text);
  await phone.tap("同意并出示");
  assert.equal(it.decide(nonce, await codes(phone)).decision.outcome, "granted");
});

test("the snapshot is fetched as the app comes back, once an hour, without a word", async () => {
  const phone = createPhone({ now });
  const asked = [];
  const newer = newerSnapshot();
  phone.network.answer = (options) => (asked.push(options.url), { statusCode: 200, data: newer });
  phone.open(home);
  await phone.settle();
  assert.equal(asked.length, 1);
  assert.equal(JSON.parse(JSON.parse(phone.stored.get("xinyi")).snapshot).manifest.payload, JSON.parse(newer).manifest.payload);
  const back = async (seconds) => {
    phone.clock.now += seconds;
    phone.here().it.onShow();
    await phone.settle();
  };
  await back(3599);
  assert.equal(asked.length, 1);
  phone.network.answer = (options) => (asked.push(options.url), { errMsg: "request:fail timeout" });
  await back(1);
  assert.equal(asked.length, 2);
  assert.doesNotMatch(phone.says(), /timeout/);
});

test("nothing older than the build's minimum is taken", async () => {
  const minimum = { root: 1, manifest: now + 1, trust_list: now, time: now };
  const [it, phone] = [await till(), await start({ replaced: { "data/minimum.js": minimum } })];
  await scan(phone, it.ask().text);
  assert.match(phone.says(), /trust\./);
  const newer = newerSnapshot();
  phone.network.answer = () => ({ statusCode: 200, data: newer });
  phone.open(home);
  await phone.tap("检查更新");
  await scan(phone, it.ask().text);
  assert.match(phone.says(), /全年免票/);
});

test("a module that fails once loads all the same, and one that fails twice is told, and tried again", async () => {
  const once = await start({ failures: 1 });
  assert.doesNotMatch(once.says(), /sporadic/);
  const phone = await start({ failures: 2 });
  assert.match(phone.says(), /sporadic.*host\.load/s);
  const it = await till();
  await scan(phone, it.ask().text);
  assert.equal(phone.here().path, "pages/consent/consent");
});

test("other codes, and a camera that is closed", async () => {
  const phone = await start();
  await scan(phone, "https://weixin.example/pay");
  assert.match(phone.says(), /format\.qr/);
  await scan(phone, undefined);
  assert.equal(phone.here().path, home);
  assert.doesNotMatch(phone.says(), /cancel|format\.qr/);
  const it = await till();
  const { nonce, text } = it.ask();
  await scan(phone, text);
  await phone.tap("同意并出示");
  const shown = await codes(phone);
  // A till that has read one code of several asks for the others, of the same request.
  assert.equal(it.decide(nonce, shown.slice(1)).error.code, "format.qr_parts");
  assert.equal(it.decide(nonce, shown).decision.outcome, "granted");
});

test("in English, and what was chosen stays", async () => {
  const phone = await start();
  await phone.tap("English");
  assert.match(phone.says(), /Scan for a perk/);
  const again = await start({ stored: phone.stored });
  const it = await till();
  await scan(again, it.ask().text, "Scan for a perk");
  assert.match(again.says(), /A year of free entry/);
  assert.doesNotMatch(again.says(), /\p{Script=Han}/u);
});

test("the probe page says what the host has, and copies it", async () => {
  const phone = await start();
  await phone.tap("手机兼容性检测");
  assert.equal(phone.here().path, "pages/probe/probe");
  await phone.tap("开始检测");
  await phone.tap("复制");
  const report = JSON.parse(phone.clipboard[0]);
  assert.deepEqual([report.host, report.baseLibrary, report.loaded, report.error], ["wechat", "3.6.0", true, null]);
  assert.equal(report.wasmPath, "/miniprogram_npm/xinyi/xinyi.wasm.br");
  assert.ok(phone.says().includes('"wechat"'));
  assert.ok(existsSync(new URL(`../build${report.wasmPath}`, import.meta.url)));
});

test("what is agreed to: who gets it and how to reach them, for what, what they do with it, and one's rights", async () => {
  const [it, phone] = [await till(), await start()];
  await scan(phone, it.ask().text);
  for (const said of [/示例博物馆/, /privacy@till\.example/, /青年志愿者文化礼遇/, /活动记录第 1 条/, /不会出示：.*姓名/, /判断后即删除/, /撤回同意/, /由人工处理/, /基本服务照常使用/]) assert.match(phone.says(), said);
  const buttons = phone.here().seen().filter(({ tag }) => tag === "button").map(({ text }) => text);
  assert.deepEqual(buttons, ["同意并出示", "不同意"]);
});

test("a till takes no presentation without the consent, and none of a consent to another programme", async () => {
  const it = await till();
  const { bundle } = walletOf("he-volunteer-gold");
  const key = read("keys/holder-he-volunteer-gold.pem");
  const holder = await createVerifier({ root, snapshot, now, allowDemoRoot: true });
  const present = (consent) => {
    const { nonce } = it.ask();
    const { disclose } = holder.plan(bundle, { programme: "demo.youth.volunteer", now });
    const draft = holder.prepare(bundle, { disclose: disclose.credit, audience: "https://till.example", nonce, now, ...(consent && { consent }) });
    const presentation = draft.finish(sign("sha256", draft.signingInput, { key, dsaEncoding: "ieee-p1363" }));
    return it.decide(nonce, holder.toQr(presentation));
  };
  const until = now + 300;
  assert.equal(present({ programme: "demo.youth.volunteer", until }).decision?.outcome, "granted");
  assert.equal(present().error.code, "binding.consent");
  assert.equal(present({ programme: "demo.xinyi-zu.shared-bike", until }).error.code, "binding.consent");
});

test("to a recipient that the app does not know nothing is shown", async () => {
  const phone = await start();
  const other = await createVerifier({ root, snapshot, now, allowDemoRoot: true });
  for (const audience of ["https://other.example", "toString"]) {
    const { text } = other.presentationRequest({ programme: "demo.youth.volunteer", audience, now });
    await scan(phone, text);
    assert.match(phone.says(), /不是本程序登记的接收方/);
    await phone.here().it.onAgree();
    assert.equal(phone.canvases.length, 0);
    await phone.tap("返回");
  }
});

for (const [person, zh, en] of [
  ["zhao-listed", [/不符合条件/, /您目前列入严重失信主体名单|严重失信/, /youth@volunteers\.example/, /credit\.shanghai\.example\/objection/, /提出异议/], [/Not granted/, /list of serious dishonesty/, /object to it/]],
  ["shi-sixteen", [/本项目不适用/, /未满 18 周岁/, /2028年11月20日/, /这不是对申请人信用的评价/], [/Not applicable/, /under 18/, /2028-11-20/]],
  ["li-silver", [/暂时无法判断/, /未提供活动记录/, /补充提供下列信息/, /不等于不符合条件/], [/Undetermined/, /This is not a no/]],
]) {
  test(`why not, what can be done and whom to ask, on the phone: ${person}`, async () => {
    const it = await till();
    for (const [language, patterns] of [["zh-CN", zh], ["en", en]]) {
      const phone = await start({ wallet: walletOf(person), stored: new Map([["language", language]]) });
      await scan(phone, it.ask().text, language === "en" ? "Scan for a perk" : undefined);
      for (const said of patterns) assert.match(phone.says(), said);
      assert.match(phone.says(), language === "en" ? /basic service stays open/ : /基本服务照常使用/);
      const buttons = phone.here().seen().filter(({ tag }) => tag === "button").map(({ text }) => text);
      assert.deepEqual(buttons, [language === "en" ? "Back" : "返回"]);
    }
  });
}

test("a phone without BigInt says so before anything is signed, and can do all else", async () => {
  const phone = await start({ lacks: ["BigInt"] });
  assert.equal(phone.evaluate("typeof BigInt"), "undefined");
  const it = await till();
  await scan(phone, it.ask().text);
  assert.match(phone.says(), /本机系统版本过低.*iOS 14/);
  assert.doesNotMatch(phone.says(), /同意并出示/);
  await phone.tap("返回");
  assert.equal(phone.here().path, home);
  await phone.tap("手机兼容性检测");
  await phone.tap("开始检测");
  assert.match(phone.says(), /"BigInt"/);
});

test("a key that is there is not written over when storage fails", async () => {
  const [it, phone] = [await till(), await start()];
  const kept = walletOf("lyu-volunteer-silver");
  phone.secrets.set("wallet", kept);
  phone.storageFails = true;
  await scan(phone, it.ask().text);
  assert.match(phone.says(), /internal error/);
  assert.deepEqual(phone.secrets.get("wallet"), kept);
});

test("a request is open for five minutes, and of many the oldest are given up", async () => {
  const clock = { now };
  const it = await till({ now: () => clock.now });
  const first = it.ask();
  for (let i = 0; i < 99; i++) it.ask();
  assert.notEqual(it.decide(first.nonce, []).error.code, "request.closed");
  // That was put back, as nothing was read, and is the newest now.
  const second = it.ask();
  for (let i = 0; i < 99; i++) it.ask();
  it.ask();
  assert.equal(it.decide(second.nonce, []).error.code, "request.closed");
  const last = it.ask();
  clock.now += 300;
  assert.equal(it.decide(last.nonce, []).error.code, "request.closed");
});

test("a till that was started again takes no older snapshot, and goes by the newest", async () => {
  let kept = null;
  const storage = { get: () => kept, set: (text) => void (kept = text) };
  const newer = newerSnapshot();
  const one = await till({ storage });
  assert.equal((await one.load(newer)).manifest.result, "accepted");
  const again = await till({ storage });
  assert.equal((await again.load(newer)).manifest.result, "kept");
  assert.equal((await again.load(snapshot)).manifest.result, "kept");
});

test("the till's page has words in both languages, for yes and for no, and names for its fields", async (t) => {
  const it = await till();
  const server = createPages({ till: it, snapshot: () => snapshot });
  await new Promise((ready) => server.listen(0, "localhost", ready));
  t.after(() => server.close());
  const url = `http://localhost:${server.address().port}/`;
  const post = async (nonce, lines) => (await fetch(url, { method: "POST", body: new URLSearchParams({ nonce, codes: lines.join("\r\n") }) })).text();
  const first = await (await fetch(url)).text();
  assert.match(first, /<html lang="zh-CN">[^]*<label for="codes">[^]*<textarea id="codes"/);
  assert.equal(await (await fetch(`${url}snapshot.json`)).text(), snapshot);
  const present = async () => {
    const phone = await start();
    const { nonce, text } = it.ask();
    await scan(phone, text);
    await phone.tap("同意并出示");
    return post(nonce, await codes(phone));
  };
  const yes = await present();
  assert.match(yes, /lang="zh-CN"><h2>符合条件<[^]*特展全年免票[^]*lang="en"><h2>Granted</);
  assert.doesNotMatch(yes, /小时|hours/, "of who is let in no more is shown than that");
  const no = await post(it.ask().nonce, ["<b>"]);
  assert.match(no, /format\.qr/);
  assert.doesNotMatch(no, /<b>/);
});
