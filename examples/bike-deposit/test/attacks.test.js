// What a phone may send to get a deposit waived that is not due. None of it is granted, and the bike stays locked.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createServer as createVite } from "vite";
import { createDemo } from "../demo/platform.js";
import { add, replace } from "../server/files.js";
import { settle } from "../server/money.js";
import { prune } from "../server/records.js";
import { Rides } from "../server/rides.js";
import { AUDIENCE } from "../server/terms.js";
import { open } from "./harness.js";

/** The command line, by which records are decided again and deleted. One that is named has to be there. */
const xinyi = process.env.XINYI;
const withoutCommandLine = xinyi ? false : "XINYI names no command line";
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
});

test("the command line decides a record again, and deletes it after its last day", { skip: withoutCommandLine }, async (t) => {
  const app = await open(t);
  const ride = await begin(app);
  await answer(app, ride, alone(present(app, "zhang-gold", ride)));
  const folder = join(app.folder, "decisions");
  const records = () => readdirSync(join(folder, "records"));
  const [name] = records();
  const replayed = JSON.parse(execFileSync(xinyi, ["replay", "--json", join(folder, "records", name)], { encoding: "utf8" }));
  assert.deepEqual([replayed.verdict, replayed.damaged], ["same", []]);
  // The last day is over at midnight in China: 2027-02-16, 16:00 UTC.
  const end = Date.parse("2027-02-16T16:00:00Z") / 1_000;
  await prune(folder, end - 1, xinyi);
  assert.deepEqual(records(), [name]);
  await prune(folder, end, xinyi);
  assert.deepEqual(records(), []);
  await prune(join(app.folder, "none"), end, xinyi);
});

test("a nonce is good once", async (t) => {
  const app = await open(t);
  const first = await begin(app);
  const presentation = alone(present(app, "zhang-gold", first));
  const answered = await answer(app, first, presentation);
  assert.equal(answered.body.state, "unlocked");
  // Who has lost the answer gets it, and nothing is decided a second time.
  assert.deepEqual(await answer(app, first, presentation), answered);
  assert.equal(readdirSync(join(app.folder, "decisions/records")).length, 1);
  const other = alone(present(app, "li-silver", first));
  assert.deepEqual(await answer(app, first, other), { status: 409, body: { refused: "ride.answered" } });
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
  const bodies = [{ decision }, { presentation: decision }, { presentation: ["a"] }, [], null].map((body) => JSON.stringify(body));
  for (const text of [...bodies, '{"__proto__":{"presentation":"a"}}', '{"presentation":"a"', ""]) {
    const ride = await begin(app);
    const answered = await app.send("POST", `/api/rides/${ride.ride}/presentation`, text);
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

  app.demo.fetchSnapshot = async () => app.demo.platform.snapshot();
  await app.till.refresh();
  await app.close();

  // Started anew with what the till has stored, and offered the old one: what it knows stays, and it says so.
  const logged = [];
  app.demo.fetchSnapshot = async () => old;
  const again = await open(t, { folder, demo: app.demo, log: (message) => logged.push(message) });
  assert.equal(again.till.verifier.report.manifest.result, "kept");
  const next = await begin(again);
  const { body } = await answer(again, next, alone(present(again, "zhang-gold", next)));
  assert.deepEqual([body.decision?.outcome, body.state], ["granted", "unlocked"]);
});

test("a till starts without the platform, with what it has stored or for deposits alone", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bike-deposit-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const demo = await createDemo("tests");
  const logged = [];
  const log = (message) => logged.push(message);
  const { fetchSnapshot } = demo;
  demo.fetchSnapshot = async () => {
    throw new Error("the platform is down");
  };
  // The first start of all: nothing is known yet.
  const first = await open(t, { folder, demo, log });
  assert.deepEqual(logged, ["the snapshot was not refreshed"]);
  const { status, body } = await first.call("POST", "/api/rides", { bike: BIKE });
  assert.deepEqual([status, body.state, body.due, body.request], [200, "due", "99.00", undefined]);
  assert.equal((await first.call("POST", `/api/rides/${body.ride}/presentation`, { presentation: "a" })).status, 409);
  assert.equal((await first.call("POST", `/api/rides/${body.ride}/deposit`, { amount: "99.00" })).body.state, "unlocked");
  demo.fetchSnapshot = fetchSnapshot;
  await first.till.refresh();
  await first.close();

  demo.fetchSnapshot = async () => "half of a snapsh";
  logged.length = 0;
  const second = await open(t, { folder, demo, log });
  assert.deepEqual(logged, ["a part of the snapshot is refused: snapshot"]);
  const ride = await begin(second);
  assert.equal((await answer(second, ride, alone(present(second, "zhang-gold", ride)))).body.state, "unlocked");
});

