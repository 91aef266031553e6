export async function run({ row, exec, expected }) {
  process.env.EXPECTED = expected;
  for (const environment of ["node", "jsdom"]) {
    await row(`environment ${environment}`, async () => {
      const { numPassedTests, testResults } = JSON.parse(await exec("jest", "--json", `--env=${environment}`));
      return numPassedTests === 2 ? expected : testResults[0].message;
    });
  }
}
