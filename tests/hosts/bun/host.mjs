import { programIn } from "../harness.mjs";

export async function run({ row, entries, exec, names, folder }) {
  const bun = programIn(folder, "@oven", "bin/bun");
  await row("ES modules", () => exec(bun, "src/server.mjs"));
  await row("CommonJS", () => exec(bun, "src/server.cjs"));
  await row("bun build for Node", async () => {
    await exec(bun, "build", "src/server.mjs", "--target=node", "--outfile=dist/out.mjs");
    return exec("node", "dist/out.mjs");
  });
  await entries("ES modules", () => (name) => exec(bun, `entries/server/${name}.mjs`));
  await entries("CommonJS", () => (name) => exec(bun, `entries/server/${name}.cjs`));
  await entries("bun build for Node", async () => {
    await exec(bun, "build", ...names.map((name) => `entries/server/${name}.mjs`), "--target=node", "--root=entries/server", "--outdir=dist/entries");
    return (name) => exec("node", `dist/entries/${name}.js`);
  });
}
