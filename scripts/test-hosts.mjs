// test-hosts.mjs [HOST…]: the packed package in the hosts that apps are built with and run in, a project of its own
// in each (tests/hosts), a table of what came of it, and one of every entry of the package in every host. A name or its
// beginning chooses, such as `vite` or `next-16`.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { entriesOf, wantOf } from "../tests/hosts/entries.mjs";
import { makeDemo, makeProject, tools, versionOf } from "../tests/hosts/harness.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const projects = join(root, "tests/hosts");
const wanted = process.argv.slice(2);
const terminal = process.stderr.isTTY;
const rows = [];
/** Of every entry in every host, by what is done: `{host, version, what, cells: Map of key: cell}`. */
const lines = [];
/** The sentences with which entries end where they have to. */
const sentences = [];
const OF_PACKAGE = " of the package";

const { demo, expected } = makeDemo();
const names = readdirSync(projects).filter((name) => existsSync(join(projects, name, "host.mjs")));
const hosts = await Promise.all(names.map((name) => import(pathToFileURL(join(projects, name, "host.mjs")).href)));
for (const [i, name] of names.entries()) {
  for (const install of hosts[i].installs ?? [undefined]) await project(name, install, hosts[i]);
}
show();

/** Every row of one project. One that cannot be installed is a row that says so. */
async function project(name, install, host) {
  const title = install ? `${name}-${install}` : name;
  if (wanted.length > 0 && !wanted.some((begin) => title.startsWith(begin))) return;
  const started = Date.now();
  const add = (version, what, result, text) => {
    rows.push({ host: name, version, what, result, text });
    progress(`${title} ${version}, ${what}: ${result}${text ? ` ${text}` : ""}`);
  };
  let folder;
  try {
    progress(`${title}: installing`);
    folder = await makeProject(name, install, demo, host.flags);
  } catch (error) {
    // Some packages are of one system only.
    const isElsewhere = /EBADPLATFORM/.test(error.message);
    add(install ?? "", "install", isElsewhere ? "not to be had here" : "failed", error.message);
    return;
  }
  const version = versionOf(folder, host.from ?? name);
  const hands = tools(folder);
  const row = async (what, act, wants = expected.decided) => {
    progress(`${title} ${version}: ${what}`);
    const text = await tried(act, wants);
    add(version, what, text === "" ? "works" : "failed", text);
    await hands.close();
  };
  const all = entriesOf(folder);
  let isEvery = false;
  /**
   * Every entry of the package. `prepare` does once what all have in common, and returns what tries one by its name.
   * `others`: by the key of an entry what else has to come of it here.
   */
  const entries = async (what, prepare, others = {}) => {
    isEvery = true;
    progress(`${title} ${version}: every entry, ${what}`);
    const cells = new Map();
    lines.push({ host: name, version, what, cells });
    const tell = (key, text) => add(version, `${key}${OF_PACKAGE}, ${what}`, text === "" ? "works" : "failed", text);
    for (const key of Object.keys(others).filter((key) => !all.some((entry) => entry.key === key))) tell(key, "the package has no such entry");
    let failure = "";
    const act = await Promise.resolve().then(prepare).catch((error) => void (failure = error.message || String(error)));
    for (const entry of all) {
      const wants = others[entry.key] ?? wantOf(entry, expected);
      let found;
      const text = failure || (await tried(async () => (found = await act(entry.name)), wants));
      cells.set(entry.key, text === "" ? cellOf(wants, found) : "**failed**");
      tell(entry.key, text);
    }
    await hands.close();
  };
  await host.run({ ...hands, row, entries, version, expected, install, names: all.map(({ name }) => name) }).catch((error) => add(version, "", "failed", error.message));
  if (!isEvery) add(version, `every entry${OF_PACKAGE}`, "failed", "it tries none");
  await hands.close({ last: true });
  progress(`${title}: ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Nothing if that comes of it which has to, or else what came. */
async function tried(act, wants) {
  if (wants === undefined) return "tests/hosts/entries.mjs does not say what has to come of it";
  try {
    const found = await act();
    const isRight = wants instanceof RegExp ? wants.test(found) : found === wants;
    return isRight ? "" : found || "nothing came of it";
  } catch (error) {
    return error.message || String(error);
  }
}

/** Of an entry that did what it has to do: works, or the number of the sentence that it ends with, beginning with 1. */
function cellOf(wants, found) {
  if (!(wants instanceof RegExp)) return "works";
  const [sentence] = wants.exec(found);
  if (!sentences.includes(sentence)) sentences.push(sentence);
  return `told ${sentences.indexOf(sentence) + 1}`;
}

function show() {
  // What works of every entry is in the second table.
  const shown = rows.filter(({ what, result }) => result !== "works" || !what.includes(OF_PACKAGE));
  const rowOf = ({ host, version, what, result, text }) => {
    const first = text.replace(/\s+/g, " ").slice(0, 160);
    return `| ${host} | ${version} | ${what} | ${result}${first ? `: ${first}` : ""} |`;
  };
  console.log(["| host | version | what | result |", "|---|---|---|---|", ...shown.map(rowOf)].join("\n"));
  const keys = [...new Set(lines.flatMap(({ cells }) => [...cells.keys()]))];
  const lineOf = ({ host, version, what, cells }) => `| ${[host, version, what, ...keys.map((key) => cells.get(key))].join(" | ")} |`;
  console.log(["", `| host | version | what | ${keys.map((key) => `\`${key}\``).join(" | ")} |`, `|---|---|---|${"---|".repeat(keys.length)}`, ...lines.map(lineOf)].join("\n"));
  console.log(["", ...sentences.map((sentence, i) => `told ${i + 1}: it has to end, and does, with “${sentence}”`), ""].join("\n"));
  const count = (result) => rows.filter((row) => row.result === result).length;
  const failed = rows.filter(({ result }) => result === "failed");
  mkdirSync(join(root, "target/logs"), { recursive: true });
  const log = join(root, "target/logs/hosts.log");
  writeFileSync(log, failed.map(({ host, version, what, text }) => `== ${host} ${version}, ${what}\n${text}\n`).join("\n"));
  if (failed.length > 0) console.log(`what went wrong, in full: ${log}`);
  console.log(`${count("works")} passed, ${failed.length} failed, ${count("not to be had here")} skipped`);
  process.exit(failed.length > 0 || rows.length === 0 ? 1 : 0);
}

/** On a terminal only, and not in the table's way. */
function progress(text) {
  if (terminal) process.stderr.write(`── ${text.replace(/\s+/g, " ").slice(0, 200)}\n`);
}
