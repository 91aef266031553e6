// The page as a firm uses it, in Chromium. SCREENSHOTS=folder keeps pictures.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { findChromium, isBuilt, open } from "./harness.js";

const executablePath = findChromium();
const hasBrowser = executablePath || process.env.CI === "true";
const skip = !isBuilt ? "the app is not built: npm run build" : hasBrowser ? false : "no Chromium here (Debian: chromium)";

/** Opens the page in a language. Errors in the page, its policy among them, are failures. */
async function inBrowser(t, bank, { language = "zh-CN", viewport = { width: 375, height: 740 } } = {}) {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
  t.after(() => browser.close());
  const context = await browser.newContext({ viewport, locale: language });
  const page = await context.newPage();
  const errors = [];
  const requests = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !/Failed to load resource/.test(message.text()) && errors.push(message.text()));
  context.on("request", (request) => requests.push(`${request.method()} ${request.url().replace(bank.url, "").replace(/[0-9a-f-]{36}/, "ID")}`));
  await page.goto(`${bank.url}/${language}`);
  await page.locator(".preview .outcome").waitFor();
  const done = () => {
    assert.deepEqual(errors, []);
    assert.deepEqual(requests.filter((one) => !/^(GET|POST) \//.test(one)), []);
  };
  return { page, context, requests, done };
}

const preview = (page) => page.locator(".preview").innerText();
const WORDS = {
  "zh-CN": { a: "甲档", b: "乙档", penalty: "行政处罚", officer: "法定代表人目前被列入", unlinked: "无法确认", date: "2026年11月18日" },
  en: { a: "Band A", b: "Band B", penalty: "administrative penalty", officer: "The legal representative is on a list", unlinked: "belong together", date: "2026-11-18" },
};

async function picture(page, name) {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `bank-${name}.png`), fullPage: true });
}

