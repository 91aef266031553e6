// xinyi/authoring: what the command line says of programmes, byte for byte, and forecasts.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import vm from "node:vm";
import * as xinyi from "xinyi";
import * as authoring from "xinyi/authoring";
import { countCases, guideBlock, loadCases } from "./authoring-cases.js";
import { command, makePlatform } from "./demo-platform.js";
import { loadVectors, root } from "./load-vectors.js";
import { runAuthoring } from "./run-authoring.js";

const require = createRequire(import.meta.url);
const forms = [["ES modules", xinyi, authoring], ["CommonJS", require("xinyi"), require("xinyi/authoring")]];
const { lint, tryProgramme, testProgramme, renderProgramme, fromTable, toTable, forecast } = authoring;

const { read, platform } = makePlatform("test-authoring");
const { now, audience, nonce } = platform;
const create = { root: read(platform.root), snapshot: read(platform.snapshot), now, allowDemoRoot: true };
const verifier = xinyi.createVerifierSync(create);

const programme = guideBlock("json programme.json");
const facts = guideBlock("json facts.json");
const trial = { now: "2026-11-22T12:00:00Z" };

function thrown(call) {
  try {
    call();
  } catch (error) {
    assert.ok(xinyi.isXinyiError(error), error);
    return error;
  }
  return assert.fail("nothing was thrown");
}

const frozen = (value) => Object.isFrozen(value) && Object.values(value).every((v) => typeof v !== "object" || v === null || frozen(v));

const cases = loadCases("test-authoring-cases");

for (const [form, api, authoring] of forms) {
  test(`lints, trials and forecasts in Node, ${form}`, (t) => {
    const { ran, outcomes, problems } = runAuthoring(api, authoring, cases);
    assert.equal(problems.join("\n"), "");
    assert.equal(ran, countCases(cases));
    for (const outcome of ["granted", "not_granted", "undetermined", "not_applicable", "format.json", "input.options", "programme.schema"]) {
      assert.ok(outcomes.includes(outcome), outcomes.join());
    }
    t.diagnostic(`${ran} cases`);
  });
}

test("the cases are many, and of every kind", () => {
  const { lints, trials, forecasts } = cases;
  assert.ok(lints.length > 300 && trials.length > 200 && forecasts.length > 200, [lints, trials, forecasts].map(({ length }) => length).join());
  const found = lints.map(({ native }) => JSON.parse(native));
  const codes = (which) => [...new Set(found.flatMap((findings) => findings[which].map(({ code }) => code)))].sort();
  assert.ok(codes("errors").length >= 8, codes("errors").join());
  assert.deepEqual(codes("warnings"), ["programme.absent", "programme.constant", "programme.empty_list", "programme.language", "programme.max_age", "programme.not_analysed", "programme.unused", "programme.value"]);
  for (const code of ["programme.never", "programme.unreachable"]) assert.ok(codes("defects").includes(code), codes("defects").join());
  for (const { message, messages, code } of found.flatMap(({ errors, defects, warnings }) => [...errors, ...defects, ...warnings])) {
    assert.ok(message && messages["zh-CN"] && messages.en === message, code);
  }
  // Of those that turn, some are decided otherwise a second later.
  const turns = forecasts.filter(({ times: [, before, then] }) => then && before.at + 1 === then.at);
  const turned = turns.filter(({ times }) => new Set(times.slice(1).map(({ native }) => JSON.parse(native).outcome)).size === 2);
  assert.ok(turned.length > 10, `${turned.length} of ${turns.length}`);
});

test("both forms have the same exports, and the main entry none of them, but an init of its own", () => {
  for (const [, main, authoring] of forms) {
    const { init, ...others } = authoring;
    assert.deepEqual(Object.keys(others).sort(), ["compare", "forecast", "fromTable", "identify", "lint", "renderProgramme", "testProgramme", "toTable", "tryProgramme"]);
    for (const name of Object.keys(others)) assert.ok(!(name in main), name);
    assert.notEqual(init, main.init);
  }
});

