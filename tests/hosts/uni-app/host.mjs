import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beside } from "../harness.mjs";
import { launch, others, writeRun } from "../mini-program.mjs";

export const from = "@dcloudio/vite-plugin-uni";

export async function run({ row, entries, exec, names, expected, folder }) {
  // What is in `static` is shipped as it is.
  beside(folder, "src/static", "xinyi.wasm.br");
  const entry = (name) => writeFileSync(join(folder, "src/entry.js"), `export { createVerifier, init } from "${name}";\n`);
  const launched = async () => {
    await exec("uni", "build", "-p", "mp-weixin");
    return launch(join(folder, "dist/build/mp-weixin"), "/static/xinyi.wasm.br");
  };
  for (const name of ["xinyi", "xinyi/miniprogram"]) {
    await row(`mp-weixin, ${name}`, () => {
      entry(name);
      return launched();
    });
  }
  await entries("mp-weixin", async () => {
    writeRun(folder, names);
    const outcomes = JSON.parse(await launched());
    return (name) => outcomes[name];
  }, others(expected.decided));
}
