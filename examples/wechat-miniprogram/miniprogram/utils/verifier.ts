import { createVerifier, keyValueStorage } from "xinyi";
import type { Report, Verifier } from "xinyi";
import { SNAPSHOT_URL } from "../config";
import demo = require("../data/demo");
import minimum = require("../data/minimum");
import root = require("../data/root");
import snapshot = require("../data/snapshot");

let ready: Promise<Verifier> | undefined;

/** One for the whole app. After a failure the next page that asks tries again. */
export function verifier(): Promise<Verifier> {
  if (!ready) {
    ready = createVerifier({ root, snapshot, minimum, storage: keyValueStorage(wx), allowDemoRoot: demo !== null });
    ready.catch(() => {
      ready = undefined;
    });
  }
  return ready;
}

/** Milliseconds between two looks that nobody has asked for. */
const EVERY = 3_600_000;
let looked = -Infinity;

/** For whenever the app is opened or comes back. Never rejects: what cannot be had or does not verify changes nothing. */
export async function refreshQuietly(): Promise<void> {
  if (Math.abs(Date.now() - looked) < EVERY) return;
  looked = Date.now();
  await refresh().catch(() => undefined);
}

/** Fetches the snapshot and has it verified. Whatever is refused takes nothing away from what was there. */
export async function refresh(): Promise<Report> {
  const [it, text] = await Promise.all([verifier(), fetched(SNAPSHOT_URL)]);
  return it.load(text);
}

function fetched(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.request({
      url,
      // Not JSON: the text is what is verified.
      dataType: "text" as "其他",
      responseType: "text",
      success: ({ statusCode, data }) => (statusCode === 200 ? resolve(String(data)) : reject({ errMsg: `HTTP ${statusCode}` })),
      fail: reject,
    });
  });
}
