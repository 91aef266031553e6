/** Written out: hosts differ in what they have for it. */
export function fromBase64(text: string): Uint8Array {
  const values = new Uint8Array(128);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (let i = 0; i < 64; i++) values[alphabet.charCodeAt(i)] = i;
  const value = (at: number): number => values[text.charCodeAt(at)]!;
  const bytes = new Uint8Array((text.length / 4) * 3);
  let n = 0;
  for (let i = 0; i < text.length; i += 4) {
    const bits = (value(i) << 18) | (value(i + 1) << 12) | (value(i + 2) << 6) | value(i + 3);
    bytes[n++] = bits >> 16;
    bytes[n++] = bits >> 8;
    bytes[n++] = bits;
  }
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return bytes.subarray(0, n - padding);
}
