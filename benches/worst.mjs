// What the worst documents within the limits take, natively and in the module, in one run.
// `make bench-worst` makes what is measured, and calls this: worst.mjs FOLDER NATIVE [NUMBER…].
// Each is run in a process of its own, three times, and the middle one counts; what takes longer than
// half a minute is run once. Seconds are those of a processor: what else the machine does says nothing.
// Memory is the most that the native process has had, with what it was given, and what the module has
// after it.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { watchMemory } from "./js/measure.mjs";

const ALLOWED = { native: 2, wasm: 10 };
const TOO_LONG = 300;

const [folder, native, ...numbers] = process.argv.slice(2);
const file = fileURLToPath(import.meta.url);

if (process.env.XINYI_BENCH_CASE) {
  const { answer, seconds, memory } = await inModule(process.env.XINYI_BENCH_CASE);
  process.stdout.write(`${seconds}\n${memory}\n${told(answer)}`);
} else {
  measureAll();
}

function measureAll() {
  const found = readdirSync(folder).sort();
  const names = numbers.length > 0 ? found.filter((name) => numbers.includes(name)) : found;
  console.log(`the module is ${fileURLToPath(import.meta.resolve("xinyi/xinyi.wasm"))}, in Node ${process.version}`);
  console.log("      native, s  memory, MB    wasm, s  memory, MB");
  let over = 0;
  for (const [done, name] of names.entries()) {
    const path = `${folder}/${name}`;
    progress(`${done} of ${names.length}: ${title(path)}`);
    const ours = middle(() => child(native, [path], {}));
    const theirs = middle(() => child(process.execPath, [file], { XINYI_BENCH_CASE: path }));
    progress("");
    // What has no time has crashed.
    const isWithin = ours.seconds <= ALLOWED.native && theirs.seconds <= ALLOWED.wasm;
    const isOver = !isWithin || differ(ours, theirs);
    if (isOver) over++;
    const figures = [ours, theirs].map(({ seconds, memory }) => number(seconds, 2, 10) + number(memory, 1, 12));
    console.log(`${isOver ? "over" : "    "} ${figures.join(" ")}  ${name} ${title(path)}: ${outcome(ours, theirs)}`);
  }
  console.log(`${over} of ${names.length} take more than ${ALLOWED.native} s natively or ${ALLOWED.wasm} s in the module, crash, or come to something else there`);
}

function title(path) {
  return readFileSync(`${path}/name`, "utf8");
}

/** Both hosts come to the same, or nothing of it is worth anything. One that takes too long comes to nothing. */
function differ(ours, theirs) {
  return ours.answer !== theirs.answer && ours.answer !== "" && theirs.answer !== "";
}

function outcome(ours, theirs) {
  if (differ(ours, theirs)) return `${ours.answer} natively, but ${theirs.answer} in the module`;
  return ours.answer || theirs.answer;
}

function middle(run) {
  const runs = [run()];
  if (runs[0].seconds < 30) runs.push(run(), run());
  runs.sort((a, b) => a.seconds - b.seconds);
  return runs.find(({ seconds }) => Number.isNaN(seconds)) ?? runs[runs.length >> 1];
}

function child(program, given, environment) {
  const env = { ...process.env, ...environment };
  try {
    const out = execFileSync(program, given, { env, encoding: "utf8", maxBuffer: 1 << 30, timeout: TOO_LONG * 1000, stdio: ["ignore", "pipe", "pipe"] });
    const [seconds, memory, ...rest] = out.split("\n");
    const answer = rest.join("\n");
    return { seconds: +seconds, memory: +memory, answer: answer.startsWith("{") ? told(answer) : answer };
  } catch (error) {
    if (error.code === "ETIMEDOUT") return { seconds: Infinity, memory: NaN, answer: "" };
    return { seconds: NaN, memory: NaN, answer: `fails: ${String(error.stderr || error.message).trim().split("\n").pop()}` };
  }
}

function number(value, digits, width) {
  const text = value === Infinity ? `> ${TOO_LONG}` : Number.isNaN(value) ? "-" : value.toFixed(digits);
  return text.padStart(width);
}

/** On a terminal, one line that the next one takes the place of. */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text.slice(0, process.stderr.columns - 1)}`);
}

/** Those steps that there are files for; the last is what is measured. */
async function inModule(path) {
  const text = (name) => (readdirSync(path).includes(name) ? readFileSync(`${path}/${name}`, "utf8") : undefined);
  const memory = watchMemory();
  const [programme, root, bundle, further] = ["programme", "root", "bundle", "further"].map(text);
  if (programme !== undefined) {
    const { init, tryProgramme } = await import("xinyi/authoring");
    await init();
    const [facts, options] = [text("facts"), JSON.parse(text("try"))];
    return timed(memory, () => caught(() => ({ decision: tryProgramme(programme, facts, options) })));
  }
  const { init, createVerifierSync } = await import("xinyi");
  await init();
  const [snapshot, options] = [text("snapshot"), JSON.parse(text("create"))];
  let verifier;
  const created = timed(memory, () => {
    verifier = createVerifierSync({ root, snapshot, ...options });
    return { report: verifier.report };
  });
  if (further !== undefined) return timed(memory, () => ({ report: verifier.load(further, options) }));
  if (bundle === undefined) return created;
  const [presented, check] = [bundle.startsWith("{") ? JSON.parse(bundle) : bundle, JSON.parse(text("check"))];
  return timed(memory, () => verifier.safeCheck(presented, check));
}

/** In seconds of processors, which other processes take less from than from those of a clock. */
function timed(memory, run) {
  const before = process.cpuUsage();
  const answer = run();
  const { user, system } = process.cpuUsage(before);
  return { answer, seconds: (user + system) / 1e6, memory: memory() / 1e6 };
}

function caught(run) {
  try {
    return run();
  } catch (error) {
    return { error };
  }
}

/** What it came to, in a few words: whether a document reached the work that it is made for. */
function told(answer) {
  const { decision, error, report } = typeof answer === "string" ? JSON.parse(answer) : answer;
  if (error) return error.code;
  if (decision) return decision.outcome;
  const part = ({ result, error }) => (error ? error.code : result);
  const single = ["state", "snapshot", "root", "manifest", "trust_list"].filter((name) => report[name]);
  const lists = ["dropped_issuers", "ignored_keys", "programmes", "status_lists"].filter((name) => report[name]?.length);
  const counts = lists.map((name) => `${name} ${counted(report[name].map(part))}`);
  return [...single.map((name) => `${name} ${part(report[name])}`), ...counts].join(", ");
}

function counted(results) {
  const counts = new Map();
  for (const result of results) counts.set(result, (counts.get(result) ?? 0) + 1);
  return [...counts].map(([result, count]) => `${count} ${result}`).join(" and ");
}
