// What a phone may send to get a deposit waived that is not due. None of it is granted, and the bike stays locked.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createVerifier } from "xinyi";
import { settle } from "../server/money.js";
import { AUDIENCE, PROGRAMME } from "../server/till.js";
import { open } from "./harness.js";

const BIKE = "10023";

/** A ride that has begun, and the nonce of its request. */
async function begin(app, bike = BIKE) {
  const { body } = await app.call("POST", "/api/rides", { bike });
  const { nonce, audience } = app.till.verifier.readPresentationRequest(body.request);
  return { ride: body.ride, nonce, audience };
}

const answer = (app, { ride }, presentation) => app.call("POST", `/api/rides/${ride}/presentation`, { presentation });
const present = (app, name, { nonce }, more = {}) => app.demo.platform.wallet(name).present({ audience: AUDIENCE, nonce, ...more });
/** The bundle of one that is presented alone is what `present` gives, by alias. */
const alone = (presented) => (typeof presented === "string" ? presented : presented.credit);

/** Nothing is waived, the whole deposit is due, and the bike is locked; the rider may still pay. */
async function getsNothing(app, ride, { status, body }, code) {
  assert.deepEqual([status, body.error?.code, body.state, body.waived, body.due, body.decision], [200, code, "due", "0.00", "99.00", undefined]);
  assert.equal(app.till.bikes.get(BIKE).inUse, false);
  const paid = await app.call("POST", `/api/rides/${ride.ride}/deposit`, { amount: "99.00" });
  assert.deepEqual([paid.status, paid.body.state], [200, "unlocked"]);
}

test("who qualifies rides without a deposit, and the decision is kept so that it comes out again", async (t) => {
  const app = await open(t);
  const ride = await begin(app);
  const { body } = await answer(app, ride, alone(present(app, "zhang-gold", ride)));
  assert.deepEqual([body.decision.outcome, body.state, body.waived, body.due], ["granted", "unlocked", "99.00", "0.00"]);
  assert.equal(app.till.bikes.get(BIKE).inUse, true);

  const kept = join(app.folder, "decisions/records");
  const [name, ...others] = readdirSync(kept);
  assert.deepEqual(others, []);
  const record = JSON.parse(readFileSync(join(kept, name), "utf8"));
  assert.deepEqual(record.decision, body.decision);
  // By the command line, where it is there.
  const xinyi = process.env.XINYI;
  if (!xinyi || !existsSync(xinyi)) return t.diagnostic("not replayed: XINYI names no command line");
  const replayed = JSON.parse(execFileSync(xinyi, ["replay", "--json", join(kept, name)], { encoding: "utf8" }));
  assert.deepEqual([replayed.verdict, replayed.damaged], ["same", []]);
});

test("a nonce is good once", async (t) => {
  const app = await open(t);
  const first = await begin(app);
  const presentation = alone(present(app, "zhang-gold", first));
  assert.equal((await answer(app, first, presentation)).body.state, "unlocked");
  assert.deepEqual(await answer(app, first, presentation), { status: 409, body: { refused: "ride.answered" } });
  await app.call("DELETE", `/api/rides/${first.ride}`);
  assert.deepEqual(await answer(app, first, presentation), { status: 404, body: { refused: "ride.unknown" } });
  // And for no other ride.
  const second = await begin(app);
  await getsNothing(app, second, await answer(app, second, presentation), "binding.nonce");
});

test("a nonce that was answered wrongly is gone too", async (t) => {
  const app = await open(t);
  const ride = await begin(app);
  assert.equal((await answer(app, ride, "nonsense")).body.error.code, "format.structure");
  assert.deepEqual(await answer(app, ride, alone(present(app, "zhang-gold", ride))), { status: 409, body: { refused: "ride.answered" } });
  assert.equal(app.till.bikes.get(BIKE).inUse, false);
});

