import { create } from "../../utils/qrcode";
import type { Segment } from "../../utils/qrcode";
import { session } from "../../utils/session";
import { texts, told, zh } from "../../utils/texts";
import { verifier } from "../../utils/verifier";

/** What is used of a canvas that is drawn on by code. */
interface Canvas {
  width: number;
  height: number;
  getContext(kind: "2d"): { fillStyle: string; fillRect(x: number, y: number, width: number, height: number): void };
}

Page({
  data: { t: zh, part: "", several: false, error: "" },

  /** The texts of the codes, and which one is shown. */
  codes: [] as readonly string[],
  at: 0,

  onLoad() {
    this.setData({ t: texts() });
    wx.setNavigationBarTitle({ title: texts().show });
  },

  /** The canvas is there once the page is ready. */
  async onReady() {
    const { presentation } = session;
    if (!presentation) {
      this.setData({ error: texts().gone });
      return;
    }
    try {
      this.codes = (await verifier()).toQr(presentation);
      this.draw();
    } catch (error) {
      this.setData({ error: told(error) });
    }
  },

  draw() {
    const { modules } = create(segments(this.codes[this.at]!), { errorCorrectionLevel: "L" });
    const part = texts().part.replace("{i}", String(this.at + 1)).replace("{n}", String(this.codes.length));
    this.setData({ part, several: this.codes.length > 1 });
    wx.createSelectorQuery()
      .select("#code")
      .fields({ node: true, size: true })
      .exec(([found]) => drawModules((found as { node: Canvas }).node, modules));
  },

  onNext() {
    this.at = (this.at + 1) % this.codes.length;
    this.draw();
  },

  onDone() {
    session.presentation = undefined;
    wx.navigateBack();
  },
});

/**
 * Of a text in parts the hash alone is not of the alphanumeric mode. As bytes, since the library asks for a TextEncoder
 * where it is given a text, and phones have none.
 */
function segments(text: string): Segment[] {
  const alphanumeric = (data: string): Segment => ({ data, mode: "alphanumeric" });
  const [, begin, hash, rest] = /^(XY1\/)([\w-]{8})(\/.*)$/.exec(text) || [];
  if (!begin || !hash || !rest) return [alphanumeric(text)];
  const bytes = Uint8Array.from(hash.split(""), (character) => character.charCodeAt(0));
  return [alphanumeric(begin), { data: bytes, mode: "byte" }, alphanumeric(rest)];
}

/** Each module a whole number of pixels, with the margin of four modules that scanners ask for. */
function drawModules(canvas: Canvas, { size, data }: { size: number; data: ArrayLike<number> }): void {
  const PIXELS = 6;
  canvas.width = canvas.height = (size + 8) * PIXELS;
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#000000";
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (data[y * size + x]) context.fillRect((x + 4) * PIXELS, (y + 4) * PIXELS, PIXELS, PIXELS);
    }
  }
}
