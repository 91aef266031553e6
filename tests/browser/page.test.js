// The page of `www`, as `make demo` serves it.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";
import { makePlatform } from "../js/demo-platform.js";
import { root } from "../js/load-vectors.js";
import { inBrowser, skip } from "./harness.js";

const { folder, read, platform } = skip ? {} : makePlatform("test-page-demo");
const programmes = new Map(platform?.programmes.map(({ id, file }) => [id, JSON.parse(read(file))]));
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
  const lang = await page.locator("html").getAttribute("lang");
  for (const [i, bundle] of platform.bundles.entries()) {
    await page.selectOption("#bundle", String(i));
    const { kind, text } = await shown(page);
    assert.equal(kind, expected(bundle), `${bundle.file}: ${text}`);
    assert.equal(await page.inputValue("#programme"), bundle.programme);
    // Tiers are told by their titles.
    const { tiers } = programmes.get(bundle.programme);
    const title = (id) => tiers.find((tier) => tier.id === id)?.title[lang];
    for (const said of [bundle.expect.error, title(bundle.expect.tier), title(bundle.expect.upgrade)]) {
      assert.ok(text.includes(said ?? ""), `${bundle.file}: ${said} is not in ${text}`);
    }
  }
}

/** Waits until the page says that it can do without the network. */
async function kept(page) {
  await page.locator('#offline[data-state="ready"]').waitFor();
}

/** Drops a file on the page, as a person would. */
async function drop(page, name, bytes) {
  const transfer = await page.evaluateHandle(
    ([file, content]) => {
      const made = new DataTransfer();
      made.items.add(new File([Uint8Array.from(content)], file));
      return made;
    },
    [name, [...bytes]],
  );
  for (const type of ["dragover", "drop"]) await page.dispatchEvent("body", type, { dataTransfer: transfer });
}

test("every demo bundle is decided on the page, in Chinese and English", { skip }, async () => {
  assert.ok(platform.bundles.length >= 8);
  await inBrowser(mounts, "/#lang=zh-CN", async (page) => {
    await everyBundle(page);
    await page.selectOption("#bundle", "0");
    const chinese = await shown(page);
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
    await page.click('nav a[lang="en"]');
    await page.locator('html[lang="en"]').waitFor();
    const english = await shown(page);
    assert.equal(english.kind, chinese.kind);
    assert.match(chinese.text, /\p{Script=Han}/u);
    assert.notEqual(english.text, chinese.text);
    await everyBundle(page);
    await page.reload();
    await shown(page);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
  });
});

test("the language is the browser's until another is chosen", { skip }, async () => {
  await inBrowser(mounts, "/", async (page, context, url) => {
    for (const [locale, lang] of [["zh-CN", "zh-CN"], ["zh-TW", "zh-CN"], ["fr-FR", "en"]]) {
      const other = await context.browser().newPage({ locale });
      await other.goto(url);
      await shown(other);
      assert.equal(await other.locator("html").getAttribute("lang"), lang);
      assert.ok(await other.title());
    }
  });
});

test("with the network cut after the first load the page goes on, and loads again", { skip }, async () => {
  await inBrowser(mounts, "/#lang=en", async (page, context) => {
    await shown(page);
    await kept(page);
    await context.setOffline(true);
    await everyBundle(page);
    await page.reload();
    assert.equal(await page.evaluate(() => fetch("demo/nothing").then(() => "answered", () => "cut")), "cut");
    await everyBundle(page);
    // What was kept is still all there.
    await kept(page);
  });
});

test("a newer platform takes the place of the one that was kept", { skip }, async () => {
  const newer = makePlatform("test-page-demo-newer");
  const served = { ...mounts };
  await inBrowser(served, "/#lang=en", async (page, context) => {
    await kept(page);
    served["/demo/"] = newer.folder;
    await page.reload();
    await kept(page);
    const nonce = await page.evaluate(async () => (await (await caches.match("demo/platform.json")).json()).nonce);
    assert.equal(nonce, newer.platform.nonce);
    await context.setOffline(true);
    await page.reload();
    await everyBundle(page);
  });
});

