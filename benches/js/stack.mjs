// The same work as a check, by what there is on npm: @sd-jwt/sd-jwt-vc for the token, key binding and
// the status list, WebCrypto for signatures, json-logic-js for the rules. What it leaves out of a check is
// in its favour: whose key it is, times, the law of records, dates of a decision, what is hidden.
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import jsonLogic from "json-logic-js";
import { fromBase64url, hasher, utf8 } from "#host";

const { subtle } = globalThis.crypto;
const ALGORITHMS = {
  Ed25519: { key: "Ed25519", signature: "Ed25519" },
  ES256: { key: { name: "ECDSA", namedCurve: "P-256" }, signature: { name: "ECDSA", hash: "SHA-256" } },
};

export function importKey(jwk) {
  const { key } = algorithmOf(jwk);
  return subtle.importKey("jwk", { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, key, false, ["verify"]);
}

/** Whether the signature, in base64url, of a text verifies. */
export function verify(jwk, key, text, signature) {
  return subtle.verify(algorithmOf(jwk).signature, key, fromBase64url(signature), utf8(text));
}

function algorithmOf({ crv }) {
  return crv === "P-256" ? ALGORITHMS.ES256 : ALGORITHMS.Ed25519;
}

/**
 * What checks presentations by a programme. Its keys are imported once. `statusList` is the list that is
 * fetched, at no cost, and verified and inflated each time, as the library does; without one status is not
 * looked at.
 */
export async function createStack({ keys, programme, audience, nonce, statusList }) {
  const [bundle, status] = await Promise.all([importKey(keys.bundle), importKey(keys.status)]);
  const kind = statusList === undefined ? WithoutStatus : SDJwtVcInstance;
  const instance = new kind({
    hasher,
    hashAlg: "sha-256",
    verifier: (text, signature) => verify(keys.bundle, bundle, text, signature),
    kbVerifier: async (text, signature, { cnf }) => verify(cnf.jwk, await importKey(cnf.jwk), text, signature),
    statusListFetcher: () => Promise.resolve(statusList),
    statusVerifier: (text, signature) => verify(keys.status, status, text, signature),
  });
  return async function check(presentation, { isBound, now }) {
    const options = { currentDate: now, ...(isBound && { keyBindingNonce: nonce }) };
    const { payload, kb } = await instance.verify(presentation, options);
    if (isBound && kb.payload.aud !== audience) throw new Error("another audience");
    return { claims: payload, tier: decide(programme, { credit: payload }) };
  };
}

class WithoutStatus extends SDJwtVcInstance {
  verifyStatus() {
    return Promise.resolve();
  }
}

function decide({ requirements, tiers }, data) {
  if (!requirements.every(({ when }) => jsonLogic.apply(when, data))) return null;
  return tiers.find(({ when }) => jsonLogic.apply(when, data))?.id ?? null;
}
