// Reads tests/vectors and what the native run made of them.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = root + "tests/vectors/";

/** What a step may leave of a state; anything else is the name of a platform. */
const STATES = ["kept", "corrupted", "wiped"];

/** Every vector with its platform and the native run's line in it. Throws if the two sets differ. */
export function loadVectors() {
  const native = new Map();
  for (const line of readFileSync(root + "target/vectors-native.ndjson", "utf8").split("\n")) {
    if (line) native.set(JSON.parse(line).vector, line);
  }
  const vectors = [];
  for (const suite of readdirSync(folder).sort()) {
    if (suite === "platforms") continue;
    for (const file of readdirSync(folder + suite).sort()) {
      const vector = read(`${suite}/${file}`);
      const name = `${suite}/${file.replace(/\.json$/, "")}`;
      if (!native.has(name)) throw new Error(`the native run left out ${name}`);
      const platforms = {};
      for (const step of vector.steps || []) {
        for (const platform of [step.load, step.with, step.restart]) {
          if (platform && !STATES.includes(platform)) platforms[platform] = read(`platforms/${platform}.json`);
        }
      }
      vectors.push({ ...vector, name, platform: read(`platforms/${vector.platform}.json`), platforms, native: native.get(name) });
    }
  }
  if (vectors.length === 0) throw new Error("there are no vectors");
  if (native.size !== vectors.length) throw new Error(`${native.size} native results for ${vectors.length} vectors`);
  return vectors;
}

/** How many vectors there are, counted without reading them: what every host must have run. */
export function countVectors() {
  return readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".json") && !path.startsWith("platforms")).length;
}

function read(path) {
  return JSON.parse(readFileSync(folder + path, "utf8"));
}
