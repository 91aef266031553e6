// Our codec against the one of the platform, on which mini-programs have to do without.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { buildSync } from "esbuild";
import { root } from "./load-vectors.js";

const { outputFiles } = buildSync({
  entryPoints: [join(root, "pkg/src/utf8.ts")],
  bundle: true,
  format: "esm",
  write: false,
});
const { Utf8Decoder, Utf8Encoder, decodeUtf8, utf8Length } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
const platform = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

test("every code unit, alone and beside surrogates, is encoded as TextEncoder does", () => {
  const ours = new Utf8Encoder();
  const theirs = new TextEncoder();
  for (let unit = 0; unit <= 0xffff; unit++) {
    const c = String.fromCharCode(unit);
    for (const text of [c, `\ud83d${c}`, `${c}\udeb2`, `a${c}信`]) {
      assert.deepEqual(Buffer.from(ours.encode(text)), Buffer.from(theirs.encode(text)), unit.toString(16));
    }
  }
});

test("the length in bytes is that of what TextEncoder makes", () => {
  const theirs = new TextEncoder();
  for (let unit = 0; unit <= 0xffff; unit++) {
    const one = String.fromCharCode(unit);
    for (const text of [one, `\ud83d${one}`, `${one}\ude00`]) {
      if (utf8Length(text) !== theirs.encode(text).length) assert.fail(JSON.stringify(text));
    }
  }
});

test("every character survives the way there and back", () => {
  let all = "\ufeff";
  for (let code = 0; code <= 0x10ffff; code++) if (code < 0xd800 || code > 0xdfff) all += String.fromCodePoint(code);
  const bytes = new Utf8Encoder().encode(all);
  assert.ok(new Utf8Decoder().decode(bytes) === all);
  assert.ok(platform.decode(bytes) === all);
  assert.equal(new Utf8Decoder().decode(), "");
});

test("every two bytes, and cut and random ones, are refused where TextDecoder refuses", () => {
  const agree = (bytes) => {
    let theirs;
    try {
      theirs = platform.decode(bytes);
    } catch {
      theirs = undefined;
    }
    const { text, malformedAt } = decodeUtf8(bytes);
    assert.equal(malformedAt < 0 ? text : undefined, theirs, Buffer.from(bytes).toString("hex"));
    // What stands before the fault is good.
    if (malformedAt >= 0) assert.doesNotThrow(() => platform.decode(bytes.subarray(0, malformedAt)));
  };
  for (let i = 0; i <= 0xffff; i++) agree(Uint8Array.of(i >> 8, i & 0xff));
  const interesting = [0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xe4, 0xed, 0xef, 0xf0, 0xf3, 0xf4, 0xf5, 0xff];
  for (const a of interesting) for (const b of interesting) for (const c of interesting) for (const d of interesting) agree(Uint8Array.of(a, b, c, d));
});
