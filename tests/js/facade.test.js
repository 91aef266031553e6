// What the JavaScript in front of the module does by itself.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";
import { buildSync } from "esbuild";
import * as xinyi from "xinyi";
import { loadVectors, root } from "./load-vectors.js";

const vector = loadVectors().find(({ expect }) => expect.outcome === "granted");
const create = { ...vector.platform, ...vector.create };
const verifier = xinyi.createVerifierSync(create);
const decide = (options) => verifier.safeCheck(vector.bundle, { ...vector.check, ...options });
const expected = JSON.stringify(decide({}));

const frozen = (value) => Object.isFrozen(value) && Object.values(value).every((v) => typeof v !== "object" || v === null || frozen(v));

test("the sample decides", () => {
  assert.match(expected, /^\{"ok":true,"decision":\{"decision":1,"outcome":"granted"/);
});

test("check returns what safeCheck has as decision, and throws what it has as error", () => {
  assert.equal(JSON.stringify(verifier.check(vector.bundle, vector.check)), JSON.stringify(decide({}).decision));
  const { error, errors } = verifier.safeCheck("~", vector.check);
  assert.throws(
    () => verifier.check("~", vector.check),
    (thrown) => {
      assert.ok(thrown instanceof xinyi.XinyiError && thrown instanceof Error && xinyi.isXinyiError(thrown));
      assert.equal(thrown.name, "XinyiError");
      assert.equal(thrown.message, error.message);
      assert.equal(JSON.stringify(thrown), JSON.stringify(error));
      assert.deepEqual(thrown.errors, errors);
      for (const name of ["code", "stage", "details", "messages"]) assert.deepEqual(thrown[name], error[name]);
      return true;
    },
  );
});

test("now in every form is the same instant", () => {
  const seconds = vector.check.now;
  const utc = new Date(seconds * 1000).toISOString();
  const east = new Date((seconds + 8 * 3600) * 1000).toISOString().replace("Z", "+08:00");
  const west = new Date((seconds - 5.5 * 3600) * 1000).toISOString().replace(/\.\d+Z/, "-05:30");
  for (const now of [seconds, seconds + 0.9, new Date(seconds * 1000), vm.runInNewContext(`new Date(${seconds * 1000})`), utc, east, west]) {
    assert.equal(JSON.stringify(decide({ now })), expected, String(now));
  }
});

test("when a presentation was received is told in every form, and what is no time is refused", () => {
  const bound = loadVectors().find(({ name }) => name === "binding/by-es256");
  const own = xinyi.createVerifierSync({ ...bound.platform, ...bound.create });
  const { holder, now } = bound.check;
  const later = (holder) => own.safeCheck(bound.bundle, { ...bound.check, now: now + 3600, holder });
  const received = (presentedAt) => later({ ...holder, presentedAt });
  assert.equal(later(holder).error.code, "binding.window");
  for (const time of [now, new Date(now * 1000), new Date(now * 1000).toISOString()]) {
    assert.equal(received(time).decision?.outcome, "granted", String(time));
  }
  assert.equal(received(now - 61).error.code, "binding.window");
  for (const [time, problem] of [[now * 1000, "milliseconds"], ["yesterday", "time_expected"], [null, "time_expected"]]) {
    const { error } = received(time);
    assert.equal(error.code, "input.options");
    assert.deepEqual(error.details, { pointer: "/holder/presentedAt", problem });
  }
});

test("now in other forms is refused", () => {
  for (const now of [
    vector.check.now * 1000,
    -1,
    NaN,
    Infinity,
    null,
    true,
    {},
    "",
    "2026-11-22",
    "2026-11-22 08:00:00Z",
    "2026-11-22T08:00:00",
    "2026-02-30T08:00:00Z",
    "2026-13-01T08:00:00Z",
    "2026-11-22T24:00:00Z",
    "2026-11-22T08:60:00Z",
    "2026-11-22T08:00:60Z",
    "2026-11-22T08:00:00.Z",
    "2026-11-22T08:00:00+24:00",
    new Date(NaN),
  ]) {
    const { error } = decide({ now });
    assert.equal(error?.code, "input.options", String(now));
    assert.equal(error.details.pointer, "/now");
    assert.equal(error.details.problem, Number.isFinite(now) && now > 1e11 ? "milliseconds" : "time_expected");
  }
});

test("without now the host's clock decides", (t) => {
  t.mock.method(Date, "now", () => vector.check.now * 1000 + 999);
  assert.equal(JSON.stringify(decide({ now: undefined })), expected);
  t.mock.method(Date, "now", () => 0);
  assert.equal(decide({ now: undefined }).ok, false);
});

test("documents as bytes and as parsed objects say the same as their text", () => {
  const bytes = (text) => new TextEncoder().encode(text);
  const { root, snapshot, ...rest } = create;
  for (const form of [
    { root: bytes(root), snapshot: bytes(snapshot) },
    { root: JSON.parse(root), snapshot: JSON.parse(snapshot) },
    { root: Buffer.from(root), snapshot: vm.runInNewContext("Uint8Array.from(b)", { b: [...bytes(snapshot)] }) },
  ]) {
    const other = xinyi.createVerifierSync({ ...form, ...rest });
    assert.equal(JSON.stringify(other.report), JSON.stringify(verifier.report));
    assert.equal(JSON.stringify(other.safeCheck(bytes(vector.bundle), vector.check)), expected);
  }
});

test("bytes that are not UTF-8 are refused where they stop being it", () => {
  for (const [bytes, offset] of [
    [[0x41, 0xff], 1],
    [[0xc0, 0x80], 0],
    [[0x41, 0xe4, 0xbf], 1],
    [[0xed, 0xa0, 0x80], 0],
    [[0xf4, 0x90, 0x80, 0x80], 0],
    [[0xe4, 0xbf, 0xa1, 0x80], 3],
  ]) {
    const { error } = verifier.safeCheck(Uint8Array.from(bytes), vector.check);
    assert.equal(error?.code, "format.utf8");
    assert.equal(error.details.offset, offset);
  }
});

test("what is no document is refused, never stringified", () => {
  const refused = (error, pointer) => {
    assert.equal(error?.code, "input.options");
    assert.equal(error.details.pointer, pointer);
    assert.ok(error.message.includes(pointer));
  };
  const bytes = new TextEncoder().encode(create.root);
  class Own {
    toJSON() {
      return assert.fail("it was stringified");
    }
  }
  for (const document of [
    undefined,
    null,
    7,
    7n,
    true,
    Symbol("x"),
    () => "x",
    new String(create.root),
    bytes.buffer,
    new DataView(bytes.buffer),
    new Uint16Array(2),
    new Uint8ClampedArray(2),
    [...bytes],
    new Map(),
    new Date(),
    new Own(),
    vm.runInNewContext("new ArrayBuffer(8)"),
  ]) {
    refused(verifier.safeCheck(document, vector.check).error, "/bundle");
    refused(decide({ statusLists: ["x", document] }).error, "/statusLists/1");
    assert.throws(() => xinyi.createVerifierSync({ ...create, root: document }), (error) => (refused(error, "/root"), true));
    if (document !== undefined) {
      assert.throws(() => xinyi.createVerifierSync({ ...create, snapshot: document }), (error) => (refused(error, "/snapshot"), true));
    }
  }
  const circular = {};
  circular.self = circular;
  refused(decide({ request: circular }).error, "/request/self");
  refused(decide({ request: { a: [{ "b/~": Symbol("x") }] } }).error, "/request/a/0/b~1~0");
});

const pair = loadVectors().find(({ name }) => name === "inputs/two-issuers");
const checkPair = (bundles) => pairVerifier.safeCheck(bundles, pair.check);
const pairVerifier = xinyi.createVerifierSync(pair.platform);

test("several bundles by alias, as text or bytes, in whatever order, or all as one text", () => {
  const { credit, market } = pair.bundles;
  const bytes = (text) => new TextEncoder().encode(text);
  const expected = JSON.stringify(checkPair(pair.bundles));
  assert.match(expected, /"bundles":\[\{"input":"credit",.*\{"input":"market",/);
  for (const bundles of [
    { market, credit },
    { credit: bytes(credit), market: Buffer.from(market) },
    { credit, market, other: undefined },
    Object.assign(Object.create(null), pair.bundles),
    vm.runInNewContext("({ credit, market })", { credit, market }),
    JSON.stringify(pair.bundles),
    bytes(` \n${JSON.stringify(pair.bundles)}`),
  ]) {
    assert.equal(JSON.stringify(checkPair(bundles)), expected);
  }
});

test("what is no bundle by alias is refused, never stringified or left out", () => {
  const { credit } = pair.bundles;
  for (const market of [null, 7, true, {}, { toString: () => credit }, [credit], new String(credit), Symbol("x"), () => credit]) {
    const { error } = checkPair({ credit, market });
    assert.equal(error?.code, "input.options");
    assert.equal(error.details.pointer, "/bundle/market");
  }
  for (const name of ["constructor", "__proto__", "toString", "a/~b"]) {
    const { error } = checkPair(JSON.parse(`{${JSON.stringify(name)}:"","credit":"","market":""}`));
    assert.deepEqual([error.code, error.details.pointer], ["input.options", "/bundle/" + name.replace("~", "~0").replace("/", "~1")]);
  }
  const missing = checkPair({ credit, market: undefined }).error;
  assert.deepEqual([missing.code, missing.details], ["input.options", { pointer: "/bundle/market", problem: "missing" }]);
});

test("which of several bundles is wrong is said, also of one that is too long", () => {
  const { credit } = pair.bundles;
  const MiB = 1024 * 1024;
  const wrong = (market) => checkPair({ credit, market }).error;
  assert.deepEqual([wrong("~").code, wrong("~").details.input], ["format.structure", "market"]);
  const long = wrong("x".repeat(MiB));
  assert.deepEqual([long.code, long.stage, long.details], ["limit.bytes", "bundle", { limit: MiB / 4, found: MiB, input: "market" }]);
  for (const market of ["x".repeat(4 * MiB), new Uint8Array(4 * MiB + 1)]) {
    const { code, stage, details } = wrong(market);
    assert.deepEqual([code, stage, details.limit], ["limit.bytes", "bundle", 4 * MiB]);
  }
  assert.equal(checkPair("{" + " ".repeat(4 * MiB)).error.details.limit, 4 * MiB);
});

test("what is too long does not enter the module, and is refused as the module would", () => {
  const MiB = 1024 * 1024;
  const thrown = (options) => {
    try {
      return xinyi.createVerifierSync({ ...create, ...options }).report.snapshot.error;
    } catch (error) {
      return error.toJSON();
    }
  };
  for (const [stage, limit, answer] of [
    ["bundle", MiB / 4, (text) => verifier.safeCheck(text, vector.check).error],
    ["root", MiB / 16, (text) => thrown({ root: text })],
    ["snapshot", 16 * MiB, (text) => thrown({ snapshot: text })],
  ]) {
    // Of a snapshot it is not said how long it is: what is too long is not handed over.
    const details = (found) => (stage === "snapshot" ? { limit } : { limit, found });
    // Of code units it has few enough, so this one is the core's answer.
    const wide = "信".repeat(limit / 3 + 1);
    const core = answer(wide);
    assert.equal(core.code, "limit.bytes");
    assert.deepEqual(core.details, details(Buffer.byteLength(wide)));
    assert.equal(core.stage, stage);
    const length = limit + 1;
    for (const text of ["x".repeat(length), new Uint8Array(length), Buffer.alloc(length, 0xff)]) {
      assert.equal(JSON.stringify(answer(text)), JSON.stringify({ ...core, details: details(length) }));
    }
    assert.notEqual(answer("x".repeat(limit)).code, "limit.bytes");
    if (stage !== "snapshot") assert.equal(answer("信".repeat(length)).details.found, 3 * length);
  }
  const [limit, length] = [16 * MiB, 16 * MiB + 1];
  const core = decide({ subject: "信".repeat(limit / 3) }).error;
  assert.deepEqual([core.code, core.stage, core.details.limit], ["limit.bytes", "input", limit]);
  for (const option of [{ subject: "x".repeat(length) }, { statusLists: ["x".repeat(length)] }, { statusLists: [new Uint8Array(length)] }]) {
    const { error } = decide(option);
    // Of all options together it is not said how long they are: they are not written out to be counted.
    assert.ok(!("found" in error.details) || error.details.found > limit);
    assert.equal(JSON.stringify({ ...error, details: core.details }), JSON.stringify(core));
  }
});

test("the module's memory does not grow by what is too long", () => {
  const huge = "x".repeat(1 << 28);
  const before = process.memoryUsage().external;
  assert.equal(verifier.safeCheck(huge, vector.check).error.details.found, huge.length);
  assert.ok(process.memoryUsage().external - before < 1 << 26);
});

test("leaving the holder out is refused", () => {
  const { holder, ...rest } = vector.check;
  assert.equal(verifier.safeCheck(vector.bundle, rest).error?.code, "input.holder");
  assert.ok(holder);
  for (const options of [undefined, null, {}]) assert.equal(verifier.safeCheck(vector.bundle, options).ok, false);
  for (const options of ["unbound", 7, []]) assert.equal(verifier.safeCheck(vector.bundle, options).error?.code, "input.options");
});

test("an option counts if it is the object's own, and is refused if it comes from its class", async () => {
  const wrong = "91350100M000100Y43";
  class Options {
    get subject() {
      return wrong;
    }
    toJSON() {
      return vector.check;
    }
  }
  const hidden = Object.defineProperty({ ...vector.check }, "subject", { value: wrong });
  const inherited = Object.assign(Object.create({ subject: wrong }), vector.check);
  const refused = JSON.stringify(decide({ subject: wrong }));
  assert.notEqual(refused, expected);
  const getter = Object.defineProperty({ ...vector.check }, "subject", { get: () => wrong });
  class Own {
    constructor() {
      Object.assign(this, vector.check, { subject: wrong });
    }
  }
  for (const options of [hidden, getter, new Own(), Object.assign(Object.create(null), vector.check, { subject: wrong })]) {
    assert.equal(JSON.stringify(verifier.safeCheck(vector.bundle, options)), refused);
  }
  // To pass over it would be to ask for less.
  const foreign = vm.runInNewContext("Object.create({ subject: '' })");
  for (const options of [inherited, foreign, new Options()]) {
    const { error } = verifier.safeCheck(vector.bundle, Object.assign(options, vector.check));
    assert.deepEqual([error?.code, error?.details], ["input.options", { pointer: "/subject", problem: "inherited" }]);
  }
  const { error } = verifier.safeCheck(vector.bundle, Object.create(vector.check));
  assert.deepEqual([error?.code, error?.details.problem], ["input.options", "inherited"]);

  class Creation {
    get root() {
      return create.root;
    }
    get minimum() {
      return { root: 1000 };
    }
  }
  const options = { ...create };
  delete options.root;
  for (const make of [async (options) => xinyi.createVerifierSync(options), xinyi.createVerifier]) {
    await assert.rejects(make(Object.assign(new Creation(), options)), { code: "input.options", details: { pointer: "/root", problem: "inherited" } });
  }
});

test("an option that would ask for more is refused when it is undefined", () => {
  const invalid = (error, pointer, problem = "type") => {
    assert.equal(error?.code, "input.options", pointer);
    assert.deepEqual(error.details, { pointer, problem });
  };
  class Options {
    get subject() {
      return undefined;
    }
  }
  invalid(decide({ subject: undefined }).error, "/subject");
  invalid(verifier.safeCheck(vector.bundle, Object.assign(new Options(), vector.check)).error, "/subject", "inherited");
  assert.equal(decide({ holder: undefined }).error.code, "input.holder");
  for (const name of ["minimum", "statusMaxAge"]) {
    assert.throws(() => xinyi.createVerifierSync({ ...create, [name]: undefined }), (error) => (invalid(error, `/${name}`), true));
  }
  // These are as if left out.
  invalid(decide({ programme: undefined }).error, "/programme", "missing");
  assert.equal(JSON.stringify(decide({ explain: undefined })), JSON.stringify(decide({ explain: "codes" })));
  assert.equal(JSON.stringify(decide({ statusLists: undefined })), expected);
  const { request, ...rest } = vector.check;
  assert.equal(JSON.stringify(decide({ request: undefined })), JSON.stringify(verifier.safeCheck(vector.bundle, rest)));
  assert.equal(xinyi.createVerifierSync({ ...create, snapshot: undefined }).report.snapshot.error.code, "trust.missing");
});

test("what JSON does not have is refused in options, at any depth", () => {
  class Money {
    get currency() {
      return "CNY";
    }
  }
  const circular = {};
  circular.self = circular;
  for (const value of [Symbol("x"), () => "x", 1n, new Map(), new Money(), new String("x"), new Uint8Array(2), vm.runInNewContext("new Set()")]) {
    for (const [options, pointer] of [
      [{ subject: value }, "/subject"],
      [{ holder: value }, "/holder"],
      [{ holder: { audience: "a", nonce: "b", window: value } }, "/holder/window"],
      [{ request: value }, "/request"],
      [{ request: { "a/b": value } }, "/request/a~1b"],
      [{ request: { a: [1, { b: value }] } }, "/request/a/1/b"],
      [{ programme: value }, "/programme"],
      [{ programme: { rules: [value] } }, "/programme/rules/0"],
      [{ statusLists: value }, "/statusLists"],
      [{ explain: value }, "/explain"],
    ]) {
      const { error } = decide(options);
      assert.equal(error?.code, "input.options", pointer);
      assert.deepEqual(error.details, { pointer, problem: "type" });
    }
    for (const [options, pointer] of [[{ minimum: value }, "/minimum"], [{ minimum: { time: value } }, "/minimum/time"], [{ allowDemoRoot: value }, "/allowDemoRoot"]]) {
      assert.throws(() => xinyi.createVerifierSync({ ...create, ...options }), ({ code, details }) => code === "input.options" && details.pointer === pointer);
    }
  }
  for (const options of [{ request: { a: undefined } }, { request: { a: [undefined] } }, { request: { a: circular } }]) {
    assert.equal(decide(options).error?.code, "input.options");
  }
  // Values that say themselves what they are in JSON, and objects of other realms.
  const request = vm.runInNewContext(`JSON.parse(${JSON.stringify(JSON.stringify(vector.check.request))})`);
  for (const name of Object.keys(request)) {
    const text = request[name];
    request[name] = { toJSON: () => text };
  }
  assert.equal(JSON.stringify(decide({ request })), expected);
});

test("options that this version does not have are refused, never ignored", () => {
  for (const option of [{ commitments: [1] }, { nosuch: 1 }, { nosuch: () => 1 }, { nosuch: undefined }, { toJSON: () => ({}) }, { Now: 1 }]) {
    assert.match(decide(option).error?.code ?? "accepted", /^input\.(options|unsupported)$/, JSON.stringify(option));
  }
  for (const option of [{ state: 1 }, { storage: {} }, { storage: { get() {} } }, { requireConsent: 1 }, { nosuch: 1 }, { onload: () => 1 }]) {
    assert.throws(() => xinyi.createVerifierSync({ ...create, ...option }), { code: /^input\.(options|unsupported)$/ }, JSON.stringify(option));
  }
});

test("a bad root is an error, with its texts", async () => {
  for (const make of [async (options) => xinyi.createVerifierSync(options), xinyi.createVerifier]) {
    const error = await make({ ...create, root: "{}" }).then(() => assert.fail("accepted"), (e) => e);
    assert.ok(xinyi.isXinyiError(error));
    assert.equal(error.stage, "root");
    assert.ok(error.message && error.messages["zh-CN"]);
    assert.ok(Object.isFrozen(error.errors) && Object.isFrozen(error.details));
  }
});

test("results, reports and verifiers are frozen at every depth", () => {
  assert.ok(frozen(decide({ explain: "full" })));
  assert.ok(frozen(verifier.safeCheck("~", vector.check)));
  assert.ok(frozen(decide({ now: NaN })));
  assert.ok(frozen(verifier.report));
  assert.ok(Object.isFrozen(verifier));
});

test("every reason and error has texts in both languages", () => {
  const codes = new Set();
  for (const v of loadVectors()) {
    const { result } = JSON.parse(v.native);
    for (const reason of result.ok ? result.decision.reasons : []) {
      codes.add(reason.code);
      assert.ok(reason.message.en && reason.message["zh-CN"], reason.code);
    }
  }
  assert.ok(codes.size > 0);
  const tables = ["en", "zh-CN"].map((language) => JSON.parse(readFileSync(`${root}pkg/dist/messages/${language}.json`, "utf8")));
  for (const table of tables) {
    for (const code of ["format.utf8", "host.load", "host.trap", "input.options"]) assert.ok(table.errors[code], code);
  }
});

test("every decision but a grant says whom to ask and where to object", () => {
  const { decision } = decide({ request: { deposit: "999999.00" } });
  assert.equal(decision.outcome, "not_granted");
  assert.equal(decide({}).decision.contact, null);
  assert.ok(decision.contact.programme);
  const [{ input, issuer, name, url, text }, ...others] = decision.contact.objection;
  assert.deepEqual(others, []);
  assert.deepEqual([input, issuer], [decision.evidence.bundles[0].input, decision.evidence.bundles[0].issuer]);
  assert.ok(name.en && name["zh-CN"] && text.en && text["zh-CN"] && url.startsWith("https://"));
  assert.ok(frozen(decision.contact));
  // With more told it is the same.
  assert.deepEqual(decide({ request: { deposit: "999999.00" }, explain: "full" }).decision.contact, decision.contact);
});

test("a member named like something of Object's is only a name", () => {
  for (const name of ["constructor", "__proto__", "toString"]) {
    const options = JSON.parse(`{${JSON.stringify(name)}: 1}`);
    assert.equal(verifier.safeCheck(vector.bundle, { ...vector.check, ...options }).ok, false, name);
  }
});

test("reasons are told with their figures, as a test in Rust has them from the same list", async () => {
  const { outputFiles } = buildSync({ entryPoints: [`${root}pkg/src/messages.ts`], bundle: true, format: "esm", write: false });
  const { fillReason } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  const [zh, en] = ["zh-CN", "en"].map((language) => JSON.parse(readFileSync(`${root}src/messages/${language}.json`, "utf8")));
  const { titles, reasons } = JSON.parse(readFileSync(`${root}tests/reasons.json`, "utf8"));
  for (const { reason, ...texts } of reasons) {
    const told = { ...reason, message: { "zh-CN": "", en: "" } };
    fillReason(told, titles, { "zh-CN": zh, en });
    assert.deepEqual(told.message, texts, JSON.stringify(reason));
  }
});

test("times in texts are as the command line's, also where Date has no form for them", async () => {
  const { outputFiles } = buildSync({ entryPoints: [`${root}pkg/src/messages.ts`], bundle: true, format: "esm", write: false });
  const { fillError } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
  const table = { errors: { x: "{t:time}", "x:late": "late: {t}" }, parts: {} };
  for (const [t, text] of [
    [0, "1970-01-01 08:00:00"],
    [253402271999, "9999-12-31 23:59:59"],
    // There is no later year to tell it by.
    [253402300799, "9999-12-31 23:59:59"],
    [253402300800, "253402300800"],
    [-1, "-1"],
    [0.5, "1970-01-01 08:00:00.5"],
    [1795363200.25, "2026-11-23 00:00:00.25"],
    [-0.5, "-0.5"],
    [1e15, "1000000000000000"],
    ["x", "x"],
  ]) {
    const error = { code: "x", details: { t }, message: "", messages: { "zh-CN": "", en: "" } };
    fillError(error, { "zh-CN": table, en: table });
    assert.equal(error.message, text);
  }
  // Of some problems there is more to say.
  for (const [problem, text] of [["late", "late: 5"], ["toString", "1970-01-01 08:00:05"], [undefined, "1970-01-01 08:00:05"]]) {
    const error = { code: "x", details: { t: 5, ...(problem && { problem }) }, message: "", messages: { "zh-CN": "", en: "" } };
    fillError(error, { "zh-CN": table, en: table });
    assert.equal(error.message, text);
  }
});

test("texts of problems are as the command line's", async () => {
  const { outputFiles } = buildSync({ entryPoints: [`${root}pkg/src/messages.ts`], bundle: true, format: "esm", write: false });
  const { fillError } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
  const [zh, en] = ["zh-CN", "en"].map((language) => JSON.parse(readFileSync(`${root}src/messages/${language}.json`, "utf8")));
  // As src/messages/tests.rs has them.
  for (const [code, details, texts] of [
    ["format.json", { problem: "colon_expected", offset: 5 }, ["输入内容第 5 字节处不是有效的 JSON：应为冒号。", "Not valid JSON at byte 5 of the input: a colon is expected."]],
    [
      "programme.schema",
      { pointer: "/familly", problem: "unknown", expected: "id, family", suggestion: "family" },
      [
        "信易项目在 /familly 处不符合规定格式（未知的名称；可用的有：id, family）。是否应写作 family？",
        "The programme is not valid at /familly (there is nothing of this name; one of: id, family). Did you mean family?",
      ],
    ],
    [
      "signature.encoding",
      { problem: "der", expected: 64, found: 70 },
      [
        "输入内容的签名长度为 70 字节（DER 编码）；此处要求两个原始数值直接拼接，共 64 字节。",
        "The signature of the input has 70 bytes (DER); here it has to be the two raw numbers, 64 bytes.",
      ],
    ],
    // A word of tomorrow's core is better than none.
    ["signature.key", { problem: "of_tomorrow" }, ["密钥不可用（of_tomorrow）。", "The key is not usable (of_tomorrow)."]],
  ]) {
    const error = { code, stage: "input", details, message: "", messages: { "zh-CN": "", en: "" } };
    fillError(error, { "zh-CN": zh, en });
    assert.deepEqual(Object.values(error.messages), texts);
  }
});

test("isXinyiError takes anything", () => {
  for (const value of [undefined, null, 0, "", {}, new Error("x"), Object.create(null), () => 0]) assert.equal(xinyi.isXinyiError(value), false);
});

test("init again does nothing", async () => {
  await xinyi.init();
  await xinyi.init({ wasm: "/no/such/file" });
  assert.equal(JSON.stringify(decide({})), expected);
});

test("no code of the app's runs inside the module", () => {
  const { report } = verifier;
  let reads = 0;
  const request = {
    get deposit() {
      reads += 1;
      verifier.load(create.snapshot, { now: create.now });
      return { toJSON: () => (verifier.safeCheck(vector.bundle, vector.check), "99.00") };
    },
  };
  assert.equal(JSON.stringify(decide({ request })), expected);
  assert.equal(reads, 1);
  // Nor what every list has.
  let within = false;
  const toJSON = function () {
    if (!within) {
      within = true;
      verifier.safeCheck(vector.bundle, vector.check);
      within = false;
    }
    return this;
  };
  Object.defineProperty(Array.prototype, "toJSON", { value: toJSON, configurable: true });
  try {
    decide({ statusLists: [] });
  } finally {
    delete Array.prototype.toJSON;
  }
  assert.equal(JSON.stringify(decide({})), expected);
  assert.ok(report);
  const { error } = decide({ request: { deposit: [, 1] } });
  assert.deepEqual([error.code, error.details.pointer], ["input.options", "/request/deposit/0"]);
});
