// A headless browser and a server on this machine, for one test at a time.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { chromium } from "playwright-core";
import { launch } from "puppeteer-core";
import { findHost } from "../../scripts/find-host.mjs";
import { serve } from "../../scripts/serve.mjs";

export const browserPath = findHost("chromium");
const firefoxPath = findHost("firefox");

/** For `test(name, { skip }, …)`. Where CI is set its absence is a failure, not a gap. */
export const skip = absent(browserPath, "no Chromium here (Debian: chromium)");

const browsers = [
  { name: "Chromium", skip, inBrowser },
  { name: "Firefox", skip: absent(firefoxPath, "no Firefox here (Debian: firefox-esr)"), inBrowser: inFirefox },
];

function absent(path, why) {
  return path || process.env.CI === "true" ? false : why;
}

/** A test in each browser: `body(inBrowser, t)` uses of a page and of its context what both drivers have. */
export function testInEach(name, body) {
  for (const browser of browsers) test(`${name} (${browser.name})`, { skip: browser.skip }, (t) => body(browser.inBrowser, t));
}

/** Serves `mounts`, opens a page at `path`, runs `body(page, context, url)`; page errors are failures. */
export async function inBrowser(mounts, path, body) {
  if (!browserPath) throw new Error("no Chromium here");
  const server = await serve(mounts);
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
  try {
    const context = await browser.newContext();
    await onPage(await context.newPage(), path, server, (page) => body(page, context, server.url));
  } finally {
    await browser.close();
    server.close();
  }
}

/** The same in Firefox as it is released, by WebDriver BiDi; Playwright's protocol needs a build that is patched. */
async function inFirefox(mounts, path, body) {
  if (!firefoxPath) throw new Error("no Firefox here");
  firefox ??= startFirefox();
  const { browser } = await firefox;
  const server = await serve(mounts);
  let profile;
  try {
    profile = await browser.createBrowserContext();
    const context = {
      newPage: () => profile.newPage(),
      setOffline: async (offline) => void (await Promise.all((await profile.pages()).map((page) => page.setOfflineMode(offline)))),
    };
    await onPage(await context.newPage(), path, server, (page) => body(page, context, server.url));
  } finally {
    await profile?.close();
    server.close();
  }
}

/** It takes seconds to start: one for all tests of a file. */
let firefox;

async function startFirefox() {
  // As root it does not start where the home is somebody else's, as in many a container.
  const home = mkdtempSync(join(tmpdir(), "xinyi-firefox-"));
  try {
    return { home, browser: await launch({ browser: "firefox", executablePath: firefoxPath, headless: true, env: { ...process.env, HOME: home } }) };
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
}

after(async () => {
  const started = await firefox?.catch(() => undefined);
  if (!started) return;
  const { browser, home } = started;
  await browser.close();
  rmSync(home, { recursive: true, force: true });
});

async function onPage(page, path, server, body) {
  const errors = [];
  page.on("pageerror", (error) => {
    // Firefox tells in the same way what a page's policy forbids, which Chromium tells the console only.
    if (!error.message.startsWith("Content-Security-Policy: ")) errors.push(String(error));
  });
  await page.goto(new URL(path, server.url).href);
  await body(page);
  if (errors.length > 0) throw new Error(`errors in the page:\n${errors.join("\n")}`);
}
