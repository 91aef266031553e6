// Codes, drawn by one library and read by another: what a phone would see comes back as it was.
import assert from "node:assert/strict";
import test from "node:test";
import jsQR from "jsqr";
import qrcode from "qrcode";
import { createVerifier, isXinyiError } from "xinyi";
import { makePlatform } from "./demo-platform.js";
import { random } from "./random.js";

const { read, platform } = makePlatform("test-qr");
const verifier = await createVerifier({ root: read(platform.root), snapshot: read(platform.snapshot), now: platform.now, allowDemoRoot: true });
const presentations = platform.bundles.map(({ file }) => read(file).trim());

/** The pixels of a code, some to a module, with the margin of four that the standard asks for. */
function drawn(text, level, pixels) {
  const code = qrcode.create(text, { errorCorrectionLevel: level });
  const { size, data } = code.modules;
  const width = (size + 8) * pixels;
  const image = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let y = 0; y < size * pixels; y++) {
    for (let x = 0; x < size * pixels; x++) {
      if (!data[Math.floor(y / pixels) * size + Math.floor(x / pixels)]) continue;
      image.fill(0, ((y + 4 * pixels) * width + x + 4 * pixels) * 4, ((y + 4 * pixels) * width + x + 4 * pixels) * 4 + 3);
    }
  }
  return { image, width, version: code.version, size, modes: code.segments.map(({ mode }) => mode.id) };
}

function seen(text, level = "L", pixels = 3) {
  const code = drawn(text, level, pixels);
  const found = jsQR(code.image, code.width, code.width);
  assert.ok(found, `a code of version ${code.version} is not read`);
  assert.equal(found.data, text);
  return code;
}

test("presentations of the demo come back from drawn codes, whole and in parts", () => {
  for (const presentation of [presentations[0], presentations.find((text) => text.startsWith("{"))]) {
    for (const maxLength of [undefined, 700, 4_296]) {
      const texts = verifier.toQr(presentation, maxLength && { maxLength });
      const scanned = texts.map((text) => {
        seen(text);
        return ` ${text}\n`;
      });
      const back = verifier.fromQr(scanned.reverse());
      assert.deepEqual(back, presentation.startsWith("{") ? JSON.parse(presentation) : presentation);
    }
  }
});

test("a text of the length that is used unless told makes a code of at most 105 modules a side", (t) => {
  const versions = [];
  for (const presentation of presentations) {
    for (const text of verifier.toQr(presentation)) {
      assert.ok(text.length <= 1_450);
      const { size, version, modes } = drawn(text, "L", 1);
      assert.ok(size <= 105, `${size} modules`);
      // All but the hash of parts is in the mode that packs best.
      assert.ok(modes.length === 1 || modes.length <= 3, modes.join());
      versions.push(version);
    }
  }
  const lengths = presentations.map((text) => verifier.toQr(text, { maxLength: 4_296 })[0].length).sort((a, b) => a - b);
  t.diagnostic(`presentations take ${lengths[0]} to ${lengths.at(-1)} characters, half of them up to ${lengths[lengths.length >> 1]}; parts make versions ${Math.min(...versions)} to ${Math.max(...versions)}`);
});

test("the longest text that is used unless told, at either level of error correction, is read, whatever its hash", () => {
  const whole = (length) => `XY1:${"Z".repeat(length - 4)}`;
  // The hash of a part is not in the mode that packs best: small letters take the most room.
  const part = (length) => `XY1/abcdefgh/16/16:${"Z".repeat(length - 19)}`;
  for (const text of [whole, part]) {
    assert.equal(seen(text(1_450)).version, 22);
    assert.equal(seen(text(1_125), "M").version, 22);
  }
  // What the default stays below.
  const { image, width, version } = drawn(part(1_452), "L", 3);
  assert.deepEqual([version, jsQR(image, width, width)], [23, null]);
});

test("a request comes back from a code that is drawn with error correction M", (t) => {
  const request = verifier.presentationRequest({ programme: platform.bundles[0].programme, audience: "https://app.example", request: { deposit: "99.00" }, now: platform.now });
  const { version, size, modes } = seen(request.text, "M");
  assert.deepEqual(modes, ["Alphanumeric"]);
  assert.ok(size <= 61, `${size} modules`);
  const { nonce, audience, programme, request: asked } = request;
  assert.deepEqual(verifier.readPresentationRequest(request.text), { nonce, audience, programme, request: asked });
  t.diagnostic(`${request.text.length} characters make version ${version}`);
});

