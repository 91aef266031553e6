import { cpSync } from "node:fs";
import { join } from "node:path";
import { beside } from "../harness.mjs";

export async function run({ row, entries, exec, files, open, folder }) {
  const page = async (html, config, out) => {
    await exec("rollup", "-c", config);
    cpSync(join(folder, "src", html), join(folder, out, "index.html"));
    return open(await files(out));
  };
  await row("ESM, import-meta-assets", () => page("module.html", "rollup.config.mjs", "dist/assets"));
  await row("IIFE of xinyi/inline", () => page("script.html", "inline.config.mjs", "dist/inline"));
  await row("ESM for Node", async () => {
    await exec("rollup", "-c", "server.config.mjs");
    return exec("node", "dist/server/server.mjs");
  });
  await entries("ESM, files copied to it", async () => {
    const out = "dist/entries";
    await exec("rollup", "-c", "entries.config.mjs");
    cpSync(join(folder, "entries/page"), join(folder, out), { recursive: true, filter: (path) => !path.endsWith(".js") });
    beside(folder, out, "xinyi.wasm", "authoring.wasm", "xinyi.wasm.br");
    const url = await files(out);
    return (name) => open(`${url}${name}.html`);
  });
  await entries("ESM for Node", () => (name) => exec("node", `dist/entries-server/${name}.mjs`));
}
