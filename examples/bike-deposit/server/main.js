// `npm start`: the demo on this machine. Port: $PORT, 8090 if it is free. State and records: $DATA, `data` here. Records
// whose last day is past are deleted every day by the command line, if $XINYI says where it is.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDemo } from "../demo/platform.js";
import { createApp } from "./app.js";
import { readIfThere, replace } from "./files.js";
import { prune } from "./records.js";

const HOUR = 3_600_000;
const folder = process.env.DATA ?? fileURLToPath(new URL("../data", import.meta.url));
const demo = await createDemo(seed());
const { app, till } = await createApp({ demo, folder });
setInterval(() => void till.refresh(), HOUR).unref();

const xinyi = process.env.XINYI;
if (!xinyi) console.log("XINYI names no command line: records whose last day is past are not deleted.");
else {
  const deletePast = () => prune(join(folder, "decisions"), demo.now(), xinyi).catch((error) => console.error(error));
  await deletePast();
  setInterval(deletePast, 24 * HOUR).unref();
}

// Somebody else's server on the usual port is no reason to stop.
const server = await listen(Number(process.env.PORT || 8090)).catch(() => listen(0));
const address = server.address();
console.log("This is a demo: /demo.json hands out every key of its platform. Not for a network that others are in.");
console.log(`http://localhost:${typeof address === "object" ? address?.port : address}/  (Ctrl+C ends it)`);

/** On this machine alone. @param {number} port @returns {Promise<import("node:http").Server>} */
function listen(port) {
  return new Promise((resolve, reject) => {
    const server = createServer(app).once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

/** The demo's platform stays the same when the server starts anew. */
function seed() {
  const path = join(folder, "demo-seed");
  const kept = readIfThere(path);
  if (kept) return kept;
  const made = randomBytes(24).toString("base64url");
  replace(path, made);
  return made;
}
