import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../mini-program.mjs";

export const from = "@dcloudio/vite-plugin-uni";

export async function run({ row, exec, folder }) {
  // What is in `static` is shipped as it is.
  mkdirSync(join(folder, "src/static"), { recursive: true });
  cpSync(join(folder, "node_modules/xinyi/miniprogram_dist/xinyi.wasm.br"), join(folder, "src/static/xinyi.wasm.br"));
  const entry = (name) => writeFileSync(join(folder, "src/entry.js"), `export { createVerifier, init } from "${name}";\n`);
  for (const name of ["xinyi", "xinyi/miniprogram"]) {
    await row(`mp-weixin, ${name}`, async () => {
      entry(name);
      await exec("uni", "build", "-p", "mp-weixin");
      return launch(join(folder, "dist/build/mp-weixin"), "/static/xinyi.wasm.br");
    });
  }
}
