import { cpSync } from "node:fs";
import { join } from "node:path";

export async function run({ row, exec, files, open, folder }) {
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
}