test("what was made for somebody else, or by somebody else, is refused", async (t) => {
  const app = await open(t);
  const cases = {
    "binding.audience": (ride) => present(app, "zhang-gold", ride, { audience: "https://another-till.example" }),
    "signature.invalid": (ride) => present(app, "zhang-gold", ride, { signer: "zhao-listed" }),
    "format.unreferenced_disclosure": (ride) => present(app, "chu-altered", ride),
    "trust.issuer": (ride) => present(app, "chen-stranger", ride),
    "status.invalid": (ride) => present(app, "wu-revoked", ride),
    "time.expired": (ride) => present(app, "feng-expired", ride),
    "binding.window": (ride) => present(app, "zhang-gold", ride, { now: app.demo.now() - 400 }),
    // A whole bundle that somebody found, which nobody has signed for this ride.
    "binding.missing": () => app.demo.platform.wallet("zhang-gold").bundle,
  };
  for (const [code, make] of Object.entries(cases)) {
    const ride = await begin(app);
    await getsNothing(app, ride, await answer(app, ride, alone(make(ride))), code);
    await app.call("DELETE", `/api/rides/${ride.ride}`);
  }
});

test("one character that was changed anywhere is refused", async (t) => {
  const app = await open(t);
  const length = alone(present(app, "zhang-gold", { nonce: app.till.verifier.createNonce() })).length;
  for (let at = 7; at < length; at += Math.floor(length / 12)) {
    const ride = await begin(app);
    const good = alone(present(app, "zhang-gold", ride));
    const bad = good.slice(0, at) + (good[at] === "A" ? "B" : "A") + good.slice(at + 1);
    const { body } = await answer(app, ride, bad);
    assert.deepEqual([body.state, body.waived, body.decision], ["due", "0.00", undefined], `at ${at}`);
  }
  assert.equal(app.till.bikes.get(BIKE).inUse, false);
});

test("a phone's own decision, and other bodies, are no presentation", async (t) => {
  const app = await open(t);
  const decision = { decision: 1, outcome: "granted", tier: "gold", benefit: { kind: "deposit_waiver", max: { currency: "CNY", amount: "299.00" } } };
  for (const body of [{ decision }, { presentation: decision }, { presentation: ["a"] }, [], null, { __proto__: { presentation: "a" } }]) {
    const ride = await begin(app);
    const answered = await app.call("POST", `/api/rides/${ride.ride}/presentation`, body);
    assert.deepEqual(answered, { status: 400, body: { refused: "request.wrong" } });
  }
  const ride = await begin(app);
  await getsNothing(app, ride, await answer(app, ride, JSON.stringify(decision)), "input.options");
  const large = await app.call("POST", `/api/rides/${ride.ride}/presentation`, { presentation: "a".repeat(70_000) });
  assert.equal(large.status, 413);
});

test("a snapshot that has expired grants nothing, and an older one is not taken, after a restart neither", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bike-deposit-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const app = await open(t, { folder });
  const old = app.demo.platform.snapshot();
  // Two days later: the till takes status lists of a day at most.
  const before = await app.demo.fetchSnapshot();
  app.demo.platform.refresh({ now: app.demo.platform.now + 2 * 86_400 });
  app.demo.fetchSnapshot = async () => before;
  const ride = await begin(app);
  await getsNothing(app, ride, await answer(app, ride, alone(present(app, "zhang-gold", ride))), "status.expired");
  await app.call("DELETE", `/api/rides/${ride.ride}`);

  app.till.verifier.load(app.demo.platform.snapshot(), { now: app.demo.platform.now });
  await app.till.verifier.saved;
  const state = JSON.parse(readFileSync(join(folder, "verifier.json"), "utf8"));
  assert.ok(state);
  // Started anew with what the till has stored, and offered the old one: what it knows stays.
  const again = await createVerifier({
    root: app.demo.platform.root,
    snapshot: old,
    storage: { get: () => readFileSync(join(folder, "verifier.json"), "utf8"), set: () => undefined },
    now: app.demo.platform.now,
    allowDemoRoot: true,
  });
  assert.equal(again.report.manifest.result, "kept");
  const nonce = again.createNonce();
  const holder = { audience: AUDIENCE, nonce };
  const granted = again.safeCheck(present(app, "zhang-gold", { nonce }), { programme: PROGRAMME, request: { deposit: "99.00" }, holder, now: app.demo.platform.now });
  assert.equal(granted.ok && granted.decision.outcome, "granted");
});

