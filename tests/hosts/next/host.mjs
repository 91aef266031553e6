import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { answer, beside } from "../harness.mjs";

export const installs = ["15", "16"];

/** What is compressed nothing there reads. */
const edge = { "./xinyi.wasm.br": /^host\.load: The bytes are no WebAssembly module: .*Content-Encoding: br/ };

export async function run({ row, entries, exec, start, open, install, names, folder }) {
  const bundlers = { webpack: install === "15" ? [] : ["--webpack"], Turbopack: install === "15" ? ["--turbopack"] : [] };
  const parts = (what, server) => [
    [`client component, ${what}`, async () => open(`${(await server()).url}client`)],
    [`server component, ${what}`, async () => /\[([^\]]*)\]/.exec(await answer(`${(await server()).url}server`))[1]],
    [`route handler, ${what}`, async () => answer(`${(await server()).url}route`)],
    [`edge runtime, ${what}`, async () => answer(`${(await server()).url}edge`)],
  ];
  for (const [bundler, flags] of Object.entries(bundlers)) {
    for (const [what, act] of parts(`dev, ${bundler}`, () => start("next", "dev", "--port", "PORT", ...flags))) await row(what, act);
  }
  writeRoutes(folder, names);
  beside(folder, "public", "xinyi.wasm.br");
  for (const [bundler, flags] of Object.entries(bundlers)) {
    await row(`build, ${bundler}`, async () => (await exec("next", "build", ...flags), "built"), "built");
    const server = () => start("next", "start", "--port", "PORT");
    for (const [what, act] of parts(`start, ${bundler}`, server)) await row(what, act);
    for (const [what, path, ask, others] of [["client component", "page", open], ["route handler", "route", answer], ["edge runtime", "edge", answer, edge]]) {
      await entries(`${what}, build, ${bundler}`, async () => {
        // The entries of one process share a module: the one that brings none has to be in a process of its own.
        const [alone, together] = [await server(), await server()];
        return (name) => ask(`${(name === "slim" ? alone : together).url}entries/${path}/${name}`);
      }, others);
    }
  }
}

/** What tries each entry: on a page, in Node, and at the edge. */
function writeRoutes(folder, names) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const imports = (code) => `import run from "../../../../src/${code}";\nimport { told } from "../../../../src/decide.js";\n\n`;
  const handler = "export async function GET() {\n  return new Response(await run().catch(told));\n}\n";
  for (const name of names) {
    write(`src/edge/${name}.js`, readFileSync(join(folder, `src/entries/${name}.js`), "utf8").replace('"../../wasm.js"', '"../../wasm-edge.js"'));
    const page = `export default function Page() {\n  useEffect(() => {\n    run().catch(told).then((outcome) => (globalThis.outcome = outcome));\n  }, []);\n  return <p>${name}</p>;\n}\n`;
    write(`app/entries/page/${name}/page.js`, `"use client";\n\nimport { useEffect } from "react";\n${imports(`entries/${name}.js`)}${page}`);
    write(`app/entries/route/${name}/route.js`, `${imports(`entries/${name}.mjs`)}export const dynamic = "force-dynamic";\n\n${handler}`);
    write(`app/entries/edge/${name}/route.js`, `${imports(`edge/${name}.js`)}export const runtime = "edge";\n\n${handler}`);
  }
}
