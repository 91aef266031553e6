import { programIn } from "../harness.mjs";

export async function run({ row, exec, folder }) {
  const deno = programIn(folder, "@deno", "deno");
  await row("ES modules", () => exec(deno, "run", "--allow-read", "src/server.mjs"));
  await row("ES modules, xinyi/slim", () => exec(deno, "run", "--allow-read", "src/slim.mjs"));
  await row("xinyi/slim, import source", () => exec(deno, "run", "--allow-read", "src/source.mjs"));
}
