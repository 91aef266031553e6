import { programIn } from "../harness.mjs";

export async function run({ row, exec, files, open, folder }) {
  const bun = programIn(folder, "@oven", "bin/bun");
  await row("ES modules", () => exec(bun, "src/server.mjs"));
  await row("ES modules, xinyi/slim", () => exec(bun, "src/slim.mjs"));
  await row("CommonJS", () => exec(bun, "src/server.cjs"));
  await row("bun build for Node", async () => {
    await exec(bun, "build", "src/server.mjs", "--target=node", "--outfile=dist/out.mjs");
    return exec("node", "dist/out.mjs");
  });
}
