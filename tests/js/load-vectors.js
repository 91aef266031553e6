// Reads tests/vectors and what the native run made of them.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = root + "tests/vectors/";

/** What a step may leave of a state; anything else is the name of a platform. */
const STATES = ["kept", "corrupted", "wiped"];

/**
 * Every vector, with what is presented as `bundle` or `bundles`, its platform, and the platforms of its steps.
 */
export function readVectors() {
  const platforms = readPlatforms();
  const vectors = [];
  for (const suite of suites()) {
    const tokens = read(`${suite}.tokens.json`);
    for (const file of readdirSync(folder + suite).sort()) {
      const { presented, ...vector } = read(`${suite}/${file}`);
      const name = file.replace(/\.json$/, "");
      const own = {};
      for (const step of vector.steps || []) {
        for (const platform of [step.load, step.with, step.restart]) {
          if (platform && !STATES.includes(platform)) own[platform] = platforms[platform];
        }
      }
      const text = tokens[name];
      vectors.push({
        ...vector,
        ...(typeof text === "string" ? { bundle: text } : { bundles: text }),
        name: `${suite}/${name}`,
        platform: platforms[vector.platform],
        platforms: own,
      });
    }
  }
  if (vectors.length === 0) throw new Error("there are no vectors");
  return vectors;
}

/** The same with the native run's line in each. Throws if the two sets differ. */
export function loadVectors() {
  const native = new Map();
  for (const line of readFileSync(root + "target/vectors-native.ndjson", "utf8").split("\n")) {
    if (line) native.set(JSON.parse(line).vector, line);
  }
  const vectors = readVectors().map((vector) => ({ ...vector, native: native.get(vector.name) }));
  for (const { name, native } of vectors) if (!native) throw new Error(`the native run left out ${name}`);
  if (native.size !== vectors.length) throw new Error(`${native.size} native results for ${vectors.length} vectors`);
  return vectors;
}

/** How many vectors there are, counted without reading them: what every host must have run. */
export function countVectors() {
  return suites().reduce((count, suite) => count + readdirSync(folder + suite).length, 0);
}

function suites() {
  return readdirSync(folder).filter((name) => name !== "platforms" && !name.includes(".")).sort();
}

/** By name, root and snapshot as texts. */
function readPlatforms() {
  const file = read("platforms.tokens.json");
  const whole = (value) => {
    if (typeof value !== "object" || value === null) return value;
    if (value.$ref !== undefined) return whole(at(file, value.$ref));
    if (Array.isArray(value)) return value.map(whole);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, whole(member)]));
  };
  const text = (document) => (typeof document === "object" ? JSON.stringify(document) : document);
  const platforms = {};
  for (const [name, stored] of Object.entries(whole(file))) {
    platforms[name] = Object.fromEntries(Object.entries(stored).map(([part, document]) => [part, text(document)]));
  }
  return platforms;
}

/** What is at `#/a/b/0`. */
function at(file, place) {
  return place.split("/").slice(1).reduce((value, name) => value[name], file);
}

function read(path) {
  return JSON.parse(readFileSync(folder + path, "utf8"));
}
