import { LINTED, answer } from "../harness.mjs";

export const installs = ["3", "4"];
export const from = "wrangler";

export async function run({ row, start }) {
  for (const [what, entry, wants] of [["wrangler dev", "worker.js"], ["wrangler dev, module given", "given.js"], ["wrangler dev, xinyi/slim", "slim.js"], ["wrangler dev, xinyi/testing", "testing.js"], ["wrangler dev, xinyi/authoring", "authoring.js", LINTED]]) {
    await row(what, async () => {
      const { url } = await start("wrangler", "dev", entry, "--port", "PORT", "--ip", "127.0.0.1", "--compatibility-date", "2025-01-01", "--name", "xinyi-host", "--show-interactive-dev-session=false");
      return answer(url);
    }, wants);
  }
}
