// The page as a rider uses it, in Chromium, with a phone's screen. SCREENSHOTS=folder keeps pictures.
import assert from "node:assert/strict";
import { accessSync, constants, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import QRCode from "qrcode";
import { open } from "./harness.js";

const browserPath = findChromium();
const isBuilt = existsSync(fileURLToPath(new URL("../dist/index.html", import.meta.url)));
const hasBrowser = browserPath || process.env.CI === "true";
const skip = !isBuilt ? "the page is not built: npm run build" : hasBrowser ? false : "no Chromium here (Debian: chromium)";
const PHONE = { width: 375, height: 740 };

/** Opens the page in a language. Errors in the page, its policy among them, are failures. */
async function inBrowser(t, app, { language = "zh-CN", args = [], permissions = [], before } = {}) {
  const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", ...args] });
  t.after(() => browser.close());
  const context = await browser.newContext({ viewport: PHONE, locale: language, permissions });
  const page = await context.newPage();
  const errors = [];
  const foreign = [];
  const sent = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !/Failed to load resource/.test(message.text()) && errors.push(message.text()));
  context.on("request", (request) => {
    if (!request.url().startsWith(app.url) && !request.url().startsWith("blob:")) foreign.push(request.url());
    if (request.method() !== "GET") sent.push(`${request.method()} ${new URL(request.url()).pathname.replace(/[0-9a-f-]{36}/, "ID")} ${request.postData() ?? ""}`);
  });
  await before?.(context);
  await page.goto(`${app.url}/?lang=${language}`);
  await page.locator("#stickers canvas").first().waitFor({ state: "attached" });
  const done = () => assert.deepEqual([errors, foreign], [[], []]);
  return { page, context, sent, done, type: (number) => type(page, number) };
}

async function type(page, number) {
  await page.fill("#number", number);
  await page.click("#typed button");
  await page.locator("#deposit").waitFor();
}

/** Whether somebody who sees the screen sees it, without scrolling. */
function isInView(page, selector) {
  return page.evaluate((chosen) => {
    const { top, bottom } = document.querySelector(chosen).getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }, selector);
}

async function picture(page, name) {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `bike-${name}.png`), fullPage: true });
}

const WORDS = {
  "zh-CN": { granted: "已免押金 99.00 元", due: "请交押金 299.00 元", uncertain: "不确定是否已完成", notDone: "这一步没有完成", consent: ["保存 90 天", "撤回同意", "由人工处理", "授权有效期至2026年11月21日", "共享单车信用免押"],
    depositOnly: "暂时不能免押", refunded: "押金 99.00 元已退回", reason: "严重失信主体名单", revoked: "撤销", whom: "xinyi@bikes.example", date: "2026年11月18日" },
  en: { granted: "The deposit of CNY 99.00 is waived", due: "Deposit to pay: CNY 299.00", uncertain: "is not certain", notDone: "was not done", consent: ["90 days", "withdraw", "a person", "authorisation ends on 2026-11-21", "Shared bikes without a deposit"],
    depositOnly: "cannot be waived just now", refunded: "CNY 99.00 is paid back", reason: "list of serious dishonesty", revoked: "revoked", whom: "xinyi@bikes.example", date: "2026-11-18" },
};