test("documents as bytes and as parsed objects say the same as their text", () => {
  const bytes = (text) => new TextEncoder().encode(text);
  const found = JSON.stringify(lint(programme));
  const tried = JSON.stringify(tryProgramme(programme, facts, trial));
  for (const form of [bytes, JSON.parse, Buffer.from, (text) => vm.runInNewContext(`(${text})`)]) {
    assert.equal(JSON.stringify(lint(form(programme))), found);
    assert.equal(JSON.stringify(tryProgramme(form(programme), form(facts), trial)), tried);
  }
  assert.match(tried, /"tier":"half-time".*"evidence":\{"verified":false,"decided_at":"2026-11-22T12:00:00Z","law":\{"edition":"[-0-9]+","version":[0-9]+\},"engine":"xinyi\//);
});

test("constants are told by the table of regions, the checks of codes and the bounds of claims", () => {
  const found = (condition) => {
    const { errors, warnings } = lint({ ...JSON.parse(programme), applies_when: condition });
    return [errors, warnings].map((findings) => findings.map(({ code, details: { pointer, ...details } }) => ({ code, ...details })));
  };
  const equal = (path, value) => ({ "==": [{ var: `credit.${path}` }, value] });
  for (const [path, value, problem, suggestion] of [
    ["subject.residence", "浦东新区", "region", "310115"],
    ["subject.residence", "３１０１１５", "region", "310115"],
    ["registration.status", "Normal", "token", "normal"],
  ]) {
    assert.deepEqual(found(equal(path, value)), [[{ code: "programme.value", value, problem, suggestion }], []]);
  }
  for (const [path, value, problem] of [
    ["subject.residence", "990000", "region_unknown"],
    ["subject.residence", "310199", "region_unknown"],
    ["subject.residence", "310108", "region_ended"],
    ["subject.id", "91350100M000100Y44", "identity_code"],
  ]) {
    const [errors, [warning, ...others]] = found(equal(path, value));
    assert.deepEqual([errors, warning?.code, warning?.problem, others], [[], "programme.value", problem, []], value);
  }
  assert.deepEqual(found(equal("subject.residence", "100000")), [[], []]);
  const { defects } = lint({ ...JSON.parse(programme), applies_when: { "after": [{ var: "credit.subject.established" }, "2099-12-31"] } });
  assert.ok(defects.some(({ code, details }) => code === "programme.never" && details.pointer === "/applies_when"), JSON.stringify(defects));
  const time = { "after": [{ var: "credit.subject.established" }, "2025-12-31T16:00:00Z"] };
  assert.equal(found(time)[0][0].suggestion, "2026-01-01");
});

/** Programmes of the library: of one score, of bands and lists, of promises and days, of a firm and its officer. */
const inLibrary = ["xinyi-zu.bike-shanghai", "xinyi-you.volunteers-guangxi", "xinyi-pi.simple-deregistration", "xinyi-dai.bank-tax"];
const ofLibrary = (file) => readFileSync(`${root}src/programme/builtin/${file}`, "utf8");

/** What `xinyi programme` prints, whatever its exit status. */
function printed(folder, ...args) {
  const { stdout, stderr } = spawnSync(command, ["programme", ...args], { encoding: "utf8", cwd: folder, maxBuffer: 1 << 26 });
  assert.equal(stderr, "");
  return stdout;
}

test("cases come out as on the command line, byte for byte, those that fail too", () => {
  const folder = mkdtempSync(join(tmpdir(), "xinyi-cases-"));
  for (const id of inLibrary) {
    const text = ofLibrary(`${id}.json`);
    const sound = ofLibrary(`${id}.cases.json`);
    const wrong = JSON.parse(sound);
    wrong.cases = wrong.cases.slice(0, 4);
    wrong.cases[0].expect = { outcome: "not_applicable" };
    wrong.cases[1].with = { credit: { as_of: "yesterday" } };
    for (const [cases, failed] of [[sound, 0], [JSON.stringify(wrong), 2]]) {
      writeFileSync(join(folder, `${id}.json`), text);
      writeFileSync(join(folder, `${id}.cases.json`), cases);
      const [{ file, cases_file, ...native }] = JSON.parse(printed(folder, "test", "--json", `${id}.json`));
      assert.deepEqual([file, cases_file], [`${id}.json`, `${id}.cases.json`]);
      const report = testProgramme(text, cases);
      assert.equal(JSON.stringify(report), JSON.stringify(native));
      assert.equal(report.cases.filter(({ ok }) => !ok).length, failed, id);
      assert.ok(frozen(report));
      if (failed) assert.ok(report.cases[0].decision.reasons.every(({ message }) => message["zh-CN"]) && report.cases[1].error.message);
    }
    assert.equal(thrown(() => testProgramme(text, ofLibrary("xinyi-gou.bookshop.cases.json"))).code, "programme.cases");
  }
});

test("a programme reads as on the command line, in both languages and forms", () => {
  for (const id of inLibrary) {
    const file = `${root}src/programme/builtin/${id}.json`;
    for (const language of ["zh-CN", "en"]) {
      for (const format of ["text", "markdown"]) {
        const native = printed(".", "render", file, "--lang", language, "--format", format);
        assert.equal(renderProgramme(ofLibrary(`${id}.json`), { language, format }).trimEnd(), native.trimEnd());
      }
    }
    assert.equal(renderProgramme(JSON.parse(ofLibrary(`${id}.json`))), renderProgramme(ofLibrary(`${id}.json`), { language: "zh-CN", format: "text" }));
  }
  for (const [pointer, options] of [["/language", { language: "fr" }], ["/language", { language: "__proto__" }], ["/format", { format: "html" }], ["/lang", { lang: "en" }], ["", 7]]) {
    assert.deepEqual([thrown(() => renderProgramme(programme, options))].map(({ code, details }) => [code, details.pointer]), [["input.options", pointer]]);
  }
  assert.equal(thrown(() => renderProgramme("{}")).code, "programme.schema");
});

test("a programme becomes a table and itself again, and what is wrong in a cell is told by the cell", () => {
  for (const id of inLibrary) {
    const rows = toTable(ofLibrary(`${id}.json`));
    const table = fromTable(rows);
    assert.deepEqual([table.errors, table.defects], [[], []]);
    assert.deepEqual(table.programme, JSON.parse(ofLibrary(`${id}.json`)));
    assert.ok(frozen(table));
  }
  const rows = toTable(ofLibrary("xinyi-zu.bike-shanghai.json"));
  const at = rows.findIndex(([name]) => name === "版本");
  rows[at][1] = "１";
  const { programme, errors } = fromTable(rows);
  assert.equal(programme, null);
  assert.deepEqual(errors.map(({ code, details }) => [code, details.problem, details.cell]), [["programme.table", "full_width", `B${at + 1}`]]);
  assert.ok(errors[0].messages["zh-CN"].includes(`B${at + 1}`) && errors[0].message.includes(`B${at + 1}`));
  for (const [pointer, rows] of [["/rows", "a,b"], ["/rows/1", [[], "b"]], ["/rows/0/1", [["a", 1]]], ["/rows/0/0", [[null]]]]) {
    const { code, details } = thrown(() => fromTable(rows));
    assert.deepEqual([code, details.pointer], ["input.options", pointer]);
  }
  assert.equal(thrown(() => toTable("{}")).code, "programme.schema");
});

test("what is no document is refused at its place, and never stringified", () => {
  class Own {
    toJSON() {
      return assert.fail("it was stringified");
    }
  }
  for (const document of [undefined, null, 7, 7n, true, Symbol("x"), () => "x", new String("{}"), new ArrayBuffer(8), [], new Map(), new Own()]) {
    for (const [pointer, call] of [
      ["/programme", () => lint(document)],
      ["/programme", () => tryProgramme(document, facts, trial)],
      ["/facts", () => tryProgramme(programme, document, trial)],
    ]) {
      const { code, stage, details } = thrown(call);
      assert.deepEqual([code, stage, details.pointer], ["input.options", "input", pointer]);
    }
  }
  const hidden = { credit: { evaluations: new Map() } };
  assert.equal(thrown(() => tryProgramme(programme, hidden, trial)).details.pointer, "/facts/credit/evaluations");
});

test("bytes that are not UTF-8, and texts that are too long, are refused as the core would", () => {
  for (const [stage, call] of [["programme", lint], ["programme", (d) => tryProgramme(d, facts, trial)], ["input", (d) => tryProgramme(programme, d, trial)]]) {
    const { code, stage: found, details } = thrown(() => call(Uint8Array.from([0x7b, 0xff])));
    assert.deepEqual([code, found, details], ["format.utf8", stage, { offset: 1 }]);
    const limit = stage === "programme" ? 64 * 1024 : 16 * 1024 * 1024;
    // Of code units it has few enough, so this one is the core's answer.
    const core = thrown(() => call("信".repeat(limit / 3 + 1)));
    assert.deepEqual([core.code, core.stage, core.details.limit], ["limit.bytes", stage, limit]);
    for (const long of ["x".repeat(limit + 1), new Uint8Array(limit + 1)]) {
      const { details, ...rest } = thrown(() => call(long)).toJSON();
      assert.deepEqual(details, { limit, found: limit + 1 });
      assert.deepEqual({ ...rest, details: core.details }, core.toJSON());
    }
    assert.notEqual(thrown(() => call("x".repeat(limit))).code, "limit.bytes");
  }
});

test("options of a trial are checked as those of a check are", (t) => {
  const tried = (options) => tryProgramme(programme, facts, options);
  const refused = (options) => {
    const { code, details } = thrown(() => tried(options));
    return [code, details.pointer];
  };
  for (const options of [{ explain: "all" }, { explain: null }, { explain: 1 }, { explain: Symbol("x") }]) assert.deepEqual(refused({ ...trial, ...options }), ["input.options", "/explain"]);
  for (const now of ["noon", NaN, null, -1, 1e12, "2026-11-22", new Date(NaN)]) assert.deepEqual(refused({ now }), ["input.options", "/now"]);
  for (const name of ["holder", "programme", "at", "request", "Now", "__proto__", "constructor"]) {
    assert.deepEqual(refused(JSON.parse(`{"now":0,${JSON.stringify(name)}:null}`)), ["input.options", `/${name}`]);
  }
  for (const options of ["full", 7, []]) assert.deepEqual(refused(options), ["input.options", ""]);
  assert.equal(JSON.stringify(tried({ ...trial, explain: undefined })), JSON.stringify(tried({ ...trial, explain: "codes" })));
  assert.notEqual(JSON.stringify(tried({ ...trial, explain: "full" })), JSON.stringify(tried(trial)));
  assert.equal(JSON.stringify(tried({ now: Date.parse(trial.now) / 1000 })), JSON.stringify(tried(trial)));
  t.mock.method(Date, "now", () => Date.parse(trial.now) + 999);
  for (const options of [undefined, null, {}, { now: undefined }]) assert.equal(JSON.stringify(tried(options)), JSON.stringify(tried(trial)));
});

test("what they give is frozen at every depth, errors too", () => {
  assert.ok(frozen(lint("{}")) && lint("{}").errors.length > 0);
  assert.ok(frozen(tryProgramme(programme, facts, { ...trial, explain: "full" })));
  assert.ok(frozen(thrown(() => tryProgramme("{}", facts, trial)).errors));
});

// The firm's penalty stops counting on a day that the decision names.
const bundle = platform.bundles.find(({ file }) => /firm-penalised/.test(file));
const options = { programme: bundle.programme, request: bundle.request, holder: { audience, nonce }, now, explain: "full" };
const presentation = read(bundle.file);
const seconds = (time) => Date.parse(time) / 1000;

test("the forecast of the day that a decision names is a grant, and of a second before it is not", () => {
  const decision = verifier.check(presentation, options);
  assert.equal(decision.outcome, "not_granted");
  const turn = seconds(decision.eligible_from);
  assert.ok(turn > now);
  const outcome = (at) => forecast(verifier, presentation, { ...options, at }).outcome;
  assert.deepEqual([outcome(now), outcome(turn - 1), outcome(turn), outcome(decision.eligible_from)], ["not_granted", "not_granted", "granted", "granted"]);
});

test("a forecast says that it is one, and at every time says when", () => {
  const { evidence: verified } = verifier.check(presentation, options);
  const inChina = new Date((now + 3 * 365 * 86_400 + 28_800) * 1000).toISOString().slice(0, 19) + "+08:00";
  for (const at of [now, new Date((now + 86_400) * 1000), inChina]) {
    const then = forecast(verifier, presentation, { ...options, at });
    assert.ok(frozen(then));
    const decided_at = new Date(typeof at === "number" ? at * 1000 : at).toISOString().replace(".000Z", "Z");
    assert.deepEqual(then.evidence, { ...verified, verified: false, projection: true, decided_at });
    for (const { message } of then.reasons) assert.ok(message.en && message["zh-CN"]);
  }
});

test("options of a forecast are those of a check and the time, checked as strictly", () => {
  const refused = (change, { at = now, ...given } = {}) => {
    const { code, details } = thrown(() => forecast(verifier, presentation, { ...options, at, ...given, ...change }));
    return [code, details.pointer];
  };
  assert.deepEqual(refused({ holder: undefined })[0], "input.holder");
  assert.deepEqual(refused({ holder: "certificate" })[0], "programme.certificate_benefit");
  assert.deepEqual(refused({ commitments: [7] }), ["input.options", "/commitments"]);
  assert.deepEqual(refused({ subject: undefined }), ["input.options", "/subject"]);
  assert.deepEqual(refused({ nosuch: 1 }), ["input.options", "/nosuch"]);
  assert.deepEqual(refused({ explain: "all" }), ["input.options", "/explain"]);
  assert.deepEqual(refused({ now: "noon" }), ["input.options", "/now"]);
  assert.deepEqual(refused({ statusLists: [7] }), ["input.options", "/statusLists/0"]);
  assert.deepEqual(refused({ at: now - 1 }), ["input.options", "/at"]);
  assert.deepEqual(refused({ at: undefined }), ["input.options", "/at"]);
  for (const at of ["noon", NaN, null, now * 1000, {}, new Date(NaN)]) assert.deepEqual(refused({ at }), ["input.options", "/at"]);
  // A check knows nothing of another time.
  const { error } = verifier.safeCheck(presentation, { ...options, at: now });
  assert.deepEqual([error.code, error.details.pointer], ["input.options", "/at"]);
});

test("a forecast takes a verifier of the main entry, and nothing else", () => {
  const later = { ...options, at: now };
  for (const other of [undefined, null, 7, {}, { ...verifier }, Object.create(verifier), require("xinyi").createVerifierSync(create)]) {
    const { code, details } = thrown(() => forecast(other, presentation, later));
    assert.deepEqual([code, details.pointer], ["input.options", "/verifier"]);
  }
  const { createVerifierSync, XinyiError } = require("xinyi");
  const cjs = require("xinyi/authoring");
  assert.equal(cjs.forecast(createVerifierSync(create), presentation, later).outcome, "not_granted");
  assert.throws(() => cjs.lint("{"), XinyiError);
  assert.throws(() => lint("{"), xinyi.XinyiError);
});

test("what is refused today has no forecast, and the same errors", () => {
  const codes = new Set();
  for (const { name, platform, create, bundle, bundles, check, steps } of loadVectors()) {
    if (steps || name.startsWith("attack/")) continue;
    let verifier;
    try {
      verifier = xinyi.createVerifierSync({ ...platform, ...create });
    } catch {
      continue;
    }
    const result = verifier.safeCheck(bundles ?? bundle, check);
    if (result.ok) continue;
    const { errors } = thrown(() => forecast(verifier, bundles ?? bundle, { ...check, at: check.now + 30 * 86_400 }));
    // It has one option more to name.
    assert.equal(JSON.stringify(errors).replaceAll("explain, at", "explain"), JSON.stringify(result.errors), name);
    codes.add(result.error.code);
  }
  assert.ok(codes.size > 40, [...codes].join());
});
