// build.mjs [--demo] [--now T]: the mini-program as WeChat's developer tools open it, in build/. TypeScript becomes
// CommonJS of ES2017; npm packages go to where "Build npm" would put them.
//
// Root and snapshot are those of miniprogram/data/. With --demo they are of a demo platform that is made anew, in demo/, by
// the command line ($XINYI), and the app comes with a person's bundle and private key. Nothing of that is in another build.
import { execFileSync } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { createVerifier } from "xinyi";

const here = dirname(fileURLToPath(import.meta.url));
const isDemo = process.argv.includes("--demo");
const given = process.argv.indexOf("--now");
let now = given < 0 ? Math.floor(Date.now() / 1000) : Number(process.argv[given + 1]);
const source = join(here, "miniprogram");
const out = join(here, "build");
const demo = join(here, "demo");
const installed = join(here, "node_modules/xinyi");

if (!isDemo) {
  for (const [file, command] of [["root", "xinyi trust root export --js"], ["snapshot", "xinyi snapshot build --js"]]) {
    if (existsSync(join(source, `data/${file}.js`))) continue;
    console.error(`miniprogram/data/${file}.js is missing: make it with \`${command}\`, or build the demo with --demo`);
    process.exit(1);
  }
}
rmSync(out, { recursive: true, force: true });

// What "Build npm" does for a package with the field `miniprogram`.
const { name, miniprogram } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
cpSync(join(installed, miniprogram), join(out, "miniprogram_npm", name), { recursive: true });

// Of scripts those of data/ alone: they are no source.
const isCopied = (path) => !/\.(ts|js)$/.test(path) || /[\\/]data[\\/][^\\/]*\.js$/.test(path);
cpSync(source, out, { recursive: true, filter: isCopied });
execFileSync(join(here, "node_modules/.bin/tsc"), ["--project", here], { cwd: here, stdio: "inherit" });
for (const [file, contents] of [
  ["p256", 'export { p256 } from "@noble/curves/nist.js";'],
  ["qrcode", 'export { create } from "qrcode/lib/core/qrcode.js";'],
]) {
  await build({ stdin: { contents, resolveDir: here }, outfile: join(out, `utils/${file}.js`), bundle: true, format: "cjs", target: "es2017", charset: "utf8", minify: true, logLevel: "warning" });
}

mkdirSync(join(out, "data"), { recursive: true });
const data = (file, value) => writeFileSync(join(out, `data/${file}.js`), `module.exports = ${JSON.stringify(value)};\n`);
data("demo", isDemo ? makeDemo() : null);
data("minimum", await minimumOf(read("root"), read("snapshot")));
if (!existsSync(join(out, "miniprogram_npm/xinyi/xinyi.wasm.br"))) throw new Error("the package has no module for mini-programs");

/** A module of CommonJS, as WeChat reads it; this folder's are of ES otherwise. */
function read(file) {
  const module = { exports: undefined };
  new Function("module", readFileSync(join(out, `data/${file}.js`), "utf8"))(module);
  return module.exports;
}

/** The versions that the app comes with, and the time of the build: nothing older is accepted. Throws if they do not verify. */
async function minimumOf(root, snapshot) {
  const { report } = await createVerifier({ root, snapshot, now, allowDemoRoot: isDemo });
  const minimum = { time: now };
  for (const part of ["root", "manifest", "trust_list"]) {
    const state = report[part];
    if (state?.result !== "accepted") throw new Error(`data/snapshot.js: ${part}: ${state?.error?.message ?? "missing"}`);
    minimum[part] = state.version;
  }
  return minimum;
}

/** The root and the snapshot of a new demo platform, and a person of it. */
function makeDemo() {
  rmSync(demo, { recursive: true, force: true });
  const project = join(here, "../..");
  const built = join(project, process.env.CARGO_TARGET_DIR || "target", "debug/xinyi");
  const xinyi = process.env.XINYI || (existsSync(built) ? built : "xinyi");
  // What it says besides errors is that the root is a demo's.
  const run = (...args) => execFileSync(xinyi, args, { cwd: here, stdio: ["ignore", "ignore", "pipe"] });
  run("demo", "--out", demo, ...(given < 0 ? [] : ["--now", String(now)]));
  ({ now } = JSON.parse(readFileSync(join(demo, "platform.json"), "utf8")));
  const at = ["--now", String(now)];
  run("trust", "root", "export", "--js", ...at, "--out", join(out, "data/root.js"), join(demo, "root.json"));
  const { programmes, status_lists } = JSON.parse(readFileSync(join(demo, "snapshot.json"), "utf8"));
  const parts = [...programmes.map((text, i) => ["programme", i, text]), ...status_lists.map((text, i) => ["status-list", i, text])];
  const flags = parts.flatMap(([kind, i, text]) => {
    const file = join(demo, `trust/${kind}.${i}.jwt`);
    writeFileSync(file, text);
    return [`--${kind}`, file];
  });
  run("snapshot", "build", "--js", ...at, "--root", join(demo, "root.json"), "--manifest", join(demo, "trust/manifest.json"), "--trust-list", join(demo, "trust/trust-list.json"), ...flags, "--out", join(out, "data/snapshot.js"));

  // A real app makes its key on the phone, and the platform issues the bundle to it.
  const person = "he-volunteer-gold";
  const pem = readFileSync(join(demo, `keys/holder-${person}.pem`));
  const key = Buffer.from(createPrivateKey(pem).export({ format: "jwk" }).d, "base64url").toString("hex");
  const bundle = readFileSync(join(demo, `wallets/${person}.sd-jwt`), "utf8").trim();
  return { bundle, key };
}