for (const [language, words] of Object.entries(WORDS)) {
  test(`pre-qualified while the amount is typed, with no network; then by the bank (${language})`, { skip }, async (t) => {
    const bank = await open(t);
    const { page, context, requests, done } = await inBrowser(t, bank, { language });
    assert.equal(await page.getAttribute("html", "lang"), language);
    assert.ok((await page.innerText(".note")).includes(words.date));
    assert.ok((await preview(page)).includes(words.a));

    const before = requests.length;
    await context.setOffline(true);
    await page.fill("#amount", "");
    await page.locator("#amount").pressSequentially("1,000,000.01", { delay: 15 });
    await page.locator(".preview .not_granted").waitFor();
    assert.equal(await page.locator("button.main").isEnabled(), false);
    await page.locator("#amount").press("Backspace");
    await page.locator("#amount").press("Backspace");
    await page.locator(".preview .granted").waitFor();
    await page.fill("#amount", "一百万");
    await page.locator("#amount-fault.wrong").waitFor();
    await page.fill("#amount", "800000");
    await page.locator(".preview .granted").waitFor();
    // Nothing left this device, and nothing was asked for.
    assert.equal(requests.length, before);
    await picture(page, `1-form-${language}`);
    await page.click("button.main");
    await page.locator(".fault").waitFor();

    await context.setOffline(false);
    await page.click("button.main");
    await page.locator(".agree").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H2");
    assert.equal(await page.locator("button.main").isEnabled(), false);
    await page.check(".agree input");
    await picture(page, `2-consent-${language}`);
    await page.click("button.main");
    await page.locator("#record").waitFor();
    const told = await page.locator("main").innerText();
    assert.ok(told.includes(words.a));
    assert.doesNotMatch(told, /undefined|\{\w+\}/);
    await picture(page, `3-granted-${language}`);
    assert.deepEqual(readdirSync(join(bank.folder, "decisions/records")), [`${await page.innerText("#record")}.json`]);
    // The last attempt apart, which had no network.
    assert.deepEqual(requests.slice(before).slice(-2), ["POST /api/applications", "POST /api/applications/ID/presentation"]);
    done();
  });

  test(`the no, for the firm's sake or its officer's, and somebody else's bundle: nothing is sent (${language})`, { skip }, async (t) => {
    const bank = await open(t);
    const { page, requests, done } = await inBrowser(t, bank, { language });
    const before = requests.length;
    for (const [firm, place, word] of [
      ["firm-officer-penalised", ".preview .not_granted", words.penalty],
      ["firm-officer-listed", ".preview .not_granted", words.officer],
      ["firm-other-officer", ".preview .fault", words.unlinked],
    ]) {
      await page.selectOption("#firm", firm);
      await page.locator(".preview .outcome, .preview .fault").waitFor({ state: "detached" });
      await page.locator(place).waitFor();
      const told = await preview(page);
      assert.ok(told.includes(word), told);
      assert.doesNotMatch(told, /undefined|\{\w+\}/);
      assert.equal(await page.locator("button.main").isEnabled(), false);
      await picture(page, `4-${firm}-${language}`);
    }
    // A code that is another firm's.
    await page.selectOption("#firm", "firm-and-officer");
    await page.fill("#uscc", "91310115MA10001800");
    await page.locator(".preview .fault").waitFor();
    assert.equal(requests.length, before);
    done();
  });

  test(`what was altered on the way is not accepted, and the page says so (${language})`, { skip }, async (t) => {
    const bank = await open(t);
    const { page, done } = await inBrowser(t, bank, { language });
    await page.route("**/presentation", (route) => {
      const { presentation } = route.request().postDataJSON();
      const credit = presentation.credit.replace(/^(.{400})(.)/, (_, start, one) => start + (one === "A" ? "B" : "A"));
      return route.continue({ postData: JSON.stringify({ presentation: { ...presentation, credit } }) });
    });
    await page.click("button.main");
    await page.check(".agree input");
    await page.click("button.main");
    await page.locator(".card > .fault").waitFor();
    assert.equal(await page.locator("#record").count(), 0);
    await picture(page, `5-refused-${language}`);
    done();
  });
}

test("keys suffice, fields have labels, and it fits any screen", { skip }, async (t) => {
  const bank = await open(t);
  const { page, done } = await inBrowser(t, bank, { language: "en" });
  const unlabelled = await page.evaluate(() => [...document.querySelectorAll("input, select, button")].filter((one) => !one.labels?.length && !one.innerText.trim()).map((one) => one.outerHTML));
  assert.deepEqual(unlabelled, []);
  for (const width of [320, 375, 768, 1280]) {
    await page.setViewportSize({ width, height: 740 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `at ${width}`);
  }
  await page.focus("#amount");
  await page.keyboard.press("Enter");
  await page.locator(".agree").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator("#record").waitFor();
  await page.click('nav a[lang="zh-CN"]');
  await page.locator('html[lang="zh-CN"]').waitFor();
  await page.locator(".preview .outcome").waitFor();
  done();
});

test("the first page is in the language of the browser", { skip }, async (t) => {
  const bank = await open(t);
  for (const [asked, path] of [["en-GB,en;q=0.9", "/en"], ["zh-CN,zh;q=0.9", "/zh-CN"], ["fr", "/zh-CN"]]) {
    const { status, headers } = await fetch(`${bank.url}/`, { redirect: "manual", headers: { "accept-language": asked } });
    assert.deepEqual([status, new URL(headers.get("location") ?? "", bank.url).pathname], [307, path]);
  }
  const { status, headers } = await fetch(`${bank.url}/en`);
  assert.equal(status, 200);
  assert.match(headers.get("content-security-policy") ?? "", /script-src 'self' 'nonce-[^']+' 'strict-dynamic' 'wasm-unsafe-eval'; [^]*connect-src 'self'/);
  assert.equal((await fetch(`${bank.url}/fr`)).status, 404);
});
