// The published schemas, held to what the verifier accepts and refuses.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { sm3 } from "sm-crypto-v2";
import { readVectors, root } from "./load-vectors.js";

const schemas = Object.fromEntries(["credit-status", "market-credit", "facts"].map((name) => [name, read(`pkg/schemas/${name}.json`)]));
const types = { "urn:xinyi:credit-status:1": "credit-status", "urn:xinyi:market-credit:1": "market-credit" };
const fits = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, compile(schema)]));
/** Of what is presented some may be hidden: only what stands in the open is required then. */
const presented = Object.fromEntries(
  Object.values(types).map((name) => {
    const { $id, ...schema } = structuredClone(schemas[name]);
    schema.required = schema.required.filter((claim) => !schema.properties[claim].items);
    return [name, compile(schema)];
  }),
);

const vectors = readVectors();

/** Refusals by form that no schema sees, and why. */
const BEYOND_A_SCHEMA = {
  "bundle/ground-that-its-list-does-not-have": "two members compared by the law",
  "bundle/ground-of-a-list-without-any": "two members compared by the law",
  "bundle/other-types-with-the-type-itself": "two claims compared",
  "bundle/type-that-nobody-asked-for": "another type, and well formed",
  "bundle/iss-that-runs-backwards": "a character that is not seen",
  "bundle/iss-with-an-escape": "a character that is not seen",
  "bundle/iss-with-a-space": "a character that no name has",
  "bundle/status-list-with-a-line-break": "a character that no name has",
  "bundle/forbidden-religion-in-full-width": "a spelling that is not usual",
};

test("every bundle that is accepted fits the schema of its type", () => {
  let whole = 0;
  // One is a text of several bundles, which is no bundle.
  const accepted = vectors.filter(({ name, expect }) => expect.ok && name !== "inputs/text").flatMap(({ name, bundle, bundles }) => {
    const texts = bundles ? Object.values(bundles) : [bundle];
    return texts.map((bundle) => ({ name, bundle }));
  });
  for (const { name, bundle } of accepted) {
    const { payload, hidden } = disclosed(bundle);
    const type = types[payload.vct];
    const check = hidden === 0 ? fits[type] : presented[type];
    whole += hidden === 0;
    assert.ok(check(payload), `${name}: ${JSON.stringify(check.errors)}`);
    const facts = { credit: disclosed(bundle, { asFacts: true }).payload, request: { deposit: "99.00" } };
    assert.ok(fits.facts(facts), `${name} as facts: ${JSON.stringify(fits.facts.errors?.slice(0, 3))}`);
  }
  assert.ok(accepted.length >= 190 && whole >= 1, `${accepted.length} accepted, ${whole} whole`);
});

test("what a verifier refuses by its form alone does not fit", () => {
  const codes = ["claim.required", "claim.invalid", "claim.forbidden"];
  const refused = vectors.filter(({ name, expect }) => name.startsWith("bundle/") && codes.includes(expect.code));
  let seen = 0;
  for (const { name, bundle } of refused) {
    if (name in BEYOND_A_SCHEMA) continue;
    const { payload, hidden } = disclosed(bundle);
    const type = types[payload.vct] ?? "credit-status";
    const check = hidden === 0 ? fits[type] : presented[type];
    assert.ok(!check(payload), name);
    seen += 1;
  }
  assert.ok(seen >= 80, `only ${seen}`);
  for (const name of Object.keys(BEYOND_A_SCHEMA)) assert.ok(refused.some((vector) => vector.name === name), name);
});

const listing = {
  list: "wage_arrears", field: "labour", severity: "serious", scope: "310000", since: "2025-03-01",
  state: "active", authority: "示例区人力资源和社会保障局", basis: "保障农民工工资支付条例",
};
const whole = {
  iss: "https://credit.shanghai.example", vct: "urn:xinyi:credit-status:1", iat: 1795339800, exp: 1796203800,
  cnf: { jwk: { kty: "OKP" } }, status: { status_list: { idx: 7, uri: "https://credit.shanghai.example/status/1" } },
  subject_kind: "natural_person", jurisdiction: "310000", catalogue: "CN-2025", as_of: "2026-11-22",
  subject: { age_over: { 18: true }, residence: "310115" }, evaluations: { "sh-public": { score: 712 } },
  listings: [listing], penalties: [], commitments: [], honours: [], licences: [],
};

