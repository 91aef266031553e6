// What a check takes: twelve disclosures, Ed25519, a status list, six tiers; through the package and in
// the module alone, against bare WebCrypto verifies of the same signatures and against what one would put
// together from npm, all in one process and in turn; of holders with SM2 keys, which WebCrypto does not know,
// through the package and in the module alone. The bare verifies have their keys at hand, and the package keeps
// those of `node:crypto`: an ES256 key that is new to it takes another verification's time. `make bench-check`
// makes what is measured, and calls this: check.mjs FILE NATIVE [FOLDER…]. A folder has a module as
// `scripts/build-wasm` leaves it: several are compared. COUNT is how many times of each are measured, 600 by
// default; medians are printed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { createVerifierSync, init } from "xinyi";
import { interleaved } from "./js/measure.mjs";
import { loadModule } from "./js/module.mjs";
import { createStack, importKey, verify } from "./js/stack.mjs";

const [file, native, ...folders] = process.argv.slice(2);
const count = Number(process.env.COUNT ?? 600);
const WARM_UP = 100;
const WEBCRYPTO = "WebCrypto, the signatures alone";
const PACKAGE = "check, through the package";
const STACK = "assembled from npm, no status list";

const document = JSON.parse(readFileSync(file, "utf8"));
const { platform, programme, tier, now, audience, nonce, keys, entries, holders } = document;
const LISTED = `assembled from npm, a list of ${entries.toLocaleString("en")}`;

await init();
const verifier = createVerifierSync(platform);
const modules = await Promise.all(folders.map((folder) => loadModule(folder, platform)));
const assembled = { keys, programme, audience, nonce };
const stack = await createStack(assembled);
const listed = await createStack({ ...assembled, statusList: document.status_list });
const bundleKey = await importKey(keys.bundle);

const columns = [];
for (const holder of holders) {
  for (const isBound of [false, true]) {
    const name = `${holder.alg}${isBound ? ", bound" : ""}`;
    columns.push({ name, runs: await contestants(holder, isBound) });
  }
}
const names = Object.keys(columns[0].runs);
// All in turn: what a compiler learns late is in every column.
const all = columns.flatMap(({ runs }, column) => Object.entries(runs).map(([name, run]) => ({ column, name, run })));
const medians = await interleaved(all.map(({ run }) => run), count, WARM_UP);
for (const [i, { column, name }] of all.entries()) (columns[column].medians ??= {})[name] = medians[i];
const stages = JSON.parse(execFileSync(native, [file], { encoding: "utf8" }));

console.log(`Node ${process.version}, medians of ${count}, µs; load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} processors`);
for (const folder of folders) {
  console.log(`${folder}: ${statSync(`${folder}/xinyi.wasm`).size} bytes, ${statSync(`${folder}/xinyi.wasm.br`).size} brotli`);
}
printComparison();
console.log("\nWhere the time goes natively, µs");
printStages();

/** What is run for one presentation, by name, after all have come to the same. */
async function contestants({ jwk, claims, unbound, bound }, isBound) {
  const isForeign = jwk.crv === "SM2";
  const presentation = isBound ? bound : unbound;
  const holder = isBound ? { audience, nonce } : "unbound";
  const check = { programme: programme.id, holder, now };
  const byStack = { isBound, now };

  // The signatures as they stand in the presentation: the issuer's, and that of the key binding.
  const [token, ...rest] = presentation.split("~");
  const signed = [[keys.bundle, bundleKey, token]];
  if (isBound && !isForeign) signed.push([jwk, await importKey(jwk), rest.at(-1)]);
  const signatures = signed.map(([jwk, key, token]) => {
    const end = token.lastIndexOf(".");
    return [jwk, key, token.slice(0, end), token.slice(end + 1)];
  });
  const bare = async () => {
    for (const signature of signatures) if (!(await verify(...signature))) throw new Error("does not verify");
  };

  const runs = {};
  if (!isForeign) runs[WEBCRYPTO] = bare;
  runs[PACKAGE] = () => verifier.check(presentation, check);
  for (const [i, folder] of folders.entries()) runs[`module alone, ${folder}`] = () => modules[i](presentation, check);
  if (!isForeign) {
    runs[STACK] = () => stack(presentation, byStack);
    runs[LISTED] = () => listed(presentation, byStack);
  }

  const decision = runs[PACKAGE]();
  assert.equal(decision.tier, tier);
  for (const module of modules) {
    const { decision: found } = module(presentation, check);
    assert.equal(found.tier, tier);
    assert.equal(found.evidence.bundles[0].holder_bound, isBound);
  }
  if (!isForeign) {
    for (const name of [STACK, LISTED]) assert.deepEqual(await runs[name](), { claims, tier });
    await bare();
  }
  await seesThrough(presentation, { isBound, isForeign }, check, byStack);
  return runs;
}

/** All of them do verify: none takes a presentation with another signature, or for another request. */
async function seesThrough(presentation, { isBound, isForeign }, check, byStack) {
  const forged = [presentation.replace(/\.[^.~]{8}([^.~]*~)/, ".AAAAAAAA$1")];
  if (isBound) forged.push(presentation.replace(/\.[^.~]{8}([^.~]*)$/, ".AAAAAAAA$1"));
  for (const text of forged) {
    assert.notEqual(text, presentation);
    assert.equal(verifier.safeCheck(text, check).ok, false);
    for (const module of modules) assert.equal(module(text, check).ok, false);
    if (isForeign) continue;
    await assert.rejects(stack(text, byStack));
    await assert.rejects(listed(text, byStack));
  }
}

function printComparison() {
  const width = 20;
  console.log("\n" + "the holder's key".padEnd(46) + columns.map(({ name }) => name.padStart(width)).join(""));
  for (const name of names) {
    const cells = columns.map(({ medians }) => {
      const by = ratio(medians[name], medians[WEBCRYPTO]);
      return `${medians[name]?.toFixed(0) ?? "-"}  ${by}`.padStart(width);
    });
    console.log(name.padEnd(46) + cells.join(""));
  }
  for (const name of [STACK, LISTED]) {
    const cells = columns.map(({ medians }) => ratio(medians[name], medians[PACKAGE]).padStart(width));
    console.log(`${name}: by the package's`.padEnd(46) + cells.join(""));
  }
}

function ratio(time, to) {
  const by = time / to;
  return (Number.isNaN(by) ? "" : `${by.toFixed(2)} ×`).padStart(7);
}

function printStages() {
  const algorithms = Object.keys(stages);
  console.log("the holder's key".padEnd(26) + algorithms.map((alg) => alg.padStart(20)).join(""));
  const [first] = algorithms;
  for (const [i, [name]] of stages[first].stages.entries()) {
    const cells = algorithms.map((alg) => share(stages[alg].stages[i][1], stages[alg].unbound));
    console.log(name.padEnd(26) + cells.join(""));
  }
  console.log("unbound, as a whole".padEnd(26) + algorithms.map((alg) => share(stages[alg].unbound, stages[alg].unbound)).join(""));
  console.log("key binding, on top".padEnd(26) + algorithms.map((alg) => share(stages[alg].binding, stages[alg].unbound)).join(""));
}

function share(time, whole) {
  return `${time.toFixed(1)}  ${((100 * time) / whole).toFixed(0).padStart(3)} %`.padStart(20);
}
