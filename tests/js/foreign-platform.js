// A whole platform by libraries that others wrote: root, manifest, trust list, programme, status
// list and bundles, none of them made by ours.
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { CompactSign, GeneralSign } from "jose";
import { b64, hasher, makeKey, salt } from "./foreign.js";

export const NOW = 1_795_140_000;
export const AUDIENCE = "https://bikes.example";
export const NONCE = "YW4gb3RoZXIgbm9uY2Ug";
const ISSUER = "https://credit.foreign.example";
const STATUS = `${ISSUER}/status/1`;
const DAY = 86_400;

/** `keys`: the issuer's bundle keys by kid, each `{key, sm2_id?}`. */
export async function makeForeignPlatform(keys) {
  const admin = makeKey("EdDSA");
  const publisher = makeKey("ES256");
  const lists = makeKey("EdDSA");
  const role = { kids: ["admin"], threshold: 1 };
  const root = await general(admin, "xinyi-root+jwt", {
    id: "urn:example:foreign", version: 1, iat: NOW - 30 * DAY, exp: NOW + 300 * DAY,
    keys: [{ kid: "admin", alg: "Ed25519", jwk: admin.jwk }],
    roles: { root: role, manifest: role, trust_list: role },
  });
  const entry = (kid, use, alg, jwk, more) => ({ kid, use, alg, jwk, not_before: NOW - 20 * DAY, not_after: NOW + 200 * DAY, ...more });
  const trustList = {
    version: 1, iat: NOW - DAY, exp: NOW + 30 * DAY, recognition: [],
    entries: [{
      issuer: ISSUER, name: { "zh-CN": "外部平台", en: "A foreign platform" }, kind: "municipal", regions: ["310000"],
      vct: ["urn:xinyi:credit-status:1"], fields: "*", schemes: ["sh-public"], complete: [{ regions: ["310000"], fields: "*", nationwide: true }], knows: ["evaluations", "subject"],
      keys: [
        ...Object.entries(keys).map(([kid, { key, sm2_id }]) => entry(kid, "bundle", key.alg, key.jwk, sm2_id && { sm2_id })),
        entry("lists", "status", "EdDSA", lists.jwk),
        entry("publisher", "programme", "ES256", publisher.jwk),
      ],
    }],
  };
  const programme = {
    id: "foreign.bike", iss: ISSUER, version: 1, language: 1, family: "xinyi-zu",
    title: { "zh-CN": "共享单车免押金", en: "A bike without a deposit" }, owner: "外部平台", contact: "desk@foreign.example", basis: [],
    valid_from: "2026-01-01", valid_until: "2027-12-31", regions: ["310000"], subject_kinds: ["natural_person"],
    inputs: { credit: { vct: "urn:xinyi:credit-status:1" } },
    requirements: [{ id: "not-listed", when: { none: [{ var: "credit.listings" }, { "==": [{ var: "severity" }, "serious"] }] } }],
    tiers: [{ id: "gold", when: { ">=": [{ var: "credit.evaluations.sh-public.score" }, 700] }, benefit: { kind: "deposit_waiver", max: { currency: "CNY", amount: "299.00" } } }],
  };
  const listText = JSON.stringify(trustList);
  const programmeText = JSON.stringify(programme);
  const manifest = {
    version: 1, iat: NOW - DAY, exp: NOW + 7 * DAY,
    trust_list: { version: 1, sha256: sha256(listText) },
    programmes: [{ id: programme.id, version: 1, sha256: sha256(programmeText) }],
    status_lists: [{ uri: STATUS, min_iat: NOW - DAY }],
  };
  // 1,024 entries of a bit each, the fourth revoked.
  const packed = Buffer.alloc(128);
  packed[0] = 0b1000;
  const statusList = {
    sub: STATUS, iat: NOW - 3600, exp: NOW + 2 * DAY, ttl: 43_200,
    status_list: { bits: 1, lst: b64(deflateSync(packed, { level: 9 })) },
  };
  return {
    root: JSON.stringify(root),
    snapshot: JSON.stringify({
      snapshot: 1, roots: [],
      manifest: await general(admin, "xinyi-manifest+jwt", manifest),
      trust_list: await general(admin, "xinyi-trust-list+jwt", trustList),
      programmes: [await compact(publisher, "ES256", "publisher", "xinyi-programme+jwt", programmeText)],
      status_lists: [await compact(lists, "EdDSA", "lists", "statuslist+jwt", JSON.stringify(statusList))],
    }),
  };
}

/** A presentation with key binding by the holder, as the library makes it. `sign` may be other than the key's own. */
export async function present({ key, kid, holder, idx = 0, score = 712, sign = key.sign, disclose }) {
  // The library makes no digests but IANA's; those of SM3 are in the vectors.
  const library = new SDJwtVcInstance({
    signer: sign, signAlg: key.alg, hasher, hashAlg: "sha-256", saltGenerator: salt, kbSigner: holder.sign, kbSignAlg: holder.alg,
  });
  const claims = {
    iss: ISSUER, iat: NOW - 3600, exp: NOW + 10 * DAY, vct: "urn:xinyi:credit-status:1", cnf: { jwk: holder.jwk },
    status: { status_list: { idx, uri: STATUS } },
    subject_kind: "natural_person", jurisdiction: "310000", catalogue: "CN-2025", as_of: "2026-11-19",
    subject: { age_over: { 18: true } }, evaluations: { "sh-public": { score } },
    listings: [], penalties: [], commitments: [], honours: [], licences: [],
  };
  const frame = {
    _sd: ["listings", "penalties", "commitments", "honours", "licences"], _sd_decoy: 3,
    subject: { _sd: ["age_over"] }, evaluations: { _sd: ["sh-public"] },
  };
  const issued = await library.issue(claims, frame, { header: { kid } });
  const shown = disclose || { listings: true, subject: { age_over: true }, evaluations: { "sh-public": true } };
  return library.present(issued, shown, { kb: { payload: { iat: NOW, aud: AUDIENCE, nonce: NONCE } } });
}

const sha256 = (text) => createHash("sha256").update(text).digest("base64url");

async function general(key, typ, document) {
  const signing = new GeneralSign(Buffer.from(JSON.stringify(document)));
  signing.addSignature(key.privateKey).setProtectedHeader({ alg: "EdDSA", kid: "admin", typ });
  return signing.sign();
}

function compact(key, alg, kid, typ, text) {
  return new CompactSign(Buffer.from(text)).setProtectedHeader({ alg, kid, typ }).sign(key.privateKey);
}
