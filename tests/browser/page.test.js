// The page of `www`, as `make demo` serves it.
import assert from "node:assert/strict";
import test from "node:test";
import { makePlatform } from "../js/demo-platform.js";
import { root } from "../js/load-vectors.js";
import { inBrowser, skip } from "./harness.js";

const { folder, read, platform } = skip ? {} : makePlatform("test-page-demo");
const mounts = { "/": `${root}www`, "/xinyi/": `${root}pkg/dist`, "/demo/": folder };

/** What the page says of the bundle that is chosen: the kind of outcome, and all the text. */
async function shown(page) {
  const outcome = page.locator("#result .outcome");
  await outcome.waitFor();
  const kind = (await outcome.getAttribute("class")).split(" ").find((name) => name !== "outcome");
  return { kind, text: await page.locator("#result").innerText() };
}

function expected({ expect }) {
  return expect.outcome ?? "refused";
}

async function everyBundle(page) {
  for (const [i, bundle] of platform.bundles.entries()) {
    await page.selectOption("#bundle", String(i));
    const { kind, text } = await shown(page);
    assert.equal(kind, expected(bundle), `${bundle.file}: ${text}`);
    const code = bundle.expect.error ?? bundle.expect.code;
    if (code) assert.ok(text.includes(code), `${bundle.file}: ${text}`);
  }
}

test("every demo bundle is decided on the page, in Chinese and English", { skip }, async () => {
  assert.ok(platform.bundles.length >= 8);
  await inBrowser(mounts, "/#lang=zh-CN", async (page) => {
    await everyBundle(page);
    await page.selectOption("#bundle", "0");
    const chinese = await shown(page);
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
    await page.click('nav a[lang="en"]');
    await page.waitForFunction(() => document.documentElement.lang === "en");
    const english = await shown(page);
    assert.equal(english.kind, chinese.kind);
    assert.match(chinese.text, /\p{Script=Han}/u);
    assert.notEqual(english.text, chinese.text);
    await everyBundle(page);
  });
});

test("with the network cut after the first load the page goes on, and loads again", { skip }, async () => {
  await inBrowser(mounts, "/#lang=en", async (page, context) => {
    await shown(page);
    // All is kept or nothing.
    await page.waitForFunction(async () => Boolean(await caches.match("demo/platform.json")));
    await context.setOffline(true);
    await everyBundle(page);
    await page.reload();
    await everyBundle(page);
  });
});

test("a file of one's own is decided, whatever is in it", { skip }, async () => {
  await inBrowser(mounts, "/#lang=en", async (page) => {
    await shown(page);
    const [bundle] = platform.bundles;
    const files = [
      ["mine.sd-jwt", Buffer.from(`${read(bundle.file)}\n`), expected(bundle)],
      ["noise.bin", Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 197) & 0xff)), "refused"],
      ["empty", Buffer.alloc(0), "refused"],
      ["markup.sd-jwt", Buffer.from("<img src=x onerror=document.title='run'>"), "refused"],
    ];
    for (const [name, buffer, kind] of files) {
      await page.setInputFiles("#file", { name, mimeType: "application/octet-stream", buffer });
      await page.waitForFunction((file) => document.querySelector("#bundle").selectedOptions[0].text.includes(file), name);
      assert.equal((await shown(page)).kind, kind, name);
    }
    assert.notEqual(await page.title(), "run");
  });
});
