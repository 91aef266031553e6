import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export async function run({ row, entries, exec, names, expected, folder }) {
  process.env.EXPECTED = expected.decided;
  mkdirSync(join(folder, "tests"), { recursive: true });
  for (const name of names) {
    // What came of it is left in a file: it is for the table to judge.
    const code = `const { writeFileSync } = require("node:fs");\nconst { told } = require("../src/decide.cjs");\n\ntest("${name}", async () => {\n  writeFileSync("outcome-${name}.txt", await require("../src/entries/${name}.cjs").default().catch(told));\n});\n`;
    writeFileSync(join(folder, `tests/${name}.test.js`), code);
  }
  for (const environment of ["node", "jsdom"]) {
    await row(`environment ${environment}`, async () => {
      const { numPassedTests, testResults } = JSON.parse(await exec("jest", "--json", `--env=${environment}`, "decide.test.js"));
      return numPassedTests === 2 ? expected.decided : testResults[0].message;
    });
    await entries(`environment ${environment}`, async () => {
      // What the environment before left is not of this one.
      for (const left of ["results.json", ...names.map((name) => `outcome-${name}.txt`)]) rmSync(join(folder, left), { force: true });
      const failed = await exec("jest", "--json", "--outputFile=results.json", `--env=${environment}`, "--maxWorkers=1", "tests/").then(() => "", (error) => error.message);
      if (failed && !existsSync(join(folder, "results.json"))) throw new Error(failed);
      const { testResults } = JSON.parse(readFileSync(join(folder, "results.json"), "utf8"));
      return (name) => {
        const { status, message } = testResults.find((test) => test.name.endsWith(`/tests/${name}.test.js`));
        return status === "passed" ? readFileSync(join(folder, `outcome-${name}.txt`), "utf8") : message;
      };
    });
  }
}
