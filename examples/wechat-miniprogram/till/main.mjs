// main.mjs: the till of the demo, on http://localhost:$PORT (8081).
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPages } from "./page.mjs";
import { createTill } from "./till.mjs";

const demo = join(dirname(fileURLToPath(import.meta.url)), "../demo");
if (!existsSync(demo)) {
  console.error("there is no demo platform here: make it with `npm run demo`");
  process.exit(1);
}
/** A real till fetches it from the platform. */
const published = () => readFileSync(join(demo, "snapshot.json"), "utf8");
const state = join(demo, "till.json");
const storage = {
  get: () => (existsSync(state) ? readFileSync(state, "utf8") : null),
  set(text) {
    writeFileSync(`${state}.new`, text);
    renameSync(`${state}.new`, state);
  },
};

const till = await createTill({ root: readFileSync(join(demo, "root.json"), "utf8"), snapshot: published(), storage });
const QUARTER = 15 * 60_000;
setInterval(async () => {
  try {
    await till.load(published());
  } catch (error) {
    // It goes on with what it has, until that ends.
    console.error(error);
  }
}, QUARTER).unref();

const server = createPages({ till, snapshot: published });
server.listen(Number(process.env.PORT) || 8081, "localhost", () => console.log(`http://localhost:${server.address().port}/`));
