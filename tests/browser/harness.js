// A headless Chromium and a server on this machine, for one test at a time.
import { chromium } from "playwright-core";
import { findHost } from "../../scripts/find-host.mjs";
import { serve } from "../../scripts/serve.mjs";

export const browserPath = findHost("chromium");
/** For `test(name, { skip }, …)`. Where CI is set its absence is a failure, not a gap. */
export const skip = browserPath || process.env.CI === "true" ? false : "no Chromium here (Debian: chromium)";

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
    const page = await context.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(new URL(path, server.url).href);
    await body(page, context, server.url);
    if (errors.length > 0) throw new Error(`errors in the page:\n${errors.join("\n")}`);
  } finally {
    await browser.close();
    server.close();
  }
}
