// The schema of editions of the law, held to what `xinyi law verify` reads.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import test from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { root } from "./load-vectors.js";

const read = (file) => JSON.parse(readFileSync(root + file, "utf8"));
const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
const fits = ajv.compile(read("pkg/schemas/law-edition.json"));
const builtIn = read("src/law/edition.json");

function isRead(edition) {
  const { stdout } = spawnSync(`${root}target/debug/xinyi`, ["law", "verify", "--json", "-"], { input: JSON.stringify(edition), encoding: "utf8" });
  return JSON.parse(stdout);
}

test("the editions of the project fit", () => {
  for (const file of ["src/law/edition.json", "src/law/edition.min.json", "tests/law-editions/2026-11-01.json"]) {
    assert.ok(fits(read(file)), `${file}: ${JSON.stringify(fits.errors)}`);
    assert.equal(isRead(read(file)).ok, true, file);
  }
});

/** What only the reader can tell: what rows say together. */
const BEYOND_A_SCHEMA = [
  "duplicate", "overlap", "given_twice",
  // An edition has an answer to every question: a part is missing where one is.
  "missing",
];

test("an edition with a member left out, misspelt or of another type fits where it is read, and nowhere else", () => {
  const seen = { left: 0, misspelt: 0, typed: 0 };
  for (const [pointer, changed, how] of changes(builtIn)) {
    const answer = isRead(changed);
    const problem = answer.error?.details.problem;
    const fit = fits(changed);
    if (fit && !answer.ok && (BEYOND_A_SCHEMA.includes(problem) || isOfCodes(pointer))) continue;
    assert.equal(fit, answer.ok, `${how} ${pointer}: ${JSON.stringify(answer.error ?? fits.errors)}`);
    seen[how] += 1;
  }
  for (const [how, count] of Object.entries(seen)) assert.ok(count > 40, `${how}: ${count}`);
});

/** Codes that rows name have to be in the catalogue, and those of the catalogue named by nobody else. */
function isOfCodes(pointer) {
  return pointer.startsWith("/catalogue") || /\/(code|fields|except_fields|kinds|never_early|own_term|fine|grounds)(\/|$)/.test(pointer);
}

/** One change of each sort, of each member by the names on the way to it. */
function* changes(edition) {
  const known = new Set();
  function* within(value, path) {
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i += 1) yield* within(value[i], [...path, i]);
      return;
    }
    if (value === null || typeof value !== "object") return;
    for (const name of Object.keys(value)) {
      const place = [...path, name];
      const kind = place.filter((part) => typeof part === "string").join("/");
      if (!known.has(kind)) {
        known.add(kind);
        yield [place, "left", (at) => delete at[name]];
        yield [place, "misspelt", (at) => { at[`${name}_`] = at[name]; delete at[name]; }];
        yield [place, "typed", (at) => { at[name] = typeof at[name] === "number" ? String(at[name]) : 7; }];
      }
      yield* within(value[name], place);
    }
  }
  for (const [place, how, change] of within(edition, [])) {
    const changed = structuredClone(edition);
    change(place.slice(0, -1).reduce((at, part) => at[part], changed));
    yield [`/${place.join("/")}`, changed, how];
  }
}