for (const [language, words] of Object.entries(WORDS)) {
  test(`granted: scanned, shown, unlocked without a deposit (${language})`, { skip }, async (t) => {
    const app = await open(t);
    const { page, context, sent, done } = await inBrowser(t, app, { language });
    assert.equal(await page.getAttribute("html", "lang"), language);
    assert.ok((await page.innerText(".note")).includes(words.date));
    await picture(page, `1-choose-${language}`);
    await page.click("summary");
    await page.click("#sticker-10023");
    await page.locator("#show").waitFor();

    // The preview needs no network, and sends nothing.
    await context.setOffline(true);
    const before = sent.length;
    await page.selectOption("#holder", "li-silver");
    await page.selectOption("#holder", "zhang-gold");
    await page.locator("#show").waitFor();
    assert.equal(sent.length, before);
    const agreed = await page.innerText("#plan");
    for (const word of ["https://till.bikes.example", "xinyi@bikes.example", ...words.consent]) assert.ok(agreed.includes(word), agreed);
    assert.doesNotMatch(agreed, /undefined|\{\w+\}/);
    await picture(page, `2-consent-${language}`);
    await page.click("#show");
    await page.locator("#fault").waitFor();
    // Nobody knows yet how far it came, and the page says no more than that.
    assert.ok((await page.innerText("#fault")).includes(words.uncertain));
    assert.ok(await isInView(page, "#fault"));
    assert.equal(app.till.bikes.get("10023").inUse, false);
    await page.locator("#look").waitFor();
    assert.ok((await page.innerText("#fault")).includes(words.uncertain));
    assert.equal(await page.evaluate(() => document.activeElement?.id), "show");
    await picture(page, `2-uncertain-${language}`);

    await context.setOffline(false);
    await page.locator("#fault", { hasText: words.notDone }).waitFor();
    await page.click("#show");
    await page.locator(".settled.unlocked").waitFor();
    assert.ok((await page.innerText("#settled")).includes(words.granted));
    assert.equal(await page.isVisible("#fault"), false);
    assert.equal(app.till.bikes.get("10023").inUse, true);
    await picture(page, `3-granted-${language}`);
    // A presentation was sent, and no decision.
    assert.match(sent.at(-1) ?? "", /^POST \/api\/rides\/ID\/presentation \{"presentation":"[^"]+~[^"]+"\}$/);
    await page.click("#return");
    await page.locator("#choose").waitFor();
    assert.equal(app.till.bikes.get("10023").inUse, false);
    done();
  });

  test(`the no: why, when, whom to ask; and the bike for its deposit (${language})`, { skip }, async (t) => {
    const app = await open(t);
    const { page, sent, done, type } = await inBrowser(t, app, { language });
    await type("20071");
    await page.selectOption("#holder", "zhao-listed");
    const told = await page.innerText("#plan");
    for (const word of [words.reason, words.whom]) assert.ok(told.includes(word), told);
    assert.doesNotMatch(told, /undefined|\{\w+\}|：：/);
    assert.equal(await page.isVisible("#show"), false);
    await picture(page, `4-no-${language}`);
    await page.click("#pay-instead");
    await page.locator(".settled.unlocked").waitFor();
    assert.equal(app.till.bikes.get("20071").inUse, true);
    // Nothing of the person went anywhere.
    assert.deepEqual(sent, ['POST /api/rides {"bike":"20071"}', 'POST /api/rides/ID/deposit {"amount":"299.00"}']);
    done();
  });

  test(`an answer that is lost is looked up, and nothing is done twice (${language})`, { skip }, async (t) => {
    const app = await open(t);
    const { page, done, type } = await inBrowser(t, app, { language });
    await type("10023");
    await page.selectOption("#holder", "zhao-listed");
    // The till takes the deposit and unlocks, and its answer does not arrive.
    let payments = 0;
    await page.route("**/deposit", async (route) => {
      payments += 1;
      await route.fetch();
      await route.abort();
    });
    await page.click("#pay-instead");
    await page.locator(".settled.unlocked").waitFor();
    assert.equal(await page.isVisible("#fault"), false);
    assert.deepEqual([payments, app.till.bikes.get("10023").inUse], [1, true]);

    // Loaded again, the page still has the ride, and the bike can be given back.
    await page.reload();
    await page.locator("#return").waitFor();
    await page.route("**/api/rides/*", async (route) => {
      if (route.request().method() !== "DELETE") return route.continue();
      await route.fetch();
      await route.abort();
    });
    await page.click("#return");
    await page.locator("#done").waitFor();
    assert.ok((await page.innerText("#done")).includes(words.refunded));
    assert.equal(app.till.bikes.get("10023").inUse, false);
    await picture(page, `6-returned-${language}`);
    await page.reload();
    await page.locator("#choose").waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);

    // Of what was shown likewise, with a server in between that has failed.
    await type("10023");
    await page.locator("#show").waitFor();
    await page.route("**/presentation", async (route) => {
      await route.fetch();
      await route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" });
    });
    await page.click("#show");
    await page.locator(".settled.unlocked").waitFor();
    assert.equal(app.till.bikes.get("10023").inUse, true);
    done();
  });

  test(`without the verifier there are bikes for their deposit (${language})`, { skip }, async (t) => {
    const app = await open(t);
    const { page, done, type } = await inBrowser(t, app, { language, before: (context) => context.route(/\.wasm$/, (route) => route.abort()) });
    await type("10023");
    await page.locator("#deposit-only").waitFor();
    assert.ok((await page.innerText("#deposit-only")).includes(words.depositOnly));
    assert.deepEqual([await page.isVisible("#wallet"), await page.isVisible("#show")], [false, false]);
    await picture(page, `7-deposit-only-${language}`);
    await page.click("#pay-instead");
    await page.locator(".settled.unlocked").waitFor();
    assert.equal(app.till.bikes.get("10023").inUse, true);
    done();
  });

  test(`the server decides, not the phone: revoked a moment ago (${language})`, { skip }, async (t) => {
    const app = await open(t);
    const { page, done, type } = await inBrowser(t, app, { language });
    app.demo.platform.revoke("zhang-gold");
    await app.till.refresh();
    await type("20071");
    await page.selectOption("#holder", "zhang-gold");
    await page.click("#show");
    await page.locator(".settled.due").waitFor();
    assert.ok((await page.innerText("#settled")).includes(words.due));
    assert.ok((await page.innerText("#letter")).includes(words.revoked), await page.innerText("#letter"));
    assert.equal(app.till.bikes.get("20071").inUse, false);
    await picture(page, `5-refused-${language}`);
    await page.click("#pay");
    await page.locator(".settled.unlocked").waitFor();
    assert.equal(app.till.bikes.get("20071").inUse, true);
    done();
  });
}

