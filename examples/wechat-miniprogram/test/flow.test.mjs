// The app, page by page, on a phone of the tests, and the till that it shows its codes to.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import test from "node:test";
import { createTill } from "../till/till.mjs";
import { createPhone } from "./phone.mjs";
import { newerSnapshot, now, read } from "./platform.mjs";

const [root, snapshot] = [read("root.json"), read("snapshot.json")];
const home = "pages/index/index";

const till = () => createTill({ root, snapshot, now: () => now });

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
  assert.deepEqual([decided.outcome, decided.tier, decided.benefit.code], ["granted", "gold", "culture-pass"]);
  // Nobody is granted the same twice.
  assert.match(it.decide(nonce, shown).error, /answered before/);
  assert.equal(it.decide(it.ask().nonce, shown).error, "binding.nonce");
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
  assert.match(phone.says(), /没有出示任何内容/);
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
  await phone.tap("更新信任数据");
  assert.deepEqual(asked, ["https://till.example/snapshot.json"]);
  assert.match(phone.says(), /已是最新/);
  assert.equal(kept(), manifestOf(snapshot));
  const newer = newerSnapshot();
  phone.network.answer = () => ({ statusCode: 200, data: newer });
  await phone.tap("更新信任数据");
  assert.match(phone.says(), /已更新/);
  assert.equal(kept(), manifestOf(newer));

  phone.network.answer = () => ({ errMsg: "request:fail timeout" });
  await phone.tap("更新信任数据");
  assert.match(phone.says(), /无法联网.*request:fail timeout/s);
  phone.network.answer = () => ({ statusCode: 502, data: "<html>" });
  await phone.tap("更新信任数据");
  assert.match(phone.says(), /HTTP 502/);
  phone.network.answer = () => ({ statusCode: 200, data: "<html>" });
  await phone.tap("更新信任数据");
  assert.match(phone.says(), /未通过验证/);
  // It goes on with what there was.
  const it = await till();
  const { nonce, text } = it.ask();
  await scan(phone, text);
  await phone.tap("同意并出示");
  assert.equal(it.decide(nonce, await codes(phone)).outcome, "granted");
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
  assert.equal(it.decide(nonce, shown.slice(1)).error, "format.qr_parts");
  assert.equal(it.decide(nonce, shown).outcome, "granted");
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
  await phone.tap("宿主环境检测");
  assert.equal(phone.here().path, "pages/probe/probe");
  await phone.tap("加载模块");
  await phone.tap("复制");
  const report = JSON.parse(phone.clipboard[0]);
  assert.deepEqual([report.host, report.baseLibrary, report.loaded, report.error], ["wechat", "3.6.0", true, null]);
  assert.equal(report.wasmPath, "/miniprogram_npm/xinyi/xinyi.wasm.br");
  assert.ok(phone.says().includes('"wechat"'));
  assert.ok(existsSync(new URL(`../build${report.wasmPath}`, import.meta.url)));
});