test("whoever is not granted is told whom to ask and where to object", { skip }, async () => {
  for (const [language, ask, object] of [["zh-CN", "可咨询：", "可以提出异议。"], ["en", "Questions about this programme: ", "you can object to it."]]) {
    await inBrowser(mounts, `/#lang=${language}`, async (page) => {
      const links = page.locator("#result section a");
      for (const [i, bundle] of platform.bundles.entries()) {
        await page.selectOption("#bundle", String(i));
        const { kind, text } = await shown(page);
        const isTold = !["granted", "refused"].includes(kind);
        for (const said of [ask, object]) assert.equal(text.includes(said), isTold, `${bundle.file}: ${text}`);
        // The district has a desk and no page.
        const pages = await links.evaluateAll((all) => all.map(({ href, rel }) => [href, rel]));
        for (const found of pages) assert.deepEqual(found, ["https://credit.shanghai.example/objection", "noopener noreferrer"]);
        // One for each bundle: a firm's and its officer's are two, in one file.
        const most = bundle.file.endsWith(".json") ? 2 : 1;
        assert.ok(pages.length <= (isTold ? most : 0), bundle.file);
      }
    });
  }
});

test("texts of a trust list are texts, whatever is in them", { skip }, async () => {
  await inBrowser(mounts, "/#lang=en", async (page) => {
    await shown(page);
    const told = await page.evaluate(async () => {
      const { resultParts } = await import("./result.js");
      const { wordsIn } = await import("./words.js");
      const hostile = "<img src=x onerror=document.title='run'>";
      const both = { "zh-CN": hostile, en: hostile };
      const evidence = { bundles: [], decided_at: "2026-11-22T12:00:00Z" };
      const contact = { programme: hostile, objection: [{ input: "a", issuer: "b", name: both, url: null, text: both }] };
      const titles = { programme: both, tiers: {}, inputs: {} };
      const decision = {
        outcome: "not_granted", reasons: [], missing: [], upgrade: null, set_aside: [], remedies: [], eligible_from: null, warnings: [],
        programme: { id: "p", version: 1 }, titles, contact, evidence,
      };
      const { loadLetter } = await import("./language.js");
      document.querySelector("#result").replaceChildren(...resultParts({ ok: true, decision }, "", {}, wordsIn("en", await loadLetter())));
      const sections = Array.from(document.querySelectorAll("#result section"), (section) => section.innerText);
      const text = sections.find((text) => text.includes("Questions and objections"));
      return { images: document.querySelectorAll("#result img").length, text };
    });
    assert.equal(told.images, 0);
    assert.equal(told.text.split("<img src=x").length - 1, 3, told.text);
    assert.notEqual(await page.title(), "run");
  });
});

test("a file of one's own is decided, whatever is in it", { skip }, async () => {
  await inBrowser(mounts, "/#lang=en", async (page) => {
    await shown(page);
    const [bundle] = platform.bundles;
    const files = [
      ["mine.sd-jwt", Buffer.from(`${read(bundle.file)}\n`), expected(bundle), ""],
      ["noise.bin", Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 197) & 0xff)), "refused", "format.utf8"],
      ["empty", Buffer.alloc(0), "refused", "format."],
      ["huge", Buffer.alloc(10_000_000, "a"), "refused", "limit.bytes"],
      ["<img src=x onerror=document.title='run'>.sd-jwt", Buffer.from("<img src=x onerror=document.title='run'>"), "refused", "format."],
    ];
    const chosen = (file) => document.querySelector("#bundle").selectedOptions[0].text.includes(file);
    for (const [name, buffer, kind, code] of files) {
      await page.setInputFiles("#file", { name, mimeType: "application/octet-stream", buffer });
      await page.waitForFunction(chosen, name);
      const { kind: found, text } = await shown(page);
      assert.equal(found, kind, name);
      assert.ok(text.includes(code), text);
    }
    assert.notEqual(await page.title(), "run");

    await drop(page, "dropped.sd-jwt", Buffer.from(read(bundle.file)));
    await page.waitForFunction(chosen, "dropped.sd-jwt");
    assert.equal((await shown(page)).kind, expected(bundle));
    await page.selectOption("#bundle", "0");
    assert.equal((await shown(page)).kind, expected(bundle));
  });
});

