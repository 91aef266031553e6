// What may be sent to the bank's routes. What is not the firm's, its officer's, or for this very application is refused.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createVerifier } from "xinyi";
import { createPlatform } from "xinyi/testing";
import { isBuilt, open } from "./harness.js";

/** The command line, by which records are decided again. One that is named has to be there. */
const xinyi = process.env.XINYI;
const skip = isBuilt ? false : "the app is not built: npm run build";
const AUDIENCE = "https://loans.bank.example";
const A_FIRM = "91310115MA1000367Y";
const ANOTHER = "91310115MA10001800";

/** The platform of a server that runs, as its wallets know it. */
async function platformOf(bank) {
  const demo = await (await fetch(`${bank.url}/api/demo`)).json();
  const platform = await createPlatform({ seed: demo.seed, now: demo.made });
  const verifier = await createVerifier({ root: platform.root, snapshot: platform.snapshot(), allowDemoRoot: true, now: demo.now });
  /** An application, answered by a wallet with everything that it has. */
  async function apply(name, { uscc = A_FIRM, amount = "500000.00", ...more } = {}) {
    const begun = await bank.call("/api/applications", { uscc, amount });
    assert.equal(begun.status, 200);
    const { nonce } = verifier.readPresentationRequest(begun.body.request);
    const wallet = platform.wallet(name);
    const everything = (bundle) => ["/subject/id", "/listings", ...(bundle === "officer" ? ["/subject/age_over"] : ["/subject/established", "/subject/officers", "/registration", "/evaluations/tax", "/penalties"])];
    const records = { "firm-officer-penalised": { credit: ["/penalties/0"] }, "firm-officer-listed": { officer: ["/listings/0"] } }[name] ?? {};
    const disclose = Object.fromEntries(["credit", "officer"].map((alias) => [alias, [...everything(alias), ...(records[alias] ?? [])]]));
    const presentation = wallet.present({ audience: AUDIENCE, nonce, disclose, now: demo.now, ...more });
    return { path: `/api/applications/${begun.body.application}/presentation`, presentation };
  }
  return { platform, apply, demo };
}

test("who qualifies pre-qualifies, who does not is told why, and both decisions come out again", { skip }, async (t) => {
  const bank = await open(t);
  const { apply } = await platformOf(bank);
  const cases = [
    ["firm-and-officer", {}, "granted", "a"],
    ["firm-officer-penalised", { uscc: ANOTHER }, "not_granted", null],
    ["firm-officer-listed", {}, "not_granted", null],
    ["firm-and-officer", { amount: "1000000.01" }, "not_granted", null],
  ];
  for (const [name, more, outcome, tier] of cases) {
    const { path, presentation } = await apply(name, more);
    const { status, body } = await bank.call(path, { presentation });
    assert.deepEqual([status, body.decision?.outcome, body.decision?.tier], [200, outcome, tier], JSON.stringify(body.error));
    const kept = join(bank.folder, "decisions/records", `${body.record}.json`);
    const record = JSON.parse(readFileSync(kept, "utf8"));
    assert.deepEqual([record.decision, record.presentation, record.options.subject], [body.decision, presentation, more.uscc ?? A_FIRM]);
    assert.equal(statSync(kept).mode & 0o077, 0);
  }
  // Root, snapshot and law, each once.
  assert.equal(readdirSync(join(bank.folder, "decisions/documents")).length, 3);
});

test("the command line decides each record again", { skip: skip || (xinyi ? false : "XINYI names no command line") }, async (t) => {
  const bank = await open(t);
  const { apply } = await platformOf(bank);
  for (const [name, uscc] of [["firm-and-officer", A_FIRM], ["firm-officer-penalised", ANOTHER]]) {
    const { path, presentation } = await apply(name, { uscc });
    const { record } = (await bank.call(path, { presentation })).body;
    const kept = join(bank.folder, "decisions/records", `${record}.json`);
    const replayed = JSON.parse(execFileSync(xinyi, ["replay", "--json", kept], { encoding: "utf8" }));
    assert.deepEqual([replayed.verdict, replayed.damaged], ["same", []]);
  }
});

