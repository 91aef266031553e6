/** The holder's side: the bundle, and the key that it is bound to. */

import demo = require("../data/demo");
import { texts } from "./texts";

/** `key`: the private key of P-256, in hexadecimal. */
export interface Wallet {
  readonly bundle: string;
  readonly key: string;
}

const NAME = "wallet";

/** What is kept on this phone. In a demo a person of the demo's platform. */
export async function wallet(): Promise<Wallet> {
  const kept = await read();
  if (demo && (!kept || kept.bundle !== demo.bundle)) {
    await keep(demo);
    return demo;
  }
  if (!kept) throw new Error(texts().noBundle);
  return kept;
}

/** In storage that WeChat encrypts (base library 2.21.3). For where the platform has issued a bundle to a key made here. */
export function keep(wallet: Wallet): Promise<void> {
  return new Promise((resolve, reject) => {
    wx.setStorage({ key: NAME, data: wallet, encrypt: true, success: () => resolve(), fail: reject });
  });
}

function read(): Promise<Wallet | undefined> {
  return new Promise((resolve, reject) => {
    wx.getStorage({
      key: NAME,
      encrypt: true,
      success: ({ data }) => resolve(data as Wallet),
      // Of any other failure a key that is there must not be overwritten.
      fail: (error) => (/data not found/.test(error.errMsg) ? resolve(undefined) : reject(error)),
    });
  });
}

// Looked up by name, as hosts may lack it.
declare const BigInt: unknown;

/** What the signer needs, and phones before iOS 14 lack. Throws a sentence for the person. */
export function requireSigner(): void {
  if (typeof BigInt === "undefined") throw new Error(texts().oldSystem);
}

/**
 * Signs as `draft.signingInput` asks: ES256, raw, 64 bytes. Nonces of these signatures come from key and message
 * (RFC 6979), so that no random numbers are needed, which mini-programs have only asynchronously.
 */
export function sign(signingInput: Uint8Array, { key }: Wallet): Uint8Array {
  requireSigner();
  // Not before: the file makes BigInts while it loads.
  const { p256 } = require("./p256") as typeof import("./p256");
  return p256.sign(signingInput, bytes(key));
}

function bytes(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
