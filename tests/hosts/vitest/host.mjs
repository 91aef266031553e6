import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findHost } from "../../../scripts/find-host.mjs";
import { beside } from "../harness.mjs";

export async function run({ row, entries, exec, names, expected, folder }) {
  process.env.CHROMIUM = findHost("chromium");
  process.env.VITE_EXPECTED = expected.decided;
  for (const [where, extension] of [["node", "mjs"], ["page", "js"]]) {
    mkdirSync(join(folder, `tests/${where}`), { recursive: true });
    for (const name of names) {
      const code = `import { test } from "vitest";\nimport { told } from "../../src/decide.js";\nimport run from "../../src/entries/${name}.${extension}";\n\ntest("${name}", async ({ task }) => {\n  task.meta.outcome = await run().catch(told);\n});\n`;
      writeFileSync(join(folder, `tests/${where}/${name}.test.js`), code);
    }
  }
  const results = async (which, ...flags) => {
    // What the environment before left is not of this one.
    rmSync(join(folder, "results.json"), { force: true });
    const failed = await exec("vitest", "run", "--reporter=json", "--outputFile=results.json", ...flags, which).then(() => "", (error) => error.message);
    if (failed && !existsSync(join(folder, "results.json"))) throw new Error(failed);
    return JSON.parse(readFileSync(join(folder, "results.json"), "utf8"));
  };
  const passed = async (...flags) => {
    const { numPassedTests, testResults } = await results("decide.test.js", ...flags);
    return numPassedTests === 2 ? expected.decided : JSON.stringify(testResults);
  };
  const outcomes = async (which, ...flags) => {
    const { testResults } = await results(which, ...flags);
    return (name) => {
      const { assertionResults, message } = testResults.find((test) => test.name.endsWith(`/${which}${name}.test.js`));
      const [{ status, failureMessages, meta } = { failureMessages: [message] }] = assertionResults;
      return status === "passed" ? meta.outcome : failureMessages.join("\n");
    };
  };
  await row("environment node", () => passed("--environment=node"));
  await row("environment jsdom", () => passed("--environment=jsdom"));
  await row("in Chromium", () => passed("--config=browser.config.js"));
  await entries("environment node", () => outcomes("tests/node/", "--environment=node"));
  await entries("environment jsdom", () => outcomes("tests/node/", "--environment=jsdom"));
  beside(folder, "public", "xinyi.wasm.br");
  await entries("in Chromium", () => outcomes("tests/page/", "--config=browser.config.js"));
}