test("what an issuer builds is held to its last member", () => {
  const check = fits["credit-status"];
  assert.ok(check(whole), JSON.stringify(check.errors));
  for (const claim of schemas["credit-status"].required) {
    const { [claim]: _, ...rest } = whole;
    assert.ok(!check(rest), `without ${claim}`);
  }
  for (const changes of [
    { as_of: "2026-11-31" },
    { iat: "1795339800" },
    { subject_kind: "robot" },
    { catalogue: "2025" },
    { catalogue: "CN-25" },
    { subject: { birthdate: "1790-01-01" } },
    { subject: { age_over: { 151: true } } },
    { subject: { officers: [{ role: "king", id: "1" }] } },
    { evaluations: { "SH public": {} } },
    { evaluations: { tax: { grade: "" } } },
    { finance: { revenue: "100" } },
    { finance: { revenue: { currency: "CNY", amount: "-1.00" } } },
    { finance: { revenue: { currency: "CNY", amount: 100 } } },
    { finance: { revenue: { currency: "CNY", amount: "1.005" } } },
    { listings: [{ ...listing, severity: "mild" }] },
    { listings: [{ ...listing, since: "2025-02-29" }] },
    { listings: [{ ...listing, list: "Wage arrears" }] },
    { listings: [{ ...listing, scope: "3100" }] },
    { listings: [{ ...listing, until: null }] },
    { listings: [{ ...listing, via: { role: "principal" } }] },
    { listings: [{ ...listing, remarks: [["…", { 病史: "…" }]] }] },
    { listings: [{ ...listing, remarks: null }] },
    { subject: { bloodType: "A" } },
    { religion: "…" },
    { dna: "…" },
    { DNAResult: "…" },
    { patientGenes: "…" },
    { geneId: "…" },
    { xue_xing: "…" },
    { note: { "FINGER-PRINT": "…" } },
  ]) {
    assert.ok(!check({ ...whole, ...changes }), JSON.stringify(changes));
  }
  for (const changes of [
    { listings: [{ ...listing, list: "of_a_later_edition", remarks: ["…"] }] },
    { listings: [{ ...listing, scope: "national", recognised_in: ["320000"], via: { role: "principal", subject_kind: "enterprise" } }] },
    { finance: { profit: { currency: "CNY", amount: "-1.5" } } },
    { region: "…", general: true, GENERAL: true, agentId: 1, Generation: 3, good_faith: true },
    { iat: 1795339800.5 },
    { nbf: 1795339800, aud: ["https://bikes.example"] },
  ]) {
    assert.ok(check({ ...whole, ...changes }), `${JSON.stringify(changes)}: ${JSON.stringify(check.errors)}`);
  }
});

test("facts may stand as hidden where a bundle may hide, and nowhere else", () => {
  const hidden = { $undisclosed: true };
  const { iss, vct, iat, exp, cnf, status, ...claims } = whole;
  const check = (changes) => fits.facts({ credit: { ...claims, ...changes } });
  for (const changes of [
    {},
    { listings: hidden },
    { listings: [hidden, listing] },
    { subject: hidden },
    { subject: { age_over: hidden, $undisclosed: true } },
    { evaluations: { tax: hidden, $undisclosed: true } },
    { finance: hidden, registration: hidden },
    { penalties: undefined, $undisclosed: true },
  ]) {
    assert.ok(check(JSON.parse(JSON.stringify(changes))), `${JSON.stringify(changes)}: ${JSON.stringify(fits.facts.errors)}`);
  }
  for (const changes of [
    { as_of: hidden },
    { subject_kind: hidden },
    { listings: [{ ...listing, until: hidden }] },
    { listings: [{ ...listing, $undisclosed: true }] },
    { evaluations: { tax: { score: hidden } } },
    { subject: { $undisclosed: false } },
    { finance: { $undisclosed: true, revenue: { currency: "CNY", amount: "1.00" } } },
  ]) {
    assert.ok(!check(changes), JSON.stringify(changes));
  }
  assert.ok(!fits.facts({ credit: "310000" }));
  assert.ok(!fits.facts({ credit: claims, request: { deposit: [] } }));
});

test("facts may say what is promised, in the form of a commitment's own members", () => {
  const promise = { type: "proof_item", item: "residence", text_sha256: "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", made_on: "2026-11-20" };
  const check = (...promised) => fits.facts({ promised });
  assert.ok(check() && check(promise) && check(...Array(16).fill(promise)));
  for (const wrong of [
    { type: "promise" }, { item: "The residence" }, { text_sha256: "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFV" },
    { made_on: "20 November" }, { exp: 1795140000 }, { $undisclosed: true }, { type: null },
  ]) {
    assert.ok(!check({ ...promise, ...wrong }), JSON.stringify(wrong));
  }
  for (const name of Object.keys(promise)) assert.ok(!check({ ...promise, [name]: undefined }), name);
  assert.ok(!check(...Array(17).fill(promise)) && !fits.facts({ promised: { $undisclosed: true } }));
});

function compile(schema) {
  const isDay = (text) => {
    const day = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  };
  // Strict but for types said again beside a reference or a pattern, which the schemas have no need of.
  return new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, formats: { date: isDay } }).compile(schema);
}

/**
 * The claims of a presentation with what is disclosed in its place, and how many digests are of
 * nothing disclosed; as facts, such places are marked. RFC 9901 §7.1, for presentations that are well formed.
 */
function disclosed(presentation, { asFacts = false } = {}) {
  const [token, ...rest] = presentation.split("~");
  const decode = (text) => JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  const body = decode(token.split(".")[1]);
  const digest = {
    "sha-256": (text) => createHash("sha256").update(text).digest("base64url"),
    sm3: (text) => Buffer.from(sm3(text), "hex").toString("base64url"),
  }[body._sd_alg ?? "sha-256"];
  const disclosures = new Map(rest.slice(0, -1).map((text) => [digest(text), decode(text)]));
  let hidden = 0;
  const fill = (value) => {
    if (Array.isArray(value)) {
      return value.flatMap((element) => {
        if (element?.["..."] === undefined) return [fill(element)];
        const found = disclosures.get(element["..."]);
        if (found) return [fill(found[1])];
        hidden += 1;
        return asFacts ? [{ $undisclosed: true }] : [];
      });
    }
    if (value === null || typeof value !== "object") return value;
    const { _sd = [], _sd_alg, ...members } = value;
    const out = Object.fromEntries(Object.entries(members).map(([name, member]) => [name, fill(member)]));
    for (const found of _sd) {
      const disclosure = disclosures.get(found);
      if (disclosure) out[disclosure[1]] = fill(disclosure[2]);
      else hidden += 1;
      if (!disclosure && asFacts) out.$undisclosed = true;
    }
    return out;
  };
  return { payload: fill(body), get hidden() { return hidden; } };
}

function read(file) {
  return JSON.parse(readFileSync(root + file, "utf8"));
}
