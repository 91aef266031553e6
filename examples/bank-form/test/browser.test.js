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

/** The firm agrees and signs, and then its legal representative. */
async function agree(page) {
  for (const step of ["1", "2"]) {
    await page.locator("section.card > .hint", { hasText: step === "1" ? /^(Step 1|第 1 步)/ : /^(Step 2|第 2 步)/ }).waitFor();
    await page.check(".agree input");
    await page.click("button.main");
  }
}

const preview = (page) => page.locator(".preview").innerText();
const WORDS = {
  "zh-CN": { a: "甲档", b: "乙档", penalty: "行政处罚", officer: "法定代表人目前被列入", unlinked: "无法确认", date: "2026年11月18日", anyway: "无论预估结果如何", uncertain: "不确定申请是否已提交", notDone: "申请没有提交", simulated: "这一步是模拟的",
    consent: ["xinyidai@bank.example", "保存 1095 天", "撤回同意", "由人工处理", "授权有效期至2026年11月"] },
  en: { a: "Band A", b: "Band B", penalty: "administrative penalty", officer: "The legal representative is on a list", unlinked: "belong together", date: "2026-11-18", anyway: "Whatever is expected here", uncertain: "is not certain", notDone: "was not submitted", simulated: "This step is simulated",
    consent: ["xinyidai@bank.example", "1095 days", "withdraw", "a person", "authorisation ends on 2026-11-"] },
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
    for (const step of ["firm", "officer"]) {
      await page.locator(".agree input:not(:checked)").waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H2");
      assert.equal(await page.locator("button.main").isEnabled(), false);
      const agreed = await page.innerText("section.card");
      for (const word of words.consent) assert.ok(agreed.includes(word), agreed);
      assert.equal(agreed.includes(words.simulated), step === "officer");
      await page.check(".agree input");
      await picture(page, `2-${step}-${language}`);
      // The firm's signature alone is of no use: nothing is sent before the second.
      if (step === "firm") assert.equal(requests.filter((one) => one.endsWith("/presentation")).length, 0);
      await page.click("button.main");
      if (step === "firm") await page.locator(".card .note").waitFor();
    }
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
      assert.ok((await page.innerText("form")).includes(words.anyway));
      assert.equal(await page.locator("#refresh").count(), 0);
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
    await agree(page);
    await page.locator(".card > .fault").waitFor();
    assert.equal(await page.locator("#record").count(), 0);
    await picture(page, `5-refused-${language}`);
    done();
  });
}

for (const [language, words] of Object.entries(WORDS)) {
  test(`an answer that is lost is looked up before anything is said (${language})`, { skip }, async (t) => {
    const bank = await open(t);
    const { page, context, done } = await inBrowser(t, bank, { language });
    const records = () => readdirSync(join(bank.folder, "decisions/records"));
    const fault = () => page.locator("main > .fault");
    // It did not arrive.
    await page.route("**/presentation", (route) => route.abort());
    await page.click("button.main");
    await agree(page);
    await page.locator(".fault", { hasText: words.notDone }).waitFor();
    // Nobody can be asked.
    await context.setOffline(true);
    await page.click(".card button.main");
    await page.locator("#look").waitFor({ timeout: 20_000 });
    assert.ok((await fault().innerText()).includes(words.uncertain));
    await picture(page, `6-uncertain-${language}`);
    await context.setOffline(false);
    await page.click("#look");
    await page.locator(".fault", { hasText: words.notDone }).waitFor();
    assert.equal(await page.locator("#look").count(), 0);
    // It arrived, and the answer did not.
    await page.unroute("**/presentation");
    await page.route("**/presentation", async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.click(".card button.main");
    await page.locator("#record").waitFor();
    assert.deepEqual(records(), [`${await page.innerText("#record")}.json`]);
    assert.equal(await fault().count(), 0);
    done();
  });

  test(`what the preview cannot tell is fetched anew, or left to a person (${language})`, { skip }, async (t) => {
    const bank = await open(t);
    const { page, context, done } = await inBrowser(t, bank, { language });
    // A snapshot that this page has no use for, as if the platform had published nothing for long.
    await context.addInitScript(() => {
      const later = 5 * 86_400;
      const { fetch } = globalThis;
      globalThis.fetch = async (...given) => {
        const response = await fetch(...given);
        if (!String(given[0]).endsWith("/api/demo")) return response;
        const demo = await response.json();
        return Response.json({ ...demo, now: demo.now + later });
      };
    });
    await page.reload();
    await page.locator("#refresh").waitFor();
    assert.ok((await page.innerText(".preview")).includes("xinyidai@bank.example"));
    assert.ok((await page.innerText("form")).includes(words.anyway));
    await picture(page, `7-unsure-${language}`);
    const fetched = page.waitForRequest("**/api/snapshot");
    await page.click("#refresh");
    await fetched;
    await page.locator(".preview .fault").waitFor();
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
  for (const step of ["1", "2"]) {
    await page.locator("section.card > .hint", { hasText: `Step ${step}` }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
  }
  await page.locator("#record").waitFor();
  // Back at the form the focus is there too.
  await page.click("section.card > button");
  await page.locator("form").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "FORM");
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
