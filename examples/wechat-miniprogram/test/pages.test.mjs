// Every page's files as WeChat takes them, and pictures of every page in both languages (screenshots/).
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import test from "node:test";
import { transformSync } from "esbuild";
import { chromium } from "playwright-core";
import { createTill } from "../till/till.mjs";
import { app, createPhone } from "./phone.mjs";
import { now, read as platform, walletOf } from "./platform.mjs";
import { bindings, html, parse } from "./wxml.mjs";

const read = (file) => readFileSync(join(app, file), "utf8");
const { pages } = JSON.parse(read("app.json"));

test("each page that app.json names has its four files, and no other page is there", () => {
  const found = readdirSync(join(app, "pages")).map((name) => `pages/${name}/${name}`);
  assert.deepEqual([...pages].sort(), found.sort());
  for (const page of pages) {
    for (const kind of ["js", "json", "wxml", "wxss"]) assert.ok(existsSync(join(app, `${page}.${kind}`)), `${page}.${kind}`);
    JSON.parse(read(`${page}.json`));
    parse(read(`${page}.wxml`));
  }
});

test("what is wrong in WXML is noticed", () => {
  assert.throws(() => parse("<view><text></view>"));
  assert.throws(() => parse("<div/>"), /unknown tag/);
  const page = { data: { t: { a: "" } }, onA() {} };
  const found = (source) => bindings(parse(source), page);
  assert.deepEqual(found('<button bindtap="onA">{{t.a}}</button>'), []);
  assert.deepEqual(found('<button bindtap="onB">{{t.b}}</button><text>{{c}}</text>'), ["no handler onB", "no text b", "{{c}} is not in data"]);
});

test("its files are ES2017, of kinds that can be uploaded, and fit a package", () => {
  let bytes = 0;
  for (const name of readdirSync(app, { recursive: true })) {
    const path = join(app, name);
    if (!statSync(path).isFile()) continue;
    bytes += statSync(path).size;
    assert.match(name, /\.(js|json|wxml|wxss|br|d\.ts)$/);
    if (!name.endsWith(".js")) continue;
    const source = readFileSync(path, "utf8");
    const same = (target) => transformSync(source, { target, legalComments: "none", charset: "utf8" }).code;
    assert.equal(same("es2017"), same("esnext"), name);
    assert.doesNotMatch(source, /\beval\(|new Function\b|\bimport\(/, name);
  }
  // The limit of a package is 2 MB.
  assert.ok(bytes < 1_000_000, `${bytes} bytes`);
});

const executablePath = [process.env.CHROMIUM, ...(process.env.PATH ?? "").split(delimiter).flatMap((folder) => ["chromium", "chromium-browser", "google-chrome"].map((name) => join(folder, name)))].find((path) => path && existsSync(path));
test("pictures of every page, in both languages", { skip: executablePath || process.env.CI === "true" ? false : "no Chromium here" }, async (t) => {
  const out = new URL("../screenshots/", import.meta.url).pathname;
  mkdirSync(out, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  t.after(() => browser.close());
  const screen = await browser.newPage({ viewport: { width: 375, height: 667 }, deviceScaleFactor: 2 });
  const till = await createTill({ root: platform("root.json"), snapshot: platform("snapshot.json"), now: () => now });

  for (const language of ["zh-CN", "en"]) {
    const start = (given = {}) => createPhone({ now, stored: new Map([["language", language]]), ...given });
    let phone = start();
    const svg = () => {
      const { width, height, rects } = phone.canvases.at(-1);
      return `<svg viewBox="0 0 ${width} ${height}">${rects.map(([fill, x, y, w, h]) => `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}"/>`).join("")}</svg>`;
    };
    const picture = async (name) => {
      const { path, tree, it } = phone.here();
      await screen.setContent(html(tree, it.data, read("app.wxss") + read(`${path}.wxss`), phone.titles.at(-1), svg));
      // Nothing sticks out at the side.
      assert.ok(await screen.evaluate(() => document.documentElement.scrollWidth <= 375), `${name} ${language}`);
      await screen.screenshot({ path: join(out, `${name}.${language}.png`), fullPage: true });
    };
    const button = (n) => phone.here().seen().filter(({ tag }) => tag === "button")[n].text;
    phone.open(pages[0]);
    await phone.settle();
    await picture("home");
    await phone.tap(button(1));
    await picture("home-offline");
    phone.camera.sees = till.ask().text;
    await phone.tap(button(0));
    await picture("consent");
    await phone.tap(button(0));
    await picture("show");
    phone.open("pages/probe/probe");
    await phone.tap(button(0));
    await picture("probe");
    for (const [name, given] of [["listed", { wallet: walletOf("zhao-listed") }], ["undetermined", { wallet: walletOf("li-silver") }], ["old-phone", { lacks: ["BigInt"] }]]) {
      phone = start(given);
      phone.open(pages[0]);
      phone.camera.sees = till.ask().text;
      await phone.tap(button(0));
      await picture(`consent-${name}`);
    }
  }
});
