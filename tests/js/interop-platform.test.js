// A platform that other libraries made, and bundles of theirs, decided by the package.
import assert from "node:assert/strict";
import test from "node:test";
import { createVerifier } from "xinyi";
import { hasOpenssl, makeKey, opensslKey } from "./foreign.js";
import { AUDIENCE, NONCE, NOW, makeForeignPlatform, present } from "./foreign-platform.js";

const OWN_ID = "platform@foreign.example";
const keys = {
  ed25519: { key: makeKey("EdDSA") },
  es256: { key: makeKey("ES256") },
  sm2: { key: makeKey("SM2") },
  "sm2-own-id": { key: makeKey("SM2", OWN_ID), sm2_id: OWN_ID },
};
const openssl = hasOpenssl();
if (openssl) {
  keys.openssl = { key: opensslKey() };
  test.after(() => keys.openssl.key.close());
}
const verifier = await createVerifier({ ...(await makeForeignPlatform(keys)), now: NOW });
const options = { programme: "foreign.bike", holder: { audience: AUDIENCE, nonce: NONCE }, now: NOW };

test("every document of the platform is accepted", () => {
  const { manifest, trust_list, programmes, status_lists, dropped_issuers } = verifier.report;
  for (const part of [manifest, trust_list, ...programmes, ...status_lists]) assert.equal(part.result, "accepted");
  assert.deepEqual([programmes.length, status_lists.length, dropped_issuers.length], [1, 1, 0]);
});

test("bundles of every issuer's key, by holders of every kind, are granted", async () => {
  let granted = 0;
  for (const [kid, { key }] of Object.entries(keys)) {
    for (const alg of ["EdDSA", "ES256", "SM2"]) {
      const bundle = await present({ kid, key, holder: makeKey(alg) });
      const result = verifier.safeCheck(bundle, options);
      assert.ok(result.ok, `${kid}, ${alg}: ${JSON.stringify(result.error)}`);
      assert.equal(result.decision.outcome, "granted");
      assert.equal(result.decision.tier, "gold");
      const [evidence] = result.decision.evidence.bundles;
      assert.equal(evidence.kid, kid);
      assert.equal(evidence.alg, { EdDSA: "Ed25519", ES256: "ES256", SM2: "SGD_SM3_SM2" }[key.alg]);
      assert.equal(evidence.holder_bound, true);
      granted++;
    }
  }
  assert.equal(granted, (openssl ? 5 : 4) * 3);
});

test("what is left out is missing, what is too little is refused, what is revoked is no longer good", async () => {
  const common = { kid: "ed25519", key: keys.ed25519.key, holder: makeKey("EdDSA") };
  const hidden = verifier.check(await present({ ...common, disclose: { subject: { age_over: true } } }), options);
  assert.equal(hidden.outcome, "undetermined");
  assert.deepEqual([...hidden.missing].sort(), ["credit.evaluations.sh-public", "credit.listings"]);
  assert.equal(verifier.check(await present({ ...common, score: 699 }), options).outcome, "not_granted");
  const revoked = verifier.safeCheck(await present({ ...common, idx: 3 }), options);
  assert.equal(revoked.error.code, "status.invalid");
});

const mistakes = { der: "signature.encoding", empty_id: "signature.sm2_identifier", no_za: "signature.sm2_za", double_hash: "signature.sm2_double_hash" };

function refuses(kid, names) {
  return async () => {
    const { key } = keys[kid];
    for (const name of names) {
      const bundle = await present({ kid, key, holder: makeKey("EdDSA"), sign: key.wrong[name] });
      const { ok, error } = verifier.safeCheck(bundle, options);
      assert.deepEqual([ok, error?.code, error?.stage], [false, mistakes[name], "bundle"], name);
    }
  };
}

test("what sm-crypto-v2 signs otherwise than the standard is refused by name", refuses("sm2", Object.keys(mistakes)));

const skip = openssl || process.env.CI === "true" ? false : "no openssl that knows SM2";
test("what OpenSSL signs unless told is refused by name", { skip }, (t) => refuses("openssl", ["der", "empty_id"])(t));

test("an SM2 holder's mistakes are refused by name", async () => {
  for (const [name, code] of Object.entries(mistakes)) {
    const holder = makeKey("SM2");
    const bundle = await present({ kid: "ed25519", key: keys.ed25519.key, holder: { ...holder, sign: holder.wrong[name] } });
    const { error } = verifier.safeCheck(bundle, options);
    assert.deepEqual([error?.code, error?.stage], [code, "key_binding"], name);
  }
});
