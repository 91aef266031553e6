import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findHost } from "../../../scripts/find-host.mjs";

export async function run({ row, exec, expected, folder }) {
  process.env.CHROMIUM = findHost("chromium");
  process.env.VITE_EXPECTED = expected;
  const passed = async (...flags) => {
    await exec("vitest", "run", "--reporter=json", "--outputFile=results.json", ...flags);
    const { numPassedTests, testResults } = JSON.parse(readFileSync(join(folder, "results.json"), "utf8"));
    return numPassedTests === 2 ? expected : JSON.stringify(testResults);
  };
  await row("environment node", () => passed("--environment=node"));
  await row("environment jsdom", () => passed("--environment=jsdom"));
  await row("in Chromium", () => passed("--config=browser.config.js"));
}
