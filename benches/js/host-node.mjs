// What the assembled stack takes from Node. @sd-jwt/crypto-nodejs has it like this: quicker than WebCrypto's digest.
import { createHash } from "node:crypto";

export const hasher = (data) => new Uint8Array(createHash("sha256").update(data).digest());
export const utf8 = (text) => Buffer.from(text);
export const fromBase64url = (text) => Buffer.from(text, "base64url");