test("whoever has lost an answer learns how the ride stands, and pays once", async (t) => {
  let elapsed = 0;
  const app = await open(t, { elapsed: () => elapsed });
  const ride = await begin(app);
  const path = `/api/rides/${ride.ride}`;
  const look = () => app.call("GET", path);
  assert.deepEqual([(await look()).body.state, typeof (await look()).body.request], ["asked", "string"]);
  const refused = await answer(app, ride, alone(present(app, "zhao-listed", ride)));
  assert.deepEqual(await look(), refused);
  const paid = await app.call("POST", `${path}/deposit`, { amount: "99.00" });
  assert.deepEqual([paid.body.state, paid.body.paid, paid.body.decision], ["unlocked", "99.00", refused.body.decision]);
  assert.deepEqual(await look(), paid);
  // The same again, as a phone sends it that has had no answer.
  assert.deepEqual(await app.call("POST", `${path}/deposit`, { amount: "99.00" }), paid);
  elapsed = 900_000;
  assert.deepEqual(await look(), paid);
  const returned = await app.call("DELETE", path);
  assert.deepEqual([returned.body.state, returned.body.refunded, returned.body.paid], ["returned", "99.00", undefined]);
  assert.deepEqual([await look(), await app.call("DELETE", path)], [returned, returned]);
  assert.equal(app.till.bikes.get(BIKE).inUse, false);
  // Somebody else rides: the first one has nothing to do with that bike any more.
  const other = await begin(app);
  await answer(app, other, alone(present(app, "zhang-gold", other)));
  await app.call("DELETE", path);
  assert.equal(app.till.bikes.get(BIKE).inUse, true);
  elapsed += 300_001;
  assert.equal((await look()).status, 404);
  const answered = await fetch(app.url + path);
  assert.equal(answered.headers.get("cache-control"), "no-store");
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
  for (let i = 0; i < 1_000; i += 1) assert.ok(app.till.begin(BIKE).request);
  // Full of those who have not answered: there are bikes all the same, for their deposit.
  const { status, body } = await app.call("POST", "/api/rides", { bike: BIKE });
  assert.deepEqual([status, body.state, body.request], [200, "due", undefined]);
  assert.equal((await app.call("POST", `/api/rides/${body.ride}/deposit`, { amount: "99.00" })).body.state, "unlocked");
  elapsed *= 3;
  const later = await app.call("POST", "/api/rides", { bike: "20071" });
  assert.deepEqual([later.status, later.body.state], [200, "asked"]);
});

test("bikes that are out take no room from those who ask", () => {
  const rides = new Rides(() => 0);
  const begun = { bike: BIKE, deposit: "99.00", request: { nonce: "n", text: "t" } };
  for (let i = 0; i < 1_000; i += 1) rides.begin(begun).state = "unlocked";
  assert.equal(rides.mayAsk, true);
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

test("a file is there whole or not at all, and one that is needed anew is dated anew", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bike-deposit-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "documents", "a.json");
  // What cannot be written leaves nothing behind.
  for (const write of [add, replace]) assert.throws(() => write(path, /** @type {any} */ (undefined)), TypeError);
  assert.deepEqual(readdirSync(join(folder, "documents")), []);
  const text = "信".repeat(3_000_000);
  add(path, text);
  assert.equal(readFileSync(path, "utf8"), text);
  const before = new Date("2020-01-01T00:00:00Z");
  utimesSync(path, before, before);
  add(path, text);
  // Else a prune beside it would take a document that a record is about to need.
  assert.ok(statSync(path).mtime > before);
  assert.throws(() => add(path, "another"), { code: "EEXIST" });
  assert.deepEqual(readdirSync(join(folder, "documents")), ["a.json"]);
});

test("benefits of every kind are told in words", async (t) => {
  const vite = await createVite({ server: { middlewareMode: true, ws: false }, appType: "custom", logLevel: "silent", optimizeDeps: { noDiscovery: true } });
  t.after(() => vite.close());
  const { wordsIn } = await vite.ssrLoadModule("/src/words.ts");
  const [zh, en] = [await wordsIn("zh-CN"), await wordsIn("en")];
  const money = { currency: "CNY", amount: "12345.60" };
  const texts = (chinese, english) => ({ "zh-CN": chinese, en: english });
  for (const [benefit, chinese, english] of [
    [{ kind: "discount", percent_off: 15 }, "享 8.5 折", "15 % off the price"],
    [{ kind: "discount", percent_off: 100 }, "免费", "Free of charge"],
    [{ kind: "perk", code: "a", text: texts("免费停车", "Free parking") }, "免费停车", "Free parking"],
    [{ kind: "fast_track", lane: texts("绿色通道", "green lane"), documents_waived: false }, "按“绿色通道”办理", "Handled in the “green lane”"],
    [{ kind: "free_allowance", quantity: 2, unit: texts("小时", "hours") }, "免费使用 2 小时", "2 hours for free"],
    [{ kind: "clean_record", field: "tax", period: "P2Y" }, "税务领域近 2 年没有依法可使用的失信记录", "No record in the field of taxes that may lawfully be used, in the last 2 years"],
    [{ kind: "deposit_waiver", max: money }, "免押金，最高 12,345.60 元", "No deposit, up to CNY 12,345.60"],
    [{ kind: "of_a_later_release" }, "of_a_later_release", "of_a_later_release"],
  ]) {
    assert.deepEqual([zh.benefit(benefit), en.benefit(benefit)], [chinese, english]);
  }
});
