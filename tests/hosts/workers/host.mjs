import { answer } from "../harness.mjs";

export const installs = ["3", "4"];
export const from = "wrangler";

export async function run({ row, entries, start, close }) {
  const dev = async (file) => {
    const { url } = await start("wrangler", "dev", file, "--port", "PORT", "--ip", "127.0.0.1", "--compatibility-date", "2025-01-01", "--name", "xinyi-host", "--show-interactive-dev-session=false");
    return answer(url);
  };
  await row("wrangler dev", () => dev("worker.js"));
  await row("wrangler dev, module given", () => dev("given.js"));
  // A Worker for each.
  await entries("wrangler dev", () => (name) => dev(`entries/worker/${name}.js`).finally(close), { "./xinyi.wasm.br": /^host\.load: The bytes are no WebAssembly module: .*Content-Encoding: br/ });
}
