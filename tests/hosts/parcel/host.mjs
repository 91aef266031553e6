import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beside } from "../harness.mjs";

export async function run({ row, entries, exec, start, files, open, names, folder }) {
  await row("dev", async () => open((await start("parcel", "serve", "index.html", "--port", "PORT", "--no-hmr", "--dist-dir", "dist/dev")).url));
  await row("build", async () => {
    await exec("parcel", "build", "index.html", "--dist-dir", "dist/build", "--no-optimize");
    return open(await files("dist/build"));
  });
  await row("build, optimised", async () => {
    await exec("parcel", "build", "index.html", "--dist-dir", "dist/optimised");
    return open(await files("dist/optimised"));
  });
  // The other entries by their names in `exports`, which Parcel reads if it is told to.
  const [manifest, resolver] = ["package.json", "resolver.json"].map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, ...resolver }));
  for (const [what, ...flags] of [["build", "--no-optimize"], ["build, optimised"]]) {
    await entries(what, async () => {
      const out = `dist/entries${flags.length}`;
      await exec("parcel", "build", ...names.map((name) => `entries/page/${name}.html`), "--dist-dir", out, ...flags);
      beside(folder, out, "xinyi.wasm.br");
      const url = await files(out);
      return (name) => open(`${url}${name}.html`);
    });
  }
}
