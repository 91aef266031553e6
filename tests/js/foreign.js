// Keys, signatures and digests by libraries that others wrote; nothing here is ours.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync, randomBytes, sign as nodeSign, verify as nodeVerify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import smCrypto from "sm-crypto-v2";

const { sm2, sm3 } = smCrypto;

export const DEFAULT_ID = "1234567812345678";

export const b64 = (bytes) => Buffer.from(bytes).toString("base64url");
export const unb64 = (text) => Buffer.from(text, "base64url");
export const hex = (text) => Buffer.from(text, "hex");

/** As @sd-jwt wants it. */
export function hasher(data) {
  return new Uint8Array(createHash("sha256").update(Buffer.from(data)).digest());
}

export const salt = (length) => randomBytes(length).toString("base64url").slice(0, Math.max(length, 16));

/** A key: `alg`, the public JWK, `sign(text)` and `verify(text, signature)` in base64url. */
export function makeKey(alg, id = DEFAULT_ID) {
  if (alg === "SM2") return sm2Key(id);
  const pair =
    alg === "ES256" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("ed25519");
  const hash = alg === "ES256" ? "sha256" : null;
  const form = { dsaEncoding: "ieee-p1363" };
  return {
    alg,
    jwk: pair.publicKey.export({ format: "jwk" }),
    privateKey: pair.privateKey,
    publicKey: pair.publicKey,
    sign: (text) => b64(nodeSign(hash, Buffer.from(text), { key: pair.privateKey, ...form })),
    verify: (text, signature) => nodeVerify(hash, Buffer.from(text), { key: pair.publicKey, ...form }, unb64(signature)),
  };
}

/** By sm-crypto-v2. `raw` gives signatures of other making, in hexadecimal. */
function sm2Key(userId) {
  const { publicKey, privateKey } = sm2.generateKeyPairHex();
  const bytes = (text) => new Uint8Array(Buffer.from(text));
  const options = { hash: true, publicKey, userId };
  return {
    alg: "SM2",
    jwk: { kty: "EC", crv: "SM2", x: b64(hex(publicKey.slice(2, 66))), y: b64(hex(publicKey.slice(66))) },
    sign: (text) => b64(hex(sm2.doSignature(bytes(text), privateKey, options))),
    verify: (text, signature) => sm2.doVerifySignature(bytes(text), unb64(signature).toString("hex"), publicKey, options),
    /** What is not by the standard, by the name of the mistake. */
    wrong: {
      der: (text) => b64(hex(sm2.doSignature(bytes(text), privateKey, { ...options, der: true }))),
      empty_id: (text) => b64(hex(sm2.doSignature(bytes(text), privateKey, { ...options, userId: "" }))),
      // Without `hash` the library signs what it is given: the digest of the text, without ZA.
      no_za: (text) => b64(hex(sm2.doSignature(new Uint8Array(hex(sm3(bytes(text)))), privateKey, { publicKey }))),
      double_hash: (text) => b64(hex(sm2.doSignature(new Uint8Array(hex(sm3(bytes(text)))), privateKey, options))),
    },
  };
}

/** Whether there is an `openssl` that knows SM2. */
export function hasOpenssl() {
  const curves = spawnSync("openssl", ["ecparam", "-list_curves"], { encoding: "utf8" });
  return curves.status === 0 && /\bSM2\b/.test(curves.stdout);
}

/** The same by the command line of OpenSSL, which signs in DER and takes an empty identifier unless told. */
export function opensslKey(id = DEFAULT_ID) {
  const folder = mkdtempSync(join(tmpdir(), "xinyi-openssl-"));
  const file = (name) => join(folder, name);
  const openssl = (...args) => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "pipe"] });
  openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", file("key"));
  openssl("pkey", "-in", file("key"), "-pubout", "-out", file("public"));
  const spki = openssl("pkey", "-in", file("key"), "-pubout", "-outform", "DER");
  const point = spki.subarray(spki.length - 64);
  const der = (text, distid) => {
    writeFileSync(file("text"), text);
    const options = distid === undefined ? [] : ["-pkeyopt", `distid:${distid}`];
    openssl("pkeyutl", "-sign", "-rawin", "-digest", "sm3", ...options, "-inkey", file("key"), "-in", file("text"), "-out", file("signature"));
    return readFileSync(file("signature"));
  };
  return {
    alg: "SM2",
    jwk: { kty: "EC", crv: "SM2", x: b64(point.subarray(0, 32)), y: b64(point.subarray(32)) },
    sign: (text) => b64(rawOf(der(text, id))),
    verify: (text, signature) => opensslVerifies(file("public"), text, unb64(signature), id),
    wrong: {
      der: (text) => b64(der(text, id)),
      empty_id: (text) => b64(rawOf(der(text))),
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Whether OpenSSL verifies a raw signature, by a JWK. */
export function opensslVerifiesJwk(jwk, text, signature, id = DEFAULT_ID) {
  const folder = mkdtempSync(join(tmpdir(), "xinyi-openssl-"));
  try {
    // SubjectPublicKeyInfo: id-ecPublicKey, 1.2.156.10197.1.301, an uncompressed point.
    const head = "3059301306072a8648ce3d020106082a811ccf5501822d034200" + "04";
    const spki = Buffer.concat([hex(head), unb64(jwk.x), unb64(jwk.y)]);
    writeFileSync(join(folder, "der"), spki);
    execFileSync("openssl", ["pkey", "-pubin", "-inform", "DER", "-in", join(folder, "der"), "-out", join(folder, "public")]);
    return opensslVerifies(join(folder, "public"), text, unb64(signature), id);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function smCryptoVerifiesJwk(jwk, text, signature, userId = DEFAULT_ID) {
  const publicKey = "04" + unb64(jwk.x).toString("hex") + unb64(jwk.y).toString("hex");
  const bytes = new Uint8Array(Buffer.from(text));
  return sm2.doVerifySignature(bytes, unb64(signature).toString("hex"), publicKey, { hash: true, publicKey, userId });
}

function opensslVerifies(publicKey, text, raw, id) {
  const folder = mkdtempSync(join(tmpdir(), "xinyi-openssl-"));
  try {
    writeFileSync(join(folder, "text"), text);
    writeFileSync(join(folder, "signature"), derOf(raw));
    const args = ["pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pkeyopt", `distid:${id}`, "-pubin", "-inkey", publicKey];
    return spawnSync("openssl", [...args, "-in", join(folder, "text"), "-sigfile", join(folder, "signature")]).status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** r and s of a DER signature, each in 32 bytes. */
function rawOf(der) {
  let at = 2;
  const numbers = [];
  while (at < der.length) {
    const length = der[at + 1];
    const number = der.subarray(at + 2, at + 2 + length);
    numbers.push(Buffer.concat([Buffer.alloc(32), number]).subarray(-32));
    at += 2 + length;
  }
  return Buffer.concat(numbers);
}

function derOf(raw) {
  const numbers = [raw.subarray(0, 32), raw.subarray(32)].map((number) => {
    let start = 0;
    while (start < 31 && number[start] === 0) start++;
    const short = number.subarray(start);
    const bytes = short[0] & 0x80 ? Buffer.concat([Buffer.alloc(1), short]) : short;
    return Buffer.concat([Buffer.from([2, bytes.length]), bytes]);
  });
  const body = Buffer.concat(numbers);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}
