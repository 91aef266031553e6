// Identity codes made from a seed, what the command line says of them, and what other libraries do.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { command } from "./demo-platform.js";
import { root } from "./load-vectors.js";
import { random, seed } from "./random.js";

const DIGITS = "0123456789";
const USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const PAIRS = "11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 59 61 62 69 71 72 79 81 89 91 92 93 A1 A9 N1 N2 N3 N9 Y1".split(" ");
const REGIONS = Object.keys(JSON.parse(readFileSync(`${root}src/identity/regions.json`, "utf8")).regions);

/** Known disagreements, as docs/identity.md lists them. */
const disagreements = JSON.parse(readFileSync(`${root}tests/identity/disagreements.json`, "utf8"));

/** How many codes of a kind are made. `make test` makes a twentieth. */
export const CASES = Number(process.env.XINYI_CASES || 5_000);

/** Codes of a kind, right and wrong, of which the known disagreements' examples come first. */
export function codes(kind, library) {
  const pick = random(seed + kind.length);
  const make = kind === "uscc" ? creditCode : residentNumber;
  const examples = disagreements.filter((known) => known.library === library).map((known) => known.example);
  return [...examples, ...Array.from({ length: CASES }, () => make(pick))];
}

/** What the command line says of them, in order; without a kind it finds that out. */
export function examined(kind, inputs) {
  const { stdout } = spawnSync(command, ["id", "--json", ...(kind ? ["--kind", kind] : []), "-"], {
    input: inputs.join("\n"),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const answers = JSON.parse(stdout);
  assert.deepEqual(answers.map((answer) => answer.input), inputs);
  return answers;
}

/**
 * Compares a library's answers, each "valid" or why not, with ours. Every disagreement must be known,
 * and every known one must still occur.
 */
export function compare(library, inputs, theirs, ours) {
  const known = disagreements.filter((one) => one.library === library);
  let agreed = 0;
  inputs.forEach((input, i) => {
    const { verdict, problems, notes } = ours[i];
    // The command line has read less than the library was given.
    if (notes.some((note) => note.startsWith("cell."))) return;
    const differences = differencesOf(theirs[i], ours[i]);
    if (differences.length === 0) agreed++;
    for (const difference of differences) {
      const rule = known.find((one) => explains(one, difference, input));
      assert.ok(rule, `XINYI_SEED=${seed}: ${library} says ${theirs[i]} of "${input}", we ${verdict}: ${problems}`);
    }
  });
  known.forEach((one, i) => {
    const occurs = differencesOf(theirs[i], ours[i]).some((difference) => explains(one, difference, inputs[i]));
    assert.ok(occurs, `no longer a disagreement: ${JSON.stringify(one)}; they say ${theirs[i]}, we ${ours[i].verdict}`);
  });
  // What is agreed on is of both kinds, or the comparison would say little.
  const valid = ours.filter((answer, i) => answer.verdict === "valid" && theirs[i] === "valid").length;
  assert.ok(valid > CASES / 20 && agreed - valid > CASES / 10, `${valid} valid, ${agreed - valid} not`);
  return `${library}: ${inputs.length} codes, ${agreed} agreed on, ${valid} of them valid; XINYI_SEED=${seed}`;
}

/** Every library with its known disagreements. */
export function known() {
  return disagreements;
}

/** They overlook each of our problems, or refuse what we take. */
function differencesOf(theirs, { verdict, problems }) {
  if ((verdict === "valid") === (theirs === "valid")) return [];
  if (verdict === "valid") return [{ refuses: theirs }];
  // That a wrong code passes for one of another kind is no further problem.
  const own = problems.filter((problem) => problem !== "other_kind" || problems.length === 1);
  return own.map((overlooks) => ({ overlooks }));
}

function explains(rule, { refuses, overlooks }, input) {
  const same = refuses === undefined ? rule.overlooks === overlooks : rule.refuses === refuses;
  return same && (rule.input === undefined || new RegExp(rule.input, "u").test(input));
}

const one = (pick, from) => from[pick(from.length)];
const some = (pick, from, many) => Array.from({ length: many }, () => one(pick, from)).join("");

function creditCode(pick) {
  const kind = pick(12);
  const pair = kind === 0 ? some(pick, USCC, 2) : one(pick, PAIRS);
  const region = kind === 1 ? some(pick, DIGITS, 6) : one(pick, REGIONS);
  if (kind === 2) return passingNumber(pick);
  const own = kind === 3 ? `M000${some(pick, USCC, 4)}` : pick(3) ? some(pick, DIGITS, 8) : some(pick, USCC, 8);
  const organisation = own + (kind === 4 ? one(pick, USCC) : mod11(own));
  const front = pair + (kind === 3 ? `3502${some(pick, DIGITS, 2)}` : region) + organisation;
  const code = front + (kind === 3 ? one(pick, USCC) : mod31(front));
  return kind < 8 ? code : mistaken(pick, code, USCC);
}

/** A resident number that passes MOD 31. The sequence 000 is nobody's. */
function passingNumber(pick) {
  for (;;) {
    const number = withCheck(`${one(pick, REGIONS)}${birth(pick, 1900, 2025)}000`);
    if (mod31(number.slice(0, 17)) === number[17]) return number;
  }
}

function residentNumber(pick) {
  const kind = pick(14);
  const region = kind === 0 ? some(pick, DIGITS, 6) : kind === 1 ? one(pick, ["810000", "820000", "830000", "710000"]) : one(pick, REGIONS);
  if (kind === 2) return `${region}${some(pick, DIGITS, 9)}`;
  if (kind === 3) return `${region}${birth(pick, 1950, 1999).slice(2)}000`;
  const day = kind === 4 ? some(pick, DIGITS, 8) : kind === 5 ? birth(pick, 1800, 2100) : kind === 6 ? impossible(pick) : birth(pick, 1900, 2025);
  // A check can be right by chance only where nobody has the number.
  const number = withCheck(`${region}${day}000`);
  return kind < 10 ? number : mistaken(pick, number, `${DIGITS}X`);
}

function birth(pick, from, to) {
  const two = (number) => String(number).padStart(2, "0");
  return `${from + pick(to - from + 1)}${two(1 + pick(12))}${two(1 + pick(28))}`;
}

function impossible(pick) {
  return String(1950 + pick(70)) + one(pick, ["0230", "0231", "0431", "0631", "0931", "1131", "1301", "0010", "0100", "0132"]);
}

/** What people and their keyboards make of a code. */
function mistaken(pick, code, alphabet) {
  const place = pick(code.length);
  const [before, after] = [code.slice(0, place), code.slice(place + 1)];
  switch (pick(9)) {
    case 0:
    case 1:
      return before + one(pick, alphabet) + after;
    case 2:
      return place === 0 ? code : code.slice(0, place - 1) + code[place] + code[place - 1] + after;
    case 3:
      return before + after;
    case 4:
      return before + code[place] + code[place] + after;
    case 5:
      return code.toLowerCase();
    case 6:
      return code.replace(/[0-9A-Z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
    case 7:
      return one(pick, [` ${code}`, `${code} `, `${code}\u3000`, `${before} ${code[place]}${after}`, `${before}-${code[place]}${after}`, `${code}-`]);
    default:
      return before + one(pick, ["I", "O", "S", "V", "Z", "А", "В", "Х"]) + after;
  }
}

function mod31(front) {
  let [sum, weight] = [0, 1];
  for (const c of front) {
    sum += USCC.indexOf(c) * weight;
    weight = (weight * 3) % 31;
  }
  return USCC[(31 - (sum % 31)) % 31];
}

function mod11(own) {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((sum, weight, i) => sum + parseInt(own[i], 36) * weight, 0);
  return "0X987654321"[sum % 11];
}

function withCheck(front) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((sum, weight, i) => sum + Number(front[i]) * weight, 0);
  return front + "10X98765432"[sum % 11];
}
