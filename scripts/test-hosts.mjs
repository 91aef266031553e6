// test-hosts.mjs [HOST…]: the packed package in the hosts that apps are built with and run in, a project of its own
// in each (tests/hosts), and one table of what came of it. A name or its beginning chooses, such as `vite` or `next-16`.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { makeDemo, makeProject, tools, versionOf } from "../tests/hosts/harness.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const projects = join(root, "tests/hosts");
const wanted = process.argv.slice(2);
const terminal = process.stderr.isTTY;
const rows = [];

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
  const row = async (what, act, wants = expected) => {
    progress(`${title} ${version}: ${what}`);
    try {
      const found = await act();
      const isRight = wants instanceof RegExp ? wants.test(found) : found === wants;
      add(version, what, isRight ? "works" : "failed", isRight ? "" : found);
    } catch (error) {
      add(version, what, "failed", error.message);
    }
    await hands.close();
  };
  await host.run({ ...hands, row, version, expected, install }).catch((error) => add(version, "", "failed", error.message));
  await hands.close();
  progress(`${title}: ${Math.round((Date.now() - started) / 1000)} s`);
}

function show() {
  const lines = rows.map(({ host, version, what, result, text }) => {
    const first = text.replace(/\s+/g, " ").slice(0, 160);
    return `| ${host} | ${version} | ${what} | ${result}${first ? `: ${first}` : ""} |`;
  });
  console.log(["| host | version | what | result |", "|---|---|---|---|", ...lines].join("\n"));
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
