/**
 * UTF-8 for hosts that have neither TextEncoder nor TextDecoder. It does what those do, so that
 * the glue cannot tell: lone surrogates are written as U+FFFD, and malformed bytes are refused
 * when they come from outside (`decodeUtf8`).
 */

export class Utf8Encoder {
  encode(text: string): Uint8Array {
    const bytes = new Uint8Array(text.length * 3);
    let n = 0;
    for (let i = 0; i < text.length; i++) {
      let code = text.charCodeAt(i);
      if (code >= 0xd800 && code <= 0xdfff) {
        const low = code < 0xdc00 ? text.charCodeAt(i + 1) : 0;
        if (low >= 0xdc00 && low <= 0xdfff) {
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
          i++;
        } else {
          code = 0xfffd;
        }
      }
      if (code < 0x80) {
        bytes[n++] = code;
      } else if (code < 0x800) {
        bytes[n++] = 0xc0 | (code >> 6);
        bytes[n++] = 0x80 | (code & 0x3f);
      } else if (code < 0x10000) {
        bytes[n++] = 0xe0 | (code >> 12);
        bytes[n++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[n++] = 0x80 | (code & 0x3f);
      } else {
        bytes[n++] = 0xf0 | (code >> 18);
        bytes[n++] = 0x80 | ((code >> 12) & 0x3f);
        bytes[n++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[n++] = 0x80 | (code & 0x3f);
      }
    }
    return bytes.subarray(0, n);
  }
}

/** How many bytes it is written in. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    bytes += code < 0x800 ? 1 : 2;
    // The two code units of a pair are four bytes together.
    const low = code >= 0xd800 && code <= 0xdbff ? text.charCodeAt(i + 1) : 0;
    if (low >= 0xdc00 && low <= 0xdfff) i++;
  }
  return bytes;
}

export class Utf8Decoder {
  decode(bytes?: Uint8Array): string {
    return bytes ? decodeUtf8(bytes).text : "";
  }
}

/** The text, and where it stops being UTF-8 (-1: nowhere; the text then is whole). */
export function decodeUtf8(bytes: Uint8Array): { text: string; malformedAt: number } {
  let text = "";
  let units: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i]!;
    let length = 1;
    let code = first;
    if (first >= 0x80) {
      // The second byte's range excludes overlong forms, surrogates and what is past U+10FFFF.
      let low = 0x80;
      let high = 0xbf;
      if (first >= 0xc2 && first <= 0xdf) {
        length = 2;
        code = first & 0x1f;
      } else if (first >= 0xe0 && first <= 0xef) {
        length = 3;
        code = first & 0x0f;
        if (first === 0xe0) low = 0xa0;
        if (first === 0xed) high = 0x9f;
      } else if (first >= 0xf0 && first <= 0xf4) {
        length = 4;
        code = first & 0x07;
        if (first === 0xf0) low = 0x90;
        if (first === 0xf4) high = 0x8f;
      } else {
        return { text, malformedAt: i };
      }
      for (let j = 1; j < length; j++) {
        // Past the end this is undefined, and no comparison with it holds.
        const next = bytes[i + j]!;
        if (!(next >= low && next <= high)) return { text, malformedAt: i };
        code = (code << 6) | (next & 0x3f);
        low = 0x80;
        high = 0xbf;
      }
    }
    if (code < 0x10000) {
      units.push(code);
    } else {
      units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + (code & 0x3ff));
    }
    i += length;
    // Small enough for every engine's limit on arguments.
    if (units.length >= 4096) {
      text += String.fromCharCode.apply(null, units);
      units = [];
    }
  }
  return { text: text + String.fromCharCode.apply(null, units), malformedAt: -1 };
}
