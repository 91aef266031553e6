// Requests as others read them: npm's dcql, and presentations that another library makes to our queries.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { SDJwtInstance } from "@sd-jwt/core";
import { DcqlPresentationResult, DcqlQuery } from "dcql";
import { createVerifier, createVerifierSync } from "xinyi";
import { makePlatform } from "./demo-platform.js";
import { makeKey } from "./foreign.js";
import { AUDIENCE, NONCE, NOW, makeForeignPlatform, present } from "./foreign-platform.js";
import { readVectors } from "./load-vectors.js";

const audience = "https://app.example";
const hasher = (data, alg) => createHash(alg.replace("-", "")).update(data).digest();
const library = new SDJwtInstance({ hasher, hashAlg: "sha-256" });

/** A bundle as dcql takes it. */
async function credential(text, bound = true) {
  const claims = await library.getClaims(text);
  return { credential_format: "dc+sd-jwt", vct: claims.vct, claims, cryptographic_holder_binding: bound };
}

function parsed(query) {
  const read = DcqlQuery.parse(structuredClone(query));
  DcqlQuery.validate(read);
  return read;
}

/** The paths of the set that a wallet answers with, as the other library wants to be told what to disclose. */
function frameOf(query, match) {
  const { claims } = query.credentials.find(({ id }) => id === match.credential_query_id);
  const { valid_claim_indexes, valid_claim_sets } = match.valid_credentials[0].claims;
  const indexes = valid_claim_sets ? valid_claim_sets[0].valid_claim_indexes : valid_claim_indexes;
  const frame = {};
  for (const index of indexes || []) {
    let place = frame;
    const { path } = claims[index];
    // What is inside of an age is no disclosure of its own.
    const units = path.slice(0, 2);
    units.forEach((name, i) => (place = place[name] = i === units.length - 1 ? true : place[name] || {}));
  }
  return frame;
}

/** The same, as the names of disclosures. */
const frameUnits = (query, match) =>
  Object.entries(frameOf(query, match)).flatMap(([name, inside]) => (inside === true ? [name] : Object.keys(inside).map((member) => `${name}.${member}`)));

function set(object, [first, ...rest], value) {
  if (rest.length === 0) object[first] = object[first] || value;
  else set((object[first] = typeof object[first] === "object" ? object[first] : {}), rest, value);
}

test("the query of every programme of the vectors is read", () => {
  const vectors = readVectors().filter(({ platform, steps }) => platform.snapshot && !steps);
  const seen = new Set();
  for (const { platform, create, check } of vectors) {
    const options = { ...platform, ...create };
    const key = JSON.stringify([check.programme, typeof check.programme === "string" && platform.snapshot]);
    if (seen.has(key)) continue;
    try {
      const verifier = createVerifierSync(options);
      const request = verifier.presentationRequest({ programme: check.programme, audience, now: check.now });
      parsed(request.dcql_query);
      seen.add(key);
    } catch (error) {
      // Programmes that are refused, and platforms that are.
      if (error.name !== "XinyiError") throw error;
    }
  }
  assert.ok(seen.size > 150, `${seen.size} programmes`);
});

test("the demo's bundles: what is granted satisfies the query, and a wallet's answer is granted as well", async () => {
  const { read, platform } = makePlatform("test-interop-request");
  const verifier = await createVerifier({ root: read(platform.root), snapshot: read(platform.snapshot), now: platform.now, allowDemoRoot: true });
  let [satisfied, answered] = [0, 0];
  for (const { file, programme, expect, request } of platform.bundles) {
    if (expect.outcome !== "granted") continue;
    const text = read(file).trim();
    const query = parsed(verifier.presentationRequest({ programme, audience, now: platform.now }).dcql_query);
    const bundles = text.startsWith("{") ? JSON.parse(text) : { [query.credentials[0].id]: text };
    const presented = {};
    for (const [alias, bundle] of Object.entries(bundles)) presented[alias] = [await credential(bundle)];
    const result = DcqlPresentationResult.fromDcqlPresentation(presented, { dcqlQuery: query });
    assert.ok(result.can_be_satisfied, `${file}: ${JSON.stringify(result.credential_matches)}`);
    satisfied++;
    if (text.startsWith("{")) continue;
    // The whole bundle, of which the wallet shows what the first set that it can fill asks for.
    const whole = read(file.replace("bundles/", "wallets/")).trim();
    const [match] = Object.values(DcqlQuery.query(query, [await credential(whole)]).credential_matches);
    const units = frameUnits(query, match);
    const frame = {};
    for (const key of await library.presentableKeys(whole)) {
      if (units.some((unit) => key === unit || key.startsWith(`${unit}.`))) set(frame, key.split("."), true);
    }
    const shown = await library.present(whole, frame);
    const decision = verifier.check(shown, { programme, holder: "unbound", request, now: platform.now });
    assert.deepEqual([decision.outcome, decision.tier], [expect.outcome, expect.tier], file);
    answered++;
  }
  assert.ok(satisfied >= 4 && answered >= 4, `${satisfied} bundles, ${answered} of them from wallets`);
});

