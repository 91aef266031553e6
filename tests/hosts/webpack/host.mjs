import { cpSync } from "node:fs";
import { join } from "node:path";
import { beside } from "../harness.mjs";

export async function run({ row, entries, exec, files, open, folder, fileUrl }) {
  let built = 0;
  const page = async (entry, mode = "production") => {
    const out = `dist/${++built}`;
    await exec("webpack", "build", "--entry", entry, "-o", out, "--mode", mode);
    cpSync(join(folder, "src/script.html"), join(folder, out, "index.html"));
    return out;
  };
  await row("build", async () => open(await files(await page("./src/main.js"))));
  await row("build for development", async () => open(await files(await page("./src/main.js", "development"))));
  await row("build of CommonJS", async () => open(await files(await page("./main.cjs"))));
  await row("build of xinyi/slim", async () => open(await files(await page("./slim-page.js"))));
  await row("build for Node", async () => {
    await exec("webpack", "build", "--entry", "./src/server.mjs", "-o", "dist/server", "--mode", "production", "--target", "node20");
    return exec("node", "dist/server/main.js");
  });
  await row("build, opened as a file: told", async () => open(fileUrl(`${await page("./src/main.js")}/index.html`)), /^host\.load: .*xinyi\/inline/);
  await row("build of xinyi/inline, opened as a file", async () => open(fileUrl(`${await page("./src/inline.js")}/index.html`)));
  for (const mode of ["production", "development"]) {
    await entries(mode === "production" ? "build" : `build for ${mode}`, async () => {
      const out = `dist/entries-${mode}`;
      await exec("webpack", "build", "--config", "entries.config.js", "-o", out, "--mode", mode);
      cpSync(join(folder, "entries/script"), join(folder, out), { recursive: true });
      beside(folder, out, "xinyi.wasm.br");
      const url = await files(out);
      return (name) => open(`${url}${name}.html`);
    });
  }
  await entries("build for Node", async () => {
    await exec("webpack", "build", "--config", "server.config.js", "-o", "dist/servers", "--mode", "production");
    return (name) => exec("node", `dist/servers/${name}.js`);
  });
}
