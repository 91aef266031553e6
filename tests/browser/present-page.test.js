// The page that shows the whole way by codes, as `make demo` serves it.
import assert from "node:assert/strict";
import test from "node:test";
import { createPlatform } from "xinyi/testing";
import { root } from "../js/load-vectors.js";
import { buildLibraries } from "../../scripts/libraries.mjs";
import { inBrowser, skip } from "./harness.js";

const libraries = `${root}target/test-libraries`;
buildLibraries(`${root}pkg/dist`, libraries);
const mounts = { "/": `${root}www`, "/xinyi/": `${root}pkg/dist`, "/libraries/": libraries };
const platform = await createPlatform();

/** Chooses a wallet, and waits until the holder is asked. */
async function choose(page, name) {
  await page.selectOption("#wallet", name);
  await page.locator("#request canvas").waitFor();
  await page.locator("#plan p").first().waitFor();
}

async function agree(page) {
  await page.click("#agree");
  const outcome = page.locator("#result .outcome");
  await outcome.waitFor();
  return outcome.getAttribute("class");
}

test("a holder sees what is shown, agrees, and is granted, in Chinese and English", { skip }, async () => {
  for (const [language, agreeing, hidden] of [["zh-CN", "同意并出示", "不会出示："], ["en", "Agree and show", "You do not show: "]]) {
    await inBrowser(mounts, `/present.html#lang=${language}`, async (page, context, url) => {
      const foreign = [];
      context.on("request", (request) => request.url().startsWith(url) || foreign.push(request.url()));
      const blocked = [];
      page.on("console", (message) => message.type() === "error" && blocked.push(message.text()));
      await page.locator("#plan p").first().waitFor();
      await context.setOffline(true);
      const offered = await page.locator("#wallet option").evaluateAll((all) => all.map(({ value }) => value));
      assert.ok(offered.length >= 5);
      for (const name of offered) {
        await choose(page, name);
        const { expected, programme } = platform.wallet(name);
        const plan = await page.locator("#plan").innerText();
        assert.equal(await page.locator("#decided").isVisible(), false);
        if (expected.outcome !== "granted") {
          assert.equal(await page.locator("#agree").isVisible(), false, name);
          continue;
        }
        assert.ok(plan.includes(new URL(url).origin), plan);
        assert.ok(plan.includes(hidden), plan);
        assert.equal(await page.locator("#agree").innerText(), agreeing);
        assert.match(await agree(page), /\bgranted\b/, name);
        const { tiers } = platform.programmes.find(({ id }) => id === programme).document;
        const tier = tiers.find(({ id }) => id === expected.tier).title[language];
        assert.ok((await page.locator("#result").innerText()).includes(tier), name);
        assert.ok((await page.locator("#answer canvas").count()) > 0);
      }
      assert.deepEqual([foreign, blocked], [[], []]);
    });
  }
});

test("nobody can agree to the plan of the wallet before", { skip }, async () => {
  await inBrowser(mounts, "/present.html#lang=en", async (page) => {
    await choose(page, "zhang-gold");
    await agree(page);
    // What is there in the same moment, before the next question is.
    const left = await page.evaluate(() => {
      const wallet = document.getElementById("wallet");
      wallet.value = "firm-loan";
      wallet.dispatchEvent(new Event("change"));
      const hidden = ["agree", "answered", "decided"].filter((id) => document.getElementById(id).hidden);
      return [document.getElementById("plan").childElementCount, hidden];
    });
    assert.deepEqual(left, [0, ["agree", "answered", "decided"]]);
    await page.locator("#plan p").first().waitFor();
    assert.ok(await page.locator("#agree").isVisible());
    assert.match(await agree(page), /\bgranted\b/);
  });
});

test("the language can be changed on the way, and it fits a narrow screen", { skip }, async () => {
  await inBrowser(mounts, "/present.html#lang=en", async (page) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await choose(page, "zhang-gold");
    await agree(page);
    const english = await page.locator("main").innerText();
    await page.click('nav a[lang="zh-CN"]');
    await page.locator('html[lang="zh-CN"]').waitFor();
    const chinese = await page.locator("main").innerText();
    assert.ok(chinese.includes("应用作出判定") && !english.includes("应用作出判定"));
    assert.match(await page.locator("#result .outcome").getAttribute("class"), /\bgranted\b/);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.doesNotMatch(chinese + english, /undefined|\{\w+\}/);
    // Codes are square on any screen.
    const sizes = await page.locator("canvas").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ width, height }) => Math.abs(width - height) < 1));
    assert.ok(sizes.length > 1 && sizes.every(Boolean));
  });
});

test("the two pages lead to each other", { skip }, async () => {
  await inBrowser(mounts, "/present.html#lang=en", async (page) => {
    await page.click('a[data-text="toCheck"]');
    await page.click('a[data-text="toPresent"]');
    await page.locator("#plan p").first().waitFor();
  });
});

test("without the module, or the libraries, it says so", { skip }, async () => {
  for (const without of ["/xinyi/", "/libraries/"]) {
    await inBrowser({ ...mounts, [without]: `${root}nowhere` }, "/present.html#lang=en", async (page) => {
      await page.locator("#fault").waitFor();
      assert.match(await page.locator("#fault").innerText(), /核验组件未能启动[^]*could not be started/);
      assert.equal(await page.locator("#work").isVisible(), false);
    });
  }
});
