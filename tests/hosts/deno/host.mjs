import { programIn } from "../harness.mjs";

export async function run({ row, entries, exec, folder }) {
  const deno = programIn(folder, "@deno", "deno");
  await row("ES modules", () => exec(deno, "run", "--allow-read", "src/server.mjs"));
  await row("xinyi/slim, import source", () => exec(deno, "run", "--allow-read", "src/source.mjs"));
  await entries("ES modules", () => (name) => exec(deno, "run", "--allow-read", `entries/server/${name}.mjs`));
  await entries("CommonJS", () => (name) => exec(deno, "run", "--allow-read", `entries/server/${name}.cjs`));
}
