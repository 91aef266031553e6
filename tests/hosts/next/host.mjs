import { answer } from "../harness.mjs";

export const installs = ["15", "16"];

export async function run({ row, exec, start, open, install }) {
  const bundlers = { webpack: install === "15" ? [] : ["--webpack"], Turbopack: install === "15" ? ["--turbopack"] : [] };
  const parts = (what, server) => [
    [`client component, ${what}`, async () => open(`${(await server()).url}client`)],
    [`server component, ${what}`, async () => /\[([^\]]*)\]/.exec(await answer(`${(await server()).url}server`))[1]],
    [`route handler, ${what}`, async () => answer(`${(await server()).url}route`)],
    [`edge runtime, ${what}`, async () => answer(`${(await server()).url}edge`)],
    [`xinyi/testing, ${what}`, async () => answer(`${(await server()).url}testing`)],
    [`xinyi/testing, edge runtime, ${what}`, async () => answer(`${(await server()).url}testing-edge`)],
  ];
  for (const [bundler, flags] of Object.entries(bundlers)) {
    for (const [what, act] of parts(`dev, ${bundler}`, () => start("next", "dev", "--port", "PORT", ...flags))) await row(what, act);
    await row(`build, ${bundler}`, async () => (await exec("next", "build", ...flags), "built"), "built");
    for (const [what, act] of parts(`start, ${bundler}`, () => start("next", "start", "--port", "PORT"))) await row(what, act);
  }
}
