// One index of a long status list, then two hundred more: natively and in the module, in one run.
// `make bench` makes what is measured, and calls this. Times are of whole checks, in milliseconds,
// and say little by themselves; the first line is the same check with a list of a thousand entries.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { watchMemory } from "./js/measure.mjs";

const [folder, native] = process.argv.slice(2);
const file = fileURLToPath(import.meta.url);

if (process.env.XINYI_BENCH_FILE) {
  console.log(JSON.stringify(await measure(process.env.XINYI_BENCH_FILE)));
} else {
  const rows = [];
  const files = readdirSync(folder).filter((name) => name.startsWith("status-list-"));
  files.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  for (const name of files) {
    const path = `${folder}/${name}`;
    const { name: entries, token_bytes } = JSON.parse(readFileSync(path, "utf8"));
    // Each in a process of its own: what one has used is not the next one's.
    const wasm = JSON.parse(execFileSync(process.execPath, [file], { env: { ...process.env, XINYI_BENCH_FILE: path }, encoding: "utf8" }));
    rows.push(["native", entries, token_bytes, JSON.parse(execFileSync(native, [path], { encoding: "utf8" }))]);
    rows.push(["wasm", entries, token_bytes, wasm]);
  }
  rows.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  console.log("            entries   token, KB   loading   first answer   further answer (median, worst)   memory, MB");
  for (const [host, entries, bytes, { loading, first, further, worst, peak_kb }] of rows) {
    const cells = [
      host.padEnd(7), entries.padStart(12), (bytes / 1000).toFixed(0).padStart(11), loading.toFixed(1).padStart(9),
      first.toFixed(2).padStart(14), `${further.toFixed(2)}, ${worst.toFixed(2)}`.padStart(32), (peak_kb / 1000).toFixed(1).padStart(12),
    ];
    console.log(cells.join(" "));
  }
}

async function measure(path) {
  const memory = watchMemory();
  const { init, createVerifierSync } = await import("xinyi");
  await init();
  const { platform, check, bundles } = JSON.parse(readFileSync(path, "utf8"));
  const before = memory();
  const [verifier, loading] = timed(() => createVerifierSync(platform));
  const times = bundles.map(({ bundle, is_set }) => {
    const [result, time] = timed(() => verifier.safeCheck(bundle, check));
    assert.equal(result.error?.code === "status.invalid", is_set);
    return time;
  });
  const [first, ...further] = times;
  further.sort((a, b) => a - b);
  const peak_kb = (memory() - before) / 1000;
  return { loading, first, further: further[further.length >> 1], worst: further.at(-1), peak_kb };
}

function timed(run) {
  const start = process.hrtime.bigint();
  const out = run();
  return [out, Number(process.hrtime.bigint() - start) / 1e6];
}