test("what is asked for, the programme and the holder can be changed", { skip }, async () => {
  await inBrowser(mounts, "/#lang=zh-CN", async (page) => {
    const index = platform.bundles.findIndex(({ expect, request }) => expect.tier === "gold" && request.deposit);
    await page.selectOption("#bundle", String(index));
    assert.match((await shown(page)).text, /免押金，最高 299\.00 元/);
    const deposit = page.getByLabel("押金（元）");
    await deposit.fill("9999.00");
    assert.equal((await shown(page)).kind, "not_granted");
    await deposit.fill("");
    const open = await shown(page);
    assert.equal(open.kind, "undetermined");
    assert.match(open.text, /结果可能改变：押金。\s+request\.deposit/);
    await deposit.fill("许多");
    assert.match((await shown(page)).text, /input\.request/);
    await deposit.fill("99.00");

    await page.getByLabel("核验持有人").uncheck();
    assert.match((await shown(page)).text, /未核验：任何拿到凭证的人都能出示/);
    await page.selectOption("#programme", { label: "小微企业信用贷款预审" });
    assert.equal((await shown(page)).kind, "not_applicable");
    assert.equal(await page.locator("#announcement").innerText(), "本项目不适用。这不是对申请人信用的评价，也不影响使用基本服务。");
  });
});

test("nothing is asked of any other host, and keys are not handed out", { skip }, async () => {
  const [key] = readdirSync(`${folder}/keys`);
  await inBrowser(mounts, "/", async (page, context, url) => {
    const foreign = [];
    context.on("request", (request) => request.url().startsWith(url) || foreign.push(request.url()));
    const blocked = [];
    page.on("console", (message) => message.type() === "error" && blocked.push(message.text()));
    await page.reload();
    await kept(page);
    await everyBundle(page);
    assert.deepEqual([foreign, blocked], [[], []]);
    assert.equal(await page.evaluate(() => document.cookie + localStorage.length + sessionStorage.length), "00");
    assert.equal(await page.evaluate((path) => fetch(path).then(({ status }) => status), `demo/keys/${key}`), 404);
  });
});

test("it fits a narrow screen, and every field has a name", { skip }, async () => {
  await inBrowser(mounts, "/#lang=en", async (page) => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const i of platform.bundles.keys()) {
      await page.selectOption("#bundle", String(i));
      await page.evaluate(() => document.querySelectorAll("#result details").forEach((details) => (details.open = true)));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), platform.bundles[i].file);
    }
    const nameless = await page.evaluate(() => [...document.querySelectorAll("select, input")].filter(({ labels }) => !labels?.[0]?.textContent).map(({ id }) => id));
    assert.deepEqual(nameless, []);
  });
});

test("without the module, or without the platform, it says so in both languages", { skip }, async () => {
  for (const [without, said] of [["/xinyi/", "browser.js"], ["/demo/", "404 demo/platform.json"]]) {
    await inBrowser({ ...mounts, [without]: `${root}nowhere` }, "/#lang=en", async (page) => {
      const fault = page.locator("#fault");
      await fault.waitFor();
      const text = await fault.innerText();
      assert.match(text, /核验组件未能启动/);
      assert.match(text, /could not be started/);
      assert.ok(text.includes(said), text);
      assert.equal(await page.locator("#work").isVisible(), false);
    });
  }
});