test("a bundle that was revoked a moment ago is refused, whatever the phone still believes", async (t) => {
  const app = await open(t);
  app.demo.platform.revoke("zhang-gold");
  const ride = await begin(app);
  // Until the till has fetched the new status list, it cannot know.
  await app.till.refresh();
  await getsNothing(app, ride, await answer(app, ride, alone(present(app, "zhang-gold", ride))), "status.invalid");
});

test("who does not qualify, or hides what counts, pays the deposit and rides", async (t) => {
  const app = await open(t);
  for (const [name, outcome] of [["zhao-listed", "not_granted"], ["qian-score-hidden", "undetermined"], ["firm-on-a-bike", "not_applicable"]]) {
    const ride = await begin(app);
    const { body } = await answer(app, ride, alone(present(app, name, ride)));
    assert.deepEqual([body.decision.outcome, body.state, body.waived, body.due], [outcome, "due", "0.00", "99.00"]);
    for (const amount of ["0.00", "98.99", "0099.00", ""]) {
      assert.deepEqual(await app.call("POST", `/api/rides/${ride.ride}/deposit`, { amount }), { status: 409, body: { refused: "ride.amount" } });
    }
    assert.equal((await app.call("POST", `/api/rides/${ride.ride}/deposit`, { amount: "99.00" })).body.state, "unlocked");
    await app.call("DELETE", `/api/rides/${ride.ride}`);
  }
});

test("a tier that waives less does not waive the dearer bike", async (t) => {
  const app = await open(t);
  const ride = await begin(app, "20071");
  const { body } = await answer(app, ride, alone(present(app, "li-silver", ride)));
  assert.deepEqual([body.decision.outcome, body.due], ["not_granted", "299.00"]);
});

test("a ride that takes too long is gone, and there is room for so many", async (t) => {
  let elapsed = 0;
  const app = await open(t, { elapsed: () => elapsed });
  const ride = await begin(app);
  elapsed = 300_001;
  assert.deepEqual(await answer(app, ride, alone(present(app, "zhang-gold", ride))), { status: 404, body: { refused: "ride.unknown" } });
  for (let i = 0; i < 1_000; i += 1) app.till.begin(BIKE);
  assert.deepEqual(await app.call("POST", "/api/rides", { bike: BIKE }), { status: 503, body: { refused: "till.busy" } });
  elapsed *= 3;
  assert.equal((await app.call("POST", "/api/rides", { bike: BIKE })).status, 200);
});

test("of two who chose one bike, one rides", async (t) => {
  const app = await open(t);
  const rides = [await begin(app), await begin(app)];
  assert.equal((await answer(app, rides[0], alone(present(app, "zhang-gold", rides[0])))).body.state, "unlocked");
  assert.deepEqual(await answer(app, rides[1], alone(present(app, "li-silver", rides[1]))), { status: 409, body: { refused: "bike.in_use" } });
  assert.equal((await app.call("POST", "/api/rides", { bike: BIKE })).status, 409);
  assert.equal((await app.call("POST", "/api/rides", { bike: "nowhere" })).status, 404);
});

test("amounts are exact", () => {
  const waiver = (amount, currency = "CNY") => ({ kind: "deposit_waiver", max: { currency, amount } });
  assert.deepEqual(settle("299.00", waiver("99.90")), { waived: "99.90", due: "199.10" });
  assert.deepEqual(settle("0.30", waiver("0.10")), { waived: "0.10", due: "0.20" });
  assert.deepEqual(settle("99.00", waiver("299.00")), { waived: "99.00", due: "0.00" });
  assert.deepEqual(settle("900719925474.09", waiver("900719925474.08")), { waived: "900719925474.08", due: "0.01" });
  assert.deepEqual(settle("99.00", waiver("299.00", "USD")), { waived: "0.00", due: "99.00" });
  assert.deepEqual(settle("99.00", { kind: "discount", percent_off: 100 }), { waived: "0.00", due: "99.00" });
  assert.deepEqual(settle("99.00", null), { waived: "0.00", due: "99.00" });
  assert.throws(() => settle("99", null), RangeError);
});
