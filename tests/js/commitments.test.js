// Commitments in the package: drafts for keys that hand out signatures alone, what check makes of them, and the texts.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";
import * as xinyi from "xinyi";
import { createPlatformSync } from "xinyi/testing";

const require = createRequire(import.meta.url);
const TYPES = ["approval_replacing", "credit_repair", "industry_self_discipline", "proof_item", "self_publicised"];
const template = require("xinyi/commitments/approval_replacing.json");
const text = template.text["zh-CN"];

const platform = createPlatformSync({ seed: "commitments", now: "2026-11-18T08:00:00Z" });
const { now } = platform;
const verifier = xinyi.createVerifierSync({ root: platform.root, snapshot: platform.snapshot(), now, allowDemoRoot: true });
const wallet = platform.wallet("zhang-gold");
const holder = { audience: "https://app.example", nonce: "d2hhdCBldmVyIGl0IGlz" };
const { document } = platform.programmes.find(({ id }) => id === wallet.programme);
/** The wallet's programme, which asks for a commitment as well. */
const programme = {
  ...document,
  requirements: [
    ...(document.requirements ?? []),
    { id: "promised", when: { some: [{ var: "promised" }, { "==": [{ var: "text_sha256" }, template.text_sha256["zh-CN"]] }] } },
  ],
};
const { id, version } = programme;
const asked = { type: template.type, item: "deposit", text, programme: { id, version }, ...holder, until: now + 3600, now };
const presentation = wallet.present({ ...holder, now });
const check = (commitments, more) => verifier.safeCheck(presentation, { programme, request: wallet.request, holder, now, ...(commitments && { commitments }), ...more });
const throwsAt = (call, code, pointer) =>
  assert.throws(call, (error) => {
    assert.ok(xinyi.isXinyiError(error), String(error));
    assert.deepEqual([error.code, error.details.pointer], [code, pointer]);
    return true;
  });

test("a holder commits in two steps, and is granted until the commitment ends", () => {
  assert.deepEqual([check().decision.outcome, check().decision.missing], ["undetermined", ["promised"]]);
  const draft = verifier.prepareCommitment(wallet.bundle, asked);
  assert.equal(draft.alg, "ES256");
  assert.ok(Object.isFrozen(draft));
  const signature = wallet.sign(draft.signingInput);
  const commitment = draft.finish(signature);
  // What WebCrypto gives is a buffer.
  assert.equal(draft.finish(signature.slice().buffer), commitment);
  const [, payload] = commitment.split(".");
  assert.deepEqual(JSON.parse(Buffer.from(payload, "base64url")), {
    type: "approval_replacing", item: "deposit", text_sha256: template.text_sha256["zh-CN"], programme: { id, version },
    aud: holder.audience, nonce: holder.nonce, iat: now, exp: now + 3600,
  });
  const { decision } = check([commitment]);
  assert.equal(decision.outcome, "granted");
  assert.equal(Date.parse(decision.valid_until) / 1000, now + 3600);

  const refused = (commitments, more) => {
    const { error } = check(commitments, more);
    return [error.code, error.stage, error.details.index ?? error.details.pointer];
  };
  assert.deepEqual(refused([commitment], { holder: "unbound" }), ["input.options", "input", "/commitments"]);
  assert.deepEqual(refused([commitment, commitment]), ["input.options", "input", "/commitments/1"]);
  assert.deepEqual(refused([commitment, commitment.slice(0, -1)]), ["format.base64", "commitment", 1]);
  const later = { now: now + 3600, holder: { ...holder, window: 9999 } };
  assert.deepEqual(refused([commitment], later), ["time.expired", "commitment", 0]);
  // To the letter: with a line break at its end it is another text.
  const other = verifier.prepareCommitment(wallet.bundle, { ...asked, text: text + "\n" });
  assert.equal(check([other.finish(wallet.sign(other.signingInput))]).decision.outcome, "undetermined");
});

test("a plan takes what the holder means to promise", () => {
  const planned = (commitments) => verifier.plan(wallet.bundle, { programme, request: wallet.request, now, commitments });
  assert.equal(planned([]).disclose, null);
  const plan = planned([{ ...asked, until: new Date((now + 3600) * 1000) }]);
  assert.equal(Date.parse(plan.valid_until) / 1000, now + 3600);
  const draft = verifier.prepare(wallet.bundle, { disclose: plan.disclose, ...holder, now });
  const committed = verifier.prepareCommitment(wallet.bundle, asked);
  const commitments = [committed.finish(wallet.sign(committed.signingInput))];
  const decision = verifier.check(draft.finish(wallet.sign(draft.signingInput)), { programme, request: wallet.request, holder, now, commitments });
  assert.equal(decision.outcome, "granted");
  assert.equal(decision.valid_until, plan.valid_until);
  throwsAt(() => planned([asked, { ...asked, type: "promise" }]), "input.options", "/commitments/1/type");
  throwsAt(() => planned([{ ...asked, until: "soon" }]), "input.options", "/commitments/0/until");
  throwsAt(() => planned({}), "input.options", "/commitments");
});

test("a signature is verified before it is used", () => {
  const draft = verifier.prepareCommitment(wallet.bundle, asked);
  const another = platform.wallets.find(({ jwk }) => jwk.x !== wallet.jwk.x);
  for (const [signature, code] of [
    [new Uint8Array(64), "signature.invalid"],
    [new Uint8Array(63), "signature.encoding"],
    [another.sign(draft.signingInput), "signature.invalid"],
    [wallet.sign("something else"), "signature.invalid"],
  ]) {
    assert.throws(() => draft.finish(signature), { code, stage: "signer" });
  }
  for (const nothing of [undefined, null, "", [], {}, "c2ln", new Uint16Array(32)]) {
    throwsAt(() => draft.finish(nothing), "input.options", "/signature");
  }
});

test("options are checked as strictly as those of a check", () => {
  const refused = (change) => () => verifier.prepareCommitment(wallet.bundle, { ...asked, ...change });
  for (const name of ["type", "item", "text", "programme", "audience", "nonce", "until"]) {
    throwsAt(refused({ [name]: undefined }), "input.options", "/" + name);
    throwsAt(refused({ [name]: 7.5 }), "input.options", "/" + name);
  }
  throwsAt(refused({ type: "promise" }), "input.options", "/type");
  throwsAt(refused({ item: "Deposit" }), "input.options", "/item");
  throwsAt(refused({ programme: id }), "input.options", "/programme");
  throwsAt(refused({ programme: { id } }), "input.options", "/programme/version");
  throwsAt(refused({ until: now }), "input.options", "/until");
  throwsAt(refused({ until: "soon" }), "input.options", "/until");
  throwsAt(refused({ nosuch: 1 }), "input.options", "/nosuch");
  assert.throws(refused({ audience: "" }), { code: "input.holder" });
  assert.throws(() => verifier.prepareCommitment("x", asked), { code: "format.structure" });
  const once = verifier.prepareCommitment(wallet.bundle, { ...asked, until: new Date((now + 3600) * 1000) });
  assert.deepEqual(once.signingInput, verifier.prepareCommitment(wallet.bundle, asked).signingInput);
});

test("the package has a text of each type", () => {
  for (const type of TYPES) {
    const of = require(`xinyi/commitments/${type}.json`);
    assert.equal(of.type, type);
    const draft = verifier.prepareCommitment(wallet.bundle, { ...asked, type, text: of.text.en });
    const [, payload] = Buffer.from(draft.signingInput).toString().split(".");
    assert.equal(JSON.parse(Buffer.from(payload, "base64url")).text_sha256, of.text_sha256.en);
  }
});
