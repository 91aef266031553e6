import { createVerifier, keyValueStorage } from "xinyi";
import type { Report, Verifier } from "xinyi";
import { SNAPSHOT_URL } from "../config";
import root = require("../data/root");
import snapshot = require("../data/snapshot");

let ready: Promise<Verifier> | undefined;

/** One for the whole app. After a failure the next page that asks tries again. */
export function verifier(): Promise<Verifier> {
  if (!ready) {
    // The root is a demo's. An app with a real one leaves `allowDemoRoot` out.
    ready = createVerifier({ root, snapshot, storage: keyValueStorage(wx), allowDemoRoot: true });
    ready.catch(() => {
      ready = undefined;
    });
  }
  return ready;
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
