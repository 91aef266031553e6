// find-host.mjs chromium|chromedriver|firefox|jsc: prints the program's path, or fails.
import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const names = {
  chromium: [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  chromedriver: [process.env.CHROMEDRIVER, "chromedriver", "/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver"],
  firefox: [process.env.FIREFOX, "firefox-esr", "firefox"],
  jsc: [process.env.JSC, "jsc", ...jscOutsidePath()],
};

/** The path of a program of this kind, or undefined. */
export function findHost(kind) {
  for (const name of names[kind]) {
    if (!name) continue;
    const folders = name.includes("/") ? [""] : process.env.PATH.split(delimiter);
    for (const folder of folders) {
      const path = folder ? join(folder, name) : name;
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here.
      }
    }
  }
}

/** Debian and Ubuntu have kept it in several places. */
function jscOutsidePath() {
  const found = [];
  const libraries = "/usr/lib";
  for (const architecture of list(libraries).filter((name) => name.includes("-linux-"))) {
    for (const name of list(join(libraries, architecture))) {
      if (/^(javascriptcoregtk|webkit2?gtk)-/.test(name)) found.push(join(libraries, architecture, name, "jsc"));
    }
  }
  return found;
}

function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = findHost(process.argv[2]);
  if (!found) process.exit(1);
  console.log(found);
}