test("a request is made with a nonce of its own, and is frozen", () => {
  const ask = (more) => verifier.presentationRequest({ programme: platform.bundles[0].programme, audience: "https://app.example", now: platform.now, ...more });
  const [one, another] = [ask(), ask({ nonce: undefined })];
  assert.match(one.nonce, /^[A-Za-z0-9_-]{22}$/);
  assert.notEqual(one.nonce, another.nonce);
  assert.equal(ask({ nonce: "n-1" }).nonce, "n-1");
  assert.ok(Object.isFrozen(one) && Object.isFrozen(one.dcql_query.credentials[0].claims));
  const refused = (options, code, pointer) => assert.throws(() => ask(options), (error) => isXinyiError(error) && error.code === code && error.details.pointer === pointer);
  refused({ audience: "" }, "input.holder");
  refused({ nonce: "" }, "input.holder");
  refused({ nonce: null }, "input.options", "/nonce");
  refused({ holder: "unbound" }, "input.options", "/holder");
  refused({ programme: "none" }, "programme.unknown");
  refused({ request: { depozit: "1" } }, "input.request", "/depozit");
});

test("what is no text of a code, or damaged, is refused by name", () => {
  const parts = verifier.toQr(presentations[0], { maxLength: 900 });
  assert.ok(parts.length >= 3);
  const pick = random(7);
  const refused = (given, code, problem, details = {}) =>
    assert.throws(
      () => verifier.fromQr(given),
      (error) => {
        assert.deepEqual([error.code, error.details.problem], [code, problem], JSON.stringify(given).slice(0, 200));
        for (const [name, value] of Object.entries(details)) assert.equal(error.details[name], value, name);
        assert.ok(error.messages["zh-CN"] && error.messages.en);
        return true;
      },
    );
  refused([parts[0], parts[2]], "format.qr_parts", "missing", { missing: parts.length > 3 ? `2, ${Array.from({ length: parts.length - 3 }, (_, i) => i + 4).join(", ")}` : "2", of: parts.length });
  refused([parts[0], verifier.toQr(presentations[1], { maxLength: 900 })[1]], "format.qr_parts", "mixed");
  refused("https://app.example", "format.qr", "qr_prefix");
  refused("", "format.qr", "qr_prefix");
  refused([], "format.qr", "qr_prefix");
  refused(verifier.toQr("a~")[0].toLowerCase(), "format.qr", "qr_prefix");
  refused(verifier.toQr("a~")[0].replace(/:.*/, (body) => body.toLowerCase()), "format.base45", "upper_case_expected");
  refused("XY1:" + "A".repeat(5_000), "limit.bytes", undefined);
  refused([1], "input.options", "string_expected", { pointer: "/texts/0" });
  refused(null, "input.options", "string_expected", { pointer: "/texts" });
  assert.throws(() => verifier.toQr("a~", { maxLength: 10 }), (error) => error.details.pointer === "/maxLength");
  assert.throws(() => verifier.toQr("a~", { maxlength: 100 }), (error) => error.details.pointer === "/maxlength");
  assert.throws(() => verifier.toQr({ credit: [] }), (error) => error.details.problem === "several");
  assert.throws(() => verifier.readPresentationRequest(parts[0]), (error) => error.code === "format.qr");
  // Of a text with one character changed, nothing else comes back as what it was.
  let changed = 0;
  for (let i = 0; i < 300; i++) {
    const [text] = verifier.toQr(presentations[0], { maxLength: 4_296 });
    const at = 4 + pick(text.length - 4);
    const other = text.slice(0, at) + "ABCDEF"[pick(6)] + text.slice(at + 1);
    if (other === text) continue;
    try {
      assert.notEqual(verifier.fromQr(other), presentations[0]);
    } catch (error) {
      if (!isXinyiError(error)) throw error;
    }
    changed++;
  }
  assert.ok(changed > 250);
});