test("@sd-jwt/sd-jwt-vc presents to our query, and check decides its vp_token", async () => {
  const key = makeKey("ES256");
  const verifier = await createVerifier({ ...(await makeForeignPlatform({ "es256-1": { key } })), now: NOW });
  const request = verifier.presentationRequest({ programme: "foreign.bike", audience: AUDIENCE, nonce: NONCE, now: NOW });
  const query = parsed(request.dcql_query);
  const holder = makeKey("ES256");
  const issued = { key, kid: "es256-1", holder };
  const everything = { listings: true, honours: true, penalties: true, commitments: true, licences: true, subject: { age_over: true }, evaluations: { "sh-public": true } };
  const wallet = await credential(await present({ ...issued, disclose: everything }));

  const match = DcqlQuery.query(query, [wallet]).credential_matches.credit;
  assert.ok(match.success);
  const disclose = frameOf(query, match);
  assert.deepEqual(disclose, { listings: true, subject: { age_over: true }, evaluations: { "sh-public": true } });
  const presentation = await present({ ...issued, disclose });
  const result = DcqlPresentationResult.fromDcqlPresentation({ credit: [await credential(presentation)] }, { dcqlQuery: query });
  assert.ok(result.can_be_satisfied);

  const options = { programme: request.programme, holder: { audience: request.audience, nonce: request.nonce }, now: NOW };
  for (const token of [{ credit: [presentation] }, JSON.stringify({ credit: [presentation] }), { credit: presentation }, presentation]) {
    const decision = verifier.check(token, options);
    assert.deepEqual([decision.outcome, decision.tier], ["granted", "gold"]);
  }
  // The query says that there is one of each.
  for (const token of [{ credit: [presentation, presentation] }, { credit: [] }]) {
    for (const form of [token, JSON.stringify(token)]) {
      const { error } = verifier.safeCheck(form, options);
      assert.deepEqual([error.code, error.details.pointer, error.details.problem], ["input.options", "/bundle/credit", "several"]);
    }
  }
  // A wallet without the age answers with what every bundle has; that grants nothing, and says what is missing.
  const { claims } = await credential(await present({ ...issued, disclose: { listings: true, evaluations: { "sh-public": true } } }));
  const without = DcqlQuery.query(query, [{ ...wallet, claims }]).credential_matches.credit;
  const least = await present({ ...issued, disclose: frameOf(query, without) });
  const open = verifier.check({ credit: [least] }, options);
  assert.equal(open.outcome, "undetermined");
  assert.deepEqual([...open.missing].sort(), ["credit.evaluations.sh-public", "credit.subject.age_over"]);
});

test("the forms of OpenID4VP 1.0 have what its sections 5 and 8 and appendix A ask for", async () => {
  const verifier = await createVerifier({ ...(await makeForeignPlatform({ "es256-1": { key: makeKey("ES256") } })), now: NOW });
  const { openid4vp, dcql_query, nonce } = verifier.presentationRequest({ programme: "foreign.bike", audience: "x509_san_dns:app.example", now: NOW });
  const { dc_api, client } = openid4vp;
  assert.deepEqual(Object.keys(dc_api).sort(), ["client_metadata", "dcql_query", "nonce", "response_mode", "response_type"]);
  assert.deepEqual(Object.keys(client).sort(), ["client_id", "client_metadata", "dcql_query", "nonce", "response_type"]);
  assert.deepEqual([dc_api.response_type, dc_api.response_mode, client.client_id], ["vp_token", "dc_api", "x509_san_dns:app.example"]);
  for (const form of [dc_api, client]) {
    assert.deepEqual(form.dcql_query, dcql_query);
    assert.match(form.nonce, /^[A-Za-z0-9_-]{22}$/);
    assert.equal(form.nonce, nonce);
    const formats = form.client_metadata.vp_formats_supported;
    assert.deepEqual(Object.keys(formats), ["dc+sd-jwt"]);
    for (const list of ["sd-jwt_alg_values", "kb-jwt_alg_values"]) assert.ok(formats["dc+sd-jwt"][list].includes("ES256"));
  }
});