test("an unknown number is told beside the field, and the language can be changed on the way", { skip }, async (t) => {
  const app = await open(t);
  const { page, done, type } = await inBrowser(t, app);
  await page.fill("#number", "99999");
  await page.click("#typed button");
  await page.locator("#number-fault").waitFor();
  assert.match(await page.innerText("#number-fault"), /没有这个编号/);
  await type("10023");
  await page.click('[data-language="en"]');
  await page.locator('html[lang="en"]').waitFor();
  const english = await page.locator("main").innerText();
  assert.match(english, /Demo wallet[^]*When applying for|Demo wallet[^]*You/);
  assert.doesNotMatch(english.replace(/[《》]/g, ""), /演示日期|押金/);
  for (const width of [320, 375, 1280]) {
    await page.setViewportSize({ width, height: 740 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `at ${width}`);
  }
  done();
});

test("every field has a label, what is pressed has a name, and keys suffice", { skip }, async (t) => {
  const app = await open(t);
  const { page, done } = await inBrowser(t, app);
  const nameless = () =>
    page.evaluate(() => [...document.querySelectorAll("button, input, select, video, canvas, a")].filter((one) => {
      const labelled = one.labels?.length > 0 && [...one.labels].some((label) => label.innerText.trim());
      return one.checkVisibility() && !labelled && !one.innerText?.trim() && !one.getAttribute("aria-label") && !one.closest("button")?.innerText.trim();
    }).map((one) => one.outerHTML));
  assert.deepEqual(await nameless(), []);
  await page.focus("#number");
  await page.keyboard.type("10023");
  await page.keyboard.press("Enter");
  await page.locator("#deposit").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "deposit");
  assert.deepEqual(await nameless(), []);
  await page.focus("#show");
  await page.keyboard.press("Enter");
  await page.locator(".settled.unlocked").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "result");
  assert.notEqual(await page.locator("#announcement").innerText(), "");
  done();
});

test("a camera sees the code, and a photo of it does as well", { skip }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bike-deposit-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const film = join(folder, "sticker.y4m");
  writeFileSync(film, filmOf("https://bikes.example/b/10023"));
  const app = await open(t);
  const args = ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${film}`];
  const { page, done } = await inBrowser(t, app, { args, permissions: ["camera"] });
  await page.click("#scan");
  await page.locator("#deposit").waitFor();
  assert.match(await page.innerText("#bike"), /10023/);
  await page.click("#back");
  const photo = await QRCode.toBuffer("https://bikes.example/b/20071", { scale: 8 });
  await page.setInputFiles("#photo", { name: "photo.png", mimeType: "image/png", buffer: photo });
  await page.locator("#deposit").waitFor();
  assert.match(await page.innerText("#bike"), /20071/);
  await page.click("#back");
  const other = await QRCode.toBuffer("https://elsewhere.example/b/20071");
  await page.setInputFiles("#photo", { name: "photo.png", mimeType: "image/png", buffer: other });
  await page.locator("#number-fault").waitFor();
  done();
});

test("without a camera it says so, and the number can be typed", { skip }, async (t) => {
  const app = await open(t);
  const { page, type } = await inBrowser(t, app);
  await page.click("#scan");
  await page.locator("#number-fault").waitFor();
  await type("10023");
});

test("a page that was not sent by HTTPS has no camera, and says that, not that there is no network", { skip }, async (t) => {
  const app = await open(t);
  const before = (context) => context.addInitScript(() => Object.defineProperty(navigator, "mediaDevices", { value: undefined }));
  const { page, done } = await inBrowser(t, app, { before });
  await page.click("#scan");
  await page.locator("#number-fault").waitFor();
  assert.match(await page.innerText("#number-fault"), /无法使用摄像头/);
  done();
});

test("the preview goes by a new snapshot when the page comes back to the front", { skip }, async (t) => {
  const app = await open(t);
  const { page, done, type } = await inBrowser(t, app);
  await type("10023");
  await page.locator("#show").waitFor();
  app.demo.platform.revoke("zhang-gold");
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.locator("#show").waitFor({ state: "hidden" });
  assert.match(await page.innerText("#plan .fault"), /撤销/);
  done();
});

/** A film of one code that does not move, as Chromium's camera for tests shows it (YUV4MPEG2, 4:2:0). */
function filmOf(text) {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: "M" }).modules;
  const [width, height, scale] = [640, 480, 10];
  const light = Buffer.alloc(width * height, 235);
  const [left, top] = [(width - size * scale) >> 1, (height - size * scale) >> 1];
  for (let y = 0; y < size * scale; y += 1) {
    for (let x = 0; x < size * scale; x += 1) {
      const dark = data[Math.floor(y / scale) * size + Math.floor(x / scale)];
      if (dark) light[(top + y) * width + left + x] = 16;
    }
  }
  const frame = Buffer.concat([Buffer.from("FRAME\n"), light, Buffer.alloc((width * height) / 2, 128)]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip C420jpeg\n`), frame, frame]);
}

/** $CHROMIUM, or a Chromium on the PATH. */
function findChromium() {
  const names = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  for (const name of names.filter(Boolean)) {
    for (const folder of name.includes("/") ? [""] : (process.env.PATH ?? "").split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here.
      }
    }
  }
}
