/** The holder's side: the bundle, and the key that it is bound to. */

import wallet = require("../data/wallet");
import { p256 } from "./p256";

export const bundle = wallet.bundle;

const NAME = "holder-key";

/**
 * Signs as `draft.signingInput` asks: ES256, raw, 64 bytes. Nonces of these signatures come from key and message
 * (RFC 6979), so that no random numbers are needed, which mini-programs have only asynchronously.
 */
export async function sign(signingInput: Uint8Array): Promise<Uint8Array> {
  return p256.sign(signingInput, bytes(await key()));
}

/** In storage that WeChat encrypts (base library 2.21.3). The demo's key is put there at the first use. */
function key(): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.getStorage({
      key: NAME,
      encrypt: true,
      success: ({ data }) => resolve(data as string),
      fail: () => {
        wx.setStorage({ key: NAME, data: wallet.key, encrypt: true, success: () => resolve(wallet.key), fail: reject });
      },
    });
  });
}

function bytes(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
