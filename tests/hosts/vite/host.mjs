import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { LINTED } from "../harness.mjs";

export const installs = ["4", "5", "6", "7", "8"];

export async function run({ row, exec, start, files, open, folder, install }) {
  const dev = async (...flags) => open((await start("vite", ...flags, "--host", "localhost", "--port", "PORT", "--strictPort")).url);
  const exclude = ["--config", "exclude.config.js"];
  await row("dev", () => dev());
  await row("dev, optimizeDeps.exclude", () => dev(...exclude));
  await row("build", async () => {
    await exec("vite", "build");
    return open(await files("dist"));
  });
  await row("dev, xinyi/authoring", async () => open(`${(await start("vite", "--host", "localhost", "--port", "PORT", "--strictPort")).url}authoring.html`), LINTED);
  await row("build, xinyi/authoring", async () => {
    await exec("vite", "build", "--config", "authoring.config.js");
    return open(`${await files("dist-authoring")}authoring.html`);
  }, LINTED);
  await row("dev, xinyi/slim", async () => open(`${(await start("vite", "--host", "localhost", "--port", "PORT", "--strictPort")).url}slim.html`));
  await row("build, xinyi/slim", async () => {
    await exec("vite", "build", "--config", "slim.config.js");
    return open(`${await files("dist-slim")}slim.html`);
  });
  // A package of its own has the cache, and its dependencies lie further up.
  writeFileSync(join(folder, "packages/app/package.json"), '{ "name": "app", "private": true }\n');
  if (install === "8") await row("dev in a monorepo", () => dev("packages/app"));
  else await row("dev in a monorepo: told", () => dev("packages/app"), /^host\.load: .*give init its address/);
  await row("dev in a monorepo, optimizeDeps.exclude", () => dev("packages/app", ...exclude));
}
