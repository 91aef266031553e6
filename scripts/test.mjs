// test.mjs: every check and every suite, then one line that counts them all.
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { once } from "node:events";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { cargoCounts, lastLineCounts, skips, tapCounts } from "./counts.mjs";

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
mkdirSync("target/logs", { recursive: true });

const terminal = process.stdout.isTTY;
const total = { passed: 0, failed: 0, skipped: 0 };

await check("formatting", "cargo fmt --check", "cargo fmt --check --manifest-path scripts/lower/Cargo.toml", "cargo fmt --check --manifest-path scripts/wasm-bindgen/Cargo.toml");
await check("clippy", "cargo clippy --locked --workspace --all-targets --all-features -- -D warnings");
await check("clippy, wasm32", ...["xinyi-wasm", "xinyi-authoring-wasm", "xinyi-testing-wasm"].map((name) => `cargo clippy --locked -p ${name} --target wasm32-unknown-unknown -- -D warnings`));
await check("documentation", "cargo doc --locked --no-deps --all-features", { env: { RUSTDOCFLAGS: "-D warnings" } });
await dependencies();
await suite("Rust", "cargo test --locked --workspace --all-features --no-fail-fast", (output) => {
  for (const why of skips(output)) console.log(`   skipped: ${why}`);
  return cargoCounts(output);
});
await check("vectors, natively", "cargo run --locked --quiet -p xinyi-testkit --bin run-vectors -- target/vectors-native.ndjson target/forecasts-native.ndjson");
await check("random rules, natively", "cargo run --locked --quiet -p xinyi-testkit --bin json-logic-cases -- target/json-logic-cases.ndjson");
await check("types of the package's own code", "node_modules/.bin/tsc -p pkg/src", "node_modules/.bin/tsc -p pkg/src/tsconfig.hosts.json");
await nodeSuite("JavaScript", "tests/js");
await nodeSuite("browser", "tests/browser");
await suite("other dates", "node scripts/test-dates.mjs small", lastLineCounts);

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

/** Commands that succeed or fail as one. */
async function check(name, ...rest) {
  const options = typeof rest.at(-1) === "object" ? rest.pop() : {};
  let failed = false;
  for (const command of rest) failed ||= (await run(name, command, options)).code !== 0;
  count(name, { passed: failed ? 0 : 1, failed: failed ? 1 : 0, skipped: 0 });
}

/** A suite that counts its own tests. One that ends badly without counting a failure has failed once. */
async function suite(name, command, counts) {
  const { code, output } = await run(name, command);
  const found = counts(output);
  if ((code !== 0 && found.failed === 0) || found.passed + found.failed === 0) found.failed += 1;
  count(name, found);
}

async function nodeSuite(name, folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".test.js"));
  const tap = `target/logs/${name}.tap`;
  const reporters = `--test-reporter=spec --test-reporter-destination=stdout --test-reporter=tap --test-reporter-destination=${tap}`;
  await suite(name, `node --test ${reporters} ${files.map((file) => `${folder}/${file}`).join(" ")}`, (output) => {
    for (const line of output.matchAll(/^ℹ (wasm: .*)$/gm)) console.log(`   ${line[1]}`);
    for (const line of output.matchAll(/^﹣ (.*)$/gm)) console.log(`   skipped: ${line[1]}`);
    return tapCounts(readFileSync(tap, "utf8"));
  });
}

/** What may not get into the module, by any road. */
async function dependencies() {
  const name = "what the module is made of";
  const { code, output } = await run(name, "cargo tree --locked -p xinyi-wasm --target wasm32-unknown-unknown -e normal --prefix none --format {p}", {
    quiet: true,
  });
  const crates = output.split("\n").map((line) => line.split(" ")[0]);
  const unwanted = /^(clap.*|rayon.*|csv.*|crossbeam.*|threadpool|scoped_threadpool|futures-executor|tokio|encoding_rs|encoding.*|indicatif|console|regex.*|serde_json|brotli.*|flate2|calamine|cfb|html5ever|quick-xml|rusqlite|libsqlite3-sys|zip)$/;
  const found = [...new Set(crates.filter((crate) => unwanted.test(crate)))];
  if (found.length > 0) console.error(`the module depends on ${found.join(", ")}`);
  const failed = code !== 0 || !crates.includes("xinyi") || found.length > 0;
  count(name, { passed: failed ? 0 : 1, failed: failed ? 1 : 0, skipped: 0 });
}

function count(name, found) {
  for (const key of Object.keys(total)) total[key] += found[key];
  const { passed, failed, skipped } = found;
  console.log(`${failed ? "✗" : "✓"} ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
}

/** Runs a command, its output in a log; shown as it comes on a terminal, else only after a failure. */
async function run(name, command, { env = {}, quiet = false } = {}) {
  if (terminal && !quiet) console.log(`── ${name}`);
  const log = `target/logs/${name.replace(/[^A-Za-z0-9]+/g, "-")}.log`;
  const file = createWriteStream(log);
  const [program, ...args] = command.split(" ");
  const child = spawn(program, args, {
    // Colour would hide the counts from their patterns.
    env: { ...process.env, CARGO_TERM_COLOR: "never", NO_COLOR: "1", FORCE_COLOR: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let all = "";
  for (const [stream, own] of [[child.stdout, process.stdout], [child.stderr, process.stderr]]) {
    stream.setEncoding("utf8").on("data", (text) => {
      if (stream === child.stdout) output += text;
      all += text;
      file.write(text);
      if (terminal && !quiet) own.write(text);
    });
  }
  const code = await Promise.race([
    once(child, "close").then(([status]) => status ?? 1),
    once(child, "error").then(([error]) => ((all += error.message), 127)),
  ]);
  file.end();
  if (code !== 0 && !terminal) {
    console.error(all.trimEnd().split("\n").slice(-200).join("\n"));
    console.error(`failed: ${command} (all of it is in ${log})`);
  }
  return { code, output };
}
