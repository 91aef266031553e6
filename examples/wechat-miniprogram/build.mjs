// build.mjs [--now T]: the mini-program as WeChat's developer tools open it, in build/. TypeScript becomes CommonJS of
// ES2017; npm packages go to where "Build npm" would put them. Root, snapshot and the person's bundle are of a demo
// platform that is made anew, in demo/; its bundles are fresh for three working days.
import { execFileSync } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const project = dirname(dirname(here));
const given = process.argv.indexOf("--now");
const now = given < 0 ? [] : ["--now", process.argv[given + 1]];
const out = join(here, "build");
const demo = join(here, "demo");
const installed = join(here, "node_modules/xinyi");
const xinyi = process.env.XINYI || join(project, "target/debug/xinyi");
const run = (program, ...args) => execFileSync(program, args, { cwd: here, stdio: ["ignore", "ignore", "inherit"] });

for (const folder of [out, demo]) rmSync(folder, { recursive: true, force: true });

// What "Build npm" does for a package with the field `miniprogram`.
const { name, miniprogram } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
cpSync(join(installed, miniprogram), join(out, "miniprogram_npm", name), { recursive: true });

const isCopied = (path) => !path.endsWith(".ts");
cpSync(join(here, "miniprogram"), out, { recursive: true, filter: isCopied });
execFileSync(join(here, "node_modules/.bin/tsc"), ["--project", here], { cwd: here, stdio: "inherit" });
for (const [file, contents] of [
  ["p256", 'export { p256 } from "@noble/curves/nist.js";'],
  ["qrcode", 'export { create } from "qrcode/lib/core/qrcode.js";'],
]) {
  await build({ stdin: { contents, resolveDir: here }, outfile: join(out, `utils/${file}.js`), bundle: true, format: "cjs", target: "es2017", charset: "utf8", minify: true, logLevel: "warning" });
}

run(xinyi, "demo", "--out", demo, ...now);
const { now: date } = JSON.parse(readFileSync(join(demo, "platform.json"), "utf8"));
mkdirSync(join(out, "data"), { recursive: true });
const at = ["--now", String(date)];
run(xinyi, "trust", "root", "export", "--js", ...at, "--out", join(out, "data/root.js"), join(demo, "root.json"));
const { programmes, status_lists } = JSON.parse(readFileSync(join(demo, "snapshot.json"), "utf8"));
const parts = [...programmes.map((text, i) => ["programme", i, text]), ...status_lists.map((text, i) => ["status-list", i, text])];
const flags = parts.flatMap(([kind, i, text]) => {
  const file = join(demo, `trust/${kind}.${i}.jwt`);
  writeFileSync(file, text);
  return [`--${kind}`, file];
});
run(xinyi, "snapshot", "build", "--js", ...at, "--root", join(demo, "root.json"), "--manifest", join(demo, "trust/manifest.json"), "--trust-list", join(demo, "trust/trust-list.json"), ...flags, "--out", join(out, "data/snapshot.js"));

// A real app makes its key on the phone, and the platform issues the bundle to it.
const person = "he-volunteer-gold";
const pem = readFileSync(join(demo, `keys/holder-${person}.pem`));
const key = Buffer.from(createPrivateKey(pem).export({ format: "jwk" }).d, "base64url").toString("hex");
const bundle = readFileSync(join(demo, `wallets/${person}.sd-jwt`), "utf8").trim();
writeFileSync(join(out, "data/wallet.js"), `module.exports = ${JSON.stringify({ bundle, key })};\n`);
if (!existsSync(join(out, "miniprogram_npm/xinyi/xinyi.wasm.br"))) throw new Error("the package has no module for mini-programs");
