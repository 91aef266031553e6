import { cpSync } from "node:fs";
import { join } from "node:path";
import { beside } from "../harness.mjs";

export async function run({ row, entries, exec, files, open, names, expected, folder, fileUrl }) {
  let built = 0;
  const page = async (html, entry, ...flags) => {
    const out = `dist/${++built}`;
    await exec("esbuild", entry, "--bundle", `--outfile=${out}/main.js`, ...flags);
    cpSync(join(folder, "src", html), join(folder, out, "index.html"));
    return out;
  };
  const module = (entry, ...flags) => page("module.html", entry, "--format=esm", ...flags);
  const script = (entry, ...flags) => page("script.html", entry, "--format=iife", ...flags);
  const server = async (format) => {
    const out = `dist/server.${format === "cjs" ? "cjs" : "mjs"}`;
    await exec("esbuild", "src/server.mjs", "--bundle", "--platform=node", `--format=${format}`, `--outfile=${out}`);
    return exec("node", out);
  };
  const servers = async (format) => {
    const extension = format === "cjs" ? "cjs" : "mjs";
    const out = `dist/servers-${format}`;
    await exec("esbuild", ...names.map((name) => `entries/server/${name}.mjs`), "--bundle", "--platform=node", `--format=${format}`, `--outdir=${out}`, `--out-extension:.js=.${extension}`);
    return (name) => exec("node", `${out}/${name}.${extension}`);
  };
  await row("ESM, xinyi.wasm copied to it", async () => {
    const out = await module("src/main.js");
    cpSync(join(folder, "node_modules/xinyi/dist/xinyi.wasm"), join(folder, out, "xinyi.wasm"));
    return open(await files(out));
  });
  await row("ESM, loader file", async () => open(await files(await module("file.js", "--loader:.wasm=file"))));
  await row("ESM, loader binary", async () => open(await files(await module("file.js", "--loader:.wasm=binary"))));
  await row("ESM of xinyi/inline", async () => open(await files(await module("src/inline.js"))));
  await row("IIFE, nothing done: told", async () => open(await files(await script("src/main.js"))), /^host\.load: .*xinyi\/inline/);
  await row("IIFE of xinyi/inline", async () => open(await files(await script("src/inline.js"))));
  await row("IIFE of xinyi/inline, opened as a file", async () => open(fileUrl(`${await script("src/inline.js")}/index.html`)));
  await row("IIFE, loader binary, opened as a file", async () => open(fileUrl(`${await script("file.js", "--loader:.wasm=binary")}/index.html`)));
  await row("IIFE of xinyi/authoring, nothing done: told", async () => open(await files(await script("entries/page/authoring.js"))), /^host\.load: .*xinyi\/authoring\/inline/);
  await row("IIFE of xinyi/authoring/inline, opened as a file", async () => open(fileUrl(`${await script("entries/page/authoring-inline.js")}/index.html`)), expected.authored);
  await row("CJS for Node", () => server("cjs"));
  await row("ESM for Node", () => server("esm"));
  await entries("ESM, files copied to it", async () => {
    const out = "dist/entries";
    await exec("esbuild", ...names.map((name) => `entries/page/${name}.js`), "--bundle", "--format=esm", "--loader:.wasm=file", "--public-path=/", `--outdir=${out}`);
    cpSync(join(folder, "entries/page"), join(folder, out), { recursive: true, filter: (path) => !path.endsWith(".js") });
    beside(folder, out, "xinyi.wasm", "authoring.wasm", "xinyi.wasm.br");
    const url = await files(out);
    return (name) => open(`${url}${name}.html`);
  });
  await entries("CJS for Node", () => servers("cjs"));
  await entries("ESM for Node", () => servers("esm"));
}
