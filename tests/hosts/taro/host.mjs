import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, others, writeRun } from "../mini-program.mjs";

export const from = "@tarojs/cli";
export const flags = ["--legacy-peer-deps"];

export async function run({ row, entries, exec, names, expected, folder }) {
  const build = (type) => exec("taro", "build", "--type", type);
  const entry = (name) => writeFileSync(join(folder, "src/entry.js"), `export { createVerifier, init } from "${name}";\n`);
  const ended = () => build("weapp").then(() => "it was built", (error) => error.message);
  const sentence = /in a mini-program write: import \{ createVerifier \} from 'xinyi\/miniprogram'/;
  await row("weapp, xinyi/miniprogram", async () => {
    await build("weapp");
    return launch(join(folder, "dist"), "/wasm/xinyi.wasm.br");
  });
  entry("xinyi");
  const withMain = await ended();
  await row("weapp, xinyi: told while building", () => withMain, sentence);
  await entries("weapp", async () => {
    // What the build has ended with is known.
    writeRun(folder, names.filter((name) => name !== "main"), (code) => code.replace('"xinyi"', '"xinyi/miniprogram"'));
    await build("weapp");
    const outcomes = JSON.parse(await launch(join(folder, "dist"), "/wasm/xinyi.wasm.br"));
    return (name) => (name === "main" ? withMain : outcomes[name]);
  }, { ...others(expected.decided), ".": sentence });
}
