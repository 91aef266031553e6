// A server that decides by what a platform publishes, and stays fresh while it runs.
//
//   npm install xinyi
//   node server.mjs root.json https://credit.city.example/ store.json
//
// `root.json` is pinned: it comes with the server's own code, never over the line. `store.json` keeps the state with the
// snapshot, so that a server that was restarted neither waits for the network nor takes something older. `--demo` allows
// the root of a demo platform; `--every SECONDS` looks more often.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createVerifier } from "xinyi";
import { keepFresh } from "./refresh.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { demo: { type: "boolean" }, every: { type: "string", default: "900" } },
});
const [root, at, store] = positionals;

const storage = {
  get() {
    try {
      return readFileSync(store, "utf8");
    } catch (error) {
      // Without what it has seen, it would take something older for new.
      if (error.code !== "ENOENT") throw error;
      return undefined;
    }
  },
  // Whoever reads it sees the old one or the new one.
  set(text) {
    writeFileSync(`${store}.new`, text);
    renameSync(`${store}.new`, store);
  },
};

const verifier = await createVerifier({ root: readFileSync(root, "utf8"), storage, allowDemoRoot: values.demo });
tell("started", verifier.report);

keepFresh(verifier, {
  at,
  every: Number(values.every) * 1000,
  onLoaded: (report) => tell("loaded", report),
  onFailure: (error, { failures, since }) => {
    // One failure is nothing. A monitoring system counts these, and `xinyi snapshot due` tells what would end first.
    console.error(JSON.stringify({ failures, since, error: String(error.cause ?? error) }));
  },
});

function tell(what, report) {
  const { manifest } = report;
  console.log(JSON.stringify({ [what]: manifest?.result ?? "nothing", version: manifest?.version }));
}

// Here the server takes presentations, and answers with `verifier.check(presentation, { programme, holder, request })`.
