import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../mini-program.mjs";

export const from = "@tarojs/cli";
export const flags = ["--legacy-peer-deps"];

export async function run({ row, exec, folder }) {
  const build = (type) => exec("taro", "build", "--type", type);
  const entry = (name) => writeFileSync(join(folder, "src/entry.js"), `export { createVerifier, init } from "${name}";\n`);
  await row("weapp, xinyi/miniprogram", async () => {
    await build("weapp");
    return launch(join(folder, "dist"), "/wasm/xinyi.wasm.br");
  });
  await row("weapp, xinyi: told while building", async () => {
    entry("xinyi");
    return build("weapp").then(() => "it was built", (error) => error.message);
  }, /in a mini-program write: import \{ createVerifier \} from 'xinyi\/miniprogram'/);
}