test("one answer to one application, by its firm and its officer", { skip }, async (t) => {
  const bank = await open(t);
  const { apply, demo } = await platformOf(bank);
  const used = await apply("firm-and-officer");
  const first = await bank.call(used.path, { presentation: used.presentation });
  assert.equal(first.body.decision.outcome, "granted");
  // Who has lost the answer gets it, by asking for it or by sending the same; nothing is decided a second time.
  assert.deepEqual(await bank.call(used.path, { presentation: used.presentation }), first);
  const looked = await fetch(bank.url + used.path.replace("/presentation", ""));
  assert.deepEqual(await looked.json(), { state: "answered", ...first.body });
  assert.equal(looked.headers.get("cache-control"), "no-store");
  assert.equal(readdirSync(join(bank.folder, "decisions/records")).length, 1);
  const answered = { status: 409, body: { refused: "application.answered" } };
  const other = { credit: used.presentation.officer, officer: used.presentation.credit };
  assert.deepEqual(await bank.call(used.path, { presentation: other }), answered);
  const wrong = [
    ["binding.nonce", async () => ({ ...(await apply("firm-and-officer")), presentation: used.presentation })],
    ["binding.unlinked", () => apply("firm-other-officer", { uscc: ANOTHER })],
    // Of a firm that is not the one in the form.
    ["binding.subject", () => apply("firm-and-officer", { uscc: ANOTHER })],
    ["binding.audience", () => apply("firm-and-officer", { audience: "https://another-bank.example" })],
    ["signature.invalid", () => apply("firm-and-officer", { signer: "zhao-listed" })],
    ["binding.window", () => apply("firm-and-officer", { now: demo.now - 400 })],
    ["binding.missing", async () => {
      const { path, presentation } = await apply("firm-and-officer");
      return { path, presentation: { ...presentation, credit: presentation.credit.slice(0, presentation.credit.lastIndexOf("~") + 1) } };
    }],
  ];
  const records = () => readdirSync(join(bank.folder, "decisions/records")).length;
  const before = records();
  for (const [code, make] of wrong) {
    const { path, presentation } = await make();
    const look = async () => (await fetch(bank.url + path.replace("/presentation", ""))).json();
    assert.deepEqual(await look(), { state: "asked" });
    const { status, body } = await bank.call(path, { presentation });
    assert.deepEqual([status, body.error?.code, body.decision], [200, code, undefined]);
    assert.deepEqual(await look(), { state: "answered", ...body });
    assert.deepEqual(await bank.call(path, { presentation: used.presentation }), presentation === used.presentation ? { status, body } : answered);
  }
  assert.equal(records(), before);
});

test("what is no presentation, and no application, is told apart", { skip }, async (t) => {
  const bank = await open(t);
  const wrong = { status: 400, body: { refused: "request.wrong" } };
  for (const body of [null, [], "[", { uscc: A_FIRM }, { uscc: A_FIRM, amount: 500000 }, { uscc: A_FIRM, amount: "500000" }, { uscc: A_FIRM, amount: "-1.00" }, { uscc: "1", amount: "1.00" }]) {
    assert.deepEqual(await bank.call("/api/applications", body), wrong);
  }
  assert.deepEqual(await bank.call("/api/applications", { uscc: A_FIRM, amount: "1.00" }, "text/plain"), wrong);
  const path = "/api/applications/00000000-0000-4000-8000-000000000000/presentation";
  const decision = { outcome: "granted", tier: "a" };
  for (const body of [{ decision }, { presentation: "a" }, { presentation: { credit: "a" } }, { presentation: { credit: "a".repeat(140_000), officer: "b" } }]) {
    assert.deepEqual(await bank.call(path, body), wrong);
  }
  assert.equal((await fetch(bank.url + path.replace("/presentation", ""))).status, 404);
  assert.deepEqual(await bank.call(path, { presentation: { credit: "a", officer: "b" } }), { status: 404, body: { refused: "application.unknown" } });
});

test("state and records outlast the server", { skip }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bank-form-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const first = await open(t, folder);
  const before = await platformOf(first);
  const begun = await before.apply("firm-and-officer");
  await first.close();
  const second = await open(t, folder);
  const after = await platformOf(second);
  assert.equal(after.platform.root, before.platform.root);
  // An application of before is not answered any more; a new one is.
  assert.equal((await second.call(begun.path, { presentation: begun.presentation })).status, 404);
  const { path, presentation } = await after.apply("firm-and-officer");
  assert.equal((await second.call(path, { presentation })).body.decision.outcome, "granted");
});
