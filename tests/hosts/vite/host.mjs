import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beside } from "../harness.mjs";

export const installs = ["4", "5", "6", "7", "8"];

export async function run({ row, entries, exec, start, files, open, folder, install }) {
  const dev = async (...flags) => open((await start("vite", ...flags, "--host", "localhost", "--port", "PORT", "--strictPort")).url);
  const exclude = ["--config", "exclude.config.js"];
  await row("dev", () => dev());
  await row("dev, optimizeDeps.exclude", () => dev(...exclude));
  await row("build", async () => {
    await exec("vite", "build");
    return open(await files("dist"));
  });
  // A package of its own has the cache, and its dependencies lie further up.
  writeFileSync(join(folder, "packages/app/package.json"), '{ "name": "app", "private": true }\n');
  if (install === "8") await row("dev in a monorepo", () => dev("packages/app"));
  else await row("dev in a monorepo: told", () => dev("packages/app"), /^host\.load: .*give init its address/);
  await row("dev in a monorepo, optimizeDeps.exclude", () => dev("packages/app", ...exclude));
  beside(folder, "public", "xinyi.wasm.br");
  const pages = (url) => (name) => open(`${url}entries/page/${name}.html`);
  await entries("dev", async () => pages((await start("vite", "--host", "localhost", "--port", "PORT", "--strictPort")).url));
  await entries("build", async () => {
    await exec("vite", "build", "--config", "entries.config.js");
    return pages(await files("dist-entries"));
  });
}
