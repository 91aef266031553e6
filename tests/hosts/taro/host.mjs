import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, others, writeRun } from "../mini-program.mjs";

export const from = "@tarojs/cli";
export const flags = ["--legacy-peer-deps"];

/** What ends the build of an app that imports the entry. */
const ENDS = {
  main: /in a mini-program write: import \{ createVerifier \} from 'xinyi\/miniprogram'/,
  authoring: /in a mini-program there is no 'xinyi\/authoring'/,
  "authoring-wasm": /in a mini-program there is no 'xinyi\/authoring'/,
};

export async function run({ row, entries, exec, names, expected, folder }) {
  const build = () => exec("taro", "build", "--type", "weapp");
  const launched = async () => {
    await build();
    return launch(join(folder, "dist"), "/wasm/xinyi.wasm.br");
  };
  await row("weapp, xinyi/miniprogram", launched);
  await entries("weapp", async () => {
    const ended = {};
    for (const name of Object.keys(ENDS)) {
      writeFileSync(join(folder, "src/run.js"), `export { default as run } from "./entries/${name}";\n`);
      ended[name] = await build().then(() => "it was built", (error) => error.message);
    }
    const those = names.filter((name) => !ended[name]);
    writeRun(folder, those, (code) => code.replace('"xinyi"', '"xinyi/miniprogram"'));
    const outcomes = JSON.parse(await launched());
    return (name) => ended[name] ?? outcomes[name];
  }, { ...others(expected.decided), ".": ENDS.main, "./authoring": ENDS.authoring, "./authoring.wasm": ENDS["authoring-wasm"] });
}
