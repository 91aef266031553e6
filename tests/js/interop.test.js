// Tokens that other libraries make, verified by the command line, and the other way round.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import test from "node:test";
import { SDJwtInstance } from "@sd-jwt/core";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { CompactSign, compactVerify } from "jose";
import { command, makePlatform } from "./demo-platform.js";
import { DEFAULT_ID, b64, hasOpenssl, hasher, makeKey, opensslKey, opensslVerifiesJwk, salt, smCryptoVerifiesJwk, unb64 } from "./foreign.js";
import { loadVectors, root } from "./load-vectors.js";
import { random, seed } from "./random.js";

const NOW = 1_795_140_000;
const folder = `${root}target/interop`;
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const openssl = hasOpenssl();
const skip = openssl || process.env.CI === "true" ? false : "no openssl that knows SM2";

function xinyi(args, key, token) {
  writeFileSync(`${folder}/key.jwk`, JSON.stringify(key));
  const all = [...args, "--json", "--jwk", `${folder}/key.jwk`, "-"];
  const { stdout, status } = spawnSync(command, all, { input: token, encoding: "utf8", maxBuffer: 1 << 26 });
  const answer = JSON.parse(stdout);
  assert.equal(status === 0, answer.ok, stdout);
  return answer;
}

const sdJwtVerify = (key, token, ...more) => xinyi(["sd-jwt", "verify", "--now", String(NOW), ...more], key, token);
const jwsVerify = (key, token, ...more) => xinyi(["jws", "verify", ...more], key, token);

function refused(answer, code) {
  assert.equal(answer.ok, false, JSON.stringify(answer));
  assert.equal(answer.error.code, code);
}

function instance(kind, key, holder) {
  return new kind({
    signer: key.sign,
    signAlg: key.alg,
    verifier: key.verify,
    hasher,
    hashAlg: "sha-256",
    saltGenerator: salt,
    ...(holder && { kbSigner: holder.sign, kbSignAlg: holder.alg, kbVerifier: (text, signature) => holder.verify(text, signature) }),
  });
}

/** A claim of any shape, and a frame that hides any part of it. */
function claim(pick, depth) {
  const kind = depth > 3 ? pick(5) : pick(9);
  if (kind < 5) return { value: ["text", "名称 é 😀", pick(1_000_000), pick(2) === 1, 12.5][kind] };
  if (kind === 5) return { value: pick(2) ? [] : {} };
  const many = pick(4);
  if (kind === 6) {
    const items = Array.from({ length: many }, () => claim(pick, depth + 1));
    const frame = {};
    const hidden = items.flatMap((_, i) => (pick(2) ? [i] : []));
    if (hidden.length > 0) frame._sd = hidden;
    items.forEach((item, i) => { if (item.frame) frame[i] = item.frame; });
    return { value: items.map((item) => item.value), frame: Object.keys(frame).length ? frame : undefined };
  }
  const value = {};
  const frame = {};
  for (let i = 0; i < many; i++) {
    // Not "constructor": @sd-jwt/core 0.19.0 finds a function of that name, and signs null.
    const name = ["a", "b", "姓名", "x-y", "__proto", "with space"][i + pick(3)];
    if (name in value) continue;
    const member = claim(pick, depth + 1);
    value[name] = member.value;
    if (pick(2)) (frame._sd ||= []).includes(name) || frame._sd.push(name);
    if (member.frame) frame[name] = member.frame;
  }
  if (pick(3) === 0 && many > 0) frame._sd_decoy = 1 + pick(3);
  return { value, frame: Object.keys(frame).length ? frame : undefined };
}

test("@sd-jwt/core issues, ours verifies: shapes of every kind, whole and in part", async () => {
  const keys = ["EdDSA", "ES256", "SM2"].map((alg) => makeKey(alg));
  let seen = 0;
  for (let n = 0; n < 220; n++) {
    const pick = random(seed * 1000 + n);
    const key = keys[n % 3];
    const library = instance(SDJwtInstance, key);
    const shape = claim(pick, 0);
    const claims = { iss: "https://issuer.example", iat: NOW - 60, content: shape.value };
    const frame = { ...(pick(2) && { _sd: ["content"] }), ...(shape.frame && { content: shape.frame }) };
    const issued = await library.issue(claims, Object.keys(frame).length ? frame : undefined);
    const text = `XINYI_SEED=${seed}, case ${n}: ${JSON.stringify({ claims, frame })}`;

    const whole = sdJwtVerify(key.jwk, issued);
    assert.deepEqual(whole.payload, claims, text);
    // Some of the disclosures; those that lost what they are found in are dropped by the library.
    const names = await library.presentableKeys(issued);
    const shown = {};
    for (const name of names) if (pick(2)) set(shown, name.split("."), true);
    const presented = await library.present(issued, shown);
    const theirs = await library.getClaims(presented);
    assert.deepEqual(sdJwtVerify(key.jwk, presented).payload, theirs, text);
    refused(sdJwtVerify(keys[(n + 1) % 3].jwk, issued), "signature.algorithm");
    seen++;
  }
  assert.equal(seen, 220);
});

function set(object, [first, ...rest], value) {
  if (rest.length === 0) object[first] = object[first] || value;
  else set((object[first] = typeof object[first] === "object" ? object[first] : {}), rest, value);
}

test("@sd-jwt/sd-jwt-vc presents with key binding, ours verifies: holders of every kind", async () => {
  const issuer = makeKey("EdDSA");
  for (const alg of ["EdDSA", "ES256", "SM2"]) {
    const holder = makeKey(alg);
    const library = instance(SDJwtVcInstance, issuer, holder);
    const claims = { vct: "urn:example:1", iss: "https://issuer.example", iat: NOW - 60, cnf: { jwk: holder.jwk }, name: "某某", age: 30 };
    const issued = await library.issue(claims, { _sd: ["name", "age"] });
    const kb = { payload: { iat: NOW, aud: "https://app.example", nonce: "n-0S6_WzA2Mj" } };
    const presented = await library.present(issued, { age: true }, { kb });
    const verify = (...more) => sdJwtVerify(issuer.jwk, presented, "--vc", "--key-binding", ...more);
    const { name, ...shown } = claims;
    assert.deepEqual(verify("--aud", "https://app.example", "--nonce", "n-0S6_WzA2Mj").payload, shown, alg);
    refused(verify("--aud", "https://other.example", "--nonce", "n-0S6_WzA2Mj"), "binding.audience");
    refused(verify("--aud", "https://app.example", "--nonce", "other"), "binding.nonce");
    // One disclosure more than the holder signed for.
    const [more] = issued.split("~").slice(1).filter((d) => d && !presented.includes(d));
    const parts = presented.split("~");
    const swollen = [...parts.slice(0, -1), more, parts.at(-1)].join("~");
    refused(sdJwtVerify(issuer.jwk, swollen, "--vc", "--key-binding", "--aud", "https://app.example", "--nonce", "n-0S6_WzA2Mj"), "binding.sd_hash");
  }
});

test("jose signs, ours verifies", async () => {
  for (const [name, alg] of [["EdDSA", "EdDSA"], ["EdDSA", "Ed25519"], ["ES256", "ES256"]]) {
    const key = makeKey(name);
    for (const payload of [Buffer.alloc(0), Buffer.from([0]), Buffer.from("текст 文"), randomBytes(1000), randomBytes(100_000)]) {
      const token = await new CompactSign(payload).setProtectedHeader({ alg, kid: "k", typ: "any" }).sign(key.privateKey);
      assert.deepEqual(jwsVerify(key.jwk, token), { ok: true, payload_base64url: b64(payload) });
      refused(jwsVerify(makeKey(name).jwk, token), "signature.invalid");
    }
    const critical = await new CompactSign(Buffer.from("x")).setProtectedHeader({ alg, crit: ["b64"], b64: true }).sign(key.privateKey);
    refused(jwsVerify(key.jwk, critical), "format.header");
  }
});

const jws = (key, sign, payload = "payload") => {
  const input = `${b64('{"alg":"SM2"}')}.${b64(payload)}`;
  return `${input}.${sign(input)}`;
};

function sm2Suite(makeKeys, mistakes) {
  const key = makeKeys();
  assert.deepEqual(jwsVerify(key.jwk, jws(key, key.sign)), { ok: true, payload_base64url: b64("payload") });
  assert.equal(jwsVerify({ ...key.jwk, crv: "SM2-P-256" }, jws(key, key.sign)).ok, true);
  const changed = jws(key, key.sign).replace(b64("payload"), b64("another"));
  refused(jwsVerify(key.jwk, changed), "signature.invalid");
  // Of an identifier that was agreed.
  const own = makeKeys("platform@example.cn");
  const token = jws(own, own.sign);
  assert.equal(jwsVerify(own.jwk, token, "--sm2-id", "platform@example.cn").ok, true);
  refused(jwsVerify(own.jwk, token), "signature.invalid");
  refused(jwsVerify(key.jwk, jws(key, key.sign), "--sm2-id", "platform@example.cn"), "signature.sm2_identifier");
  for (const [name, code] of Object.entries(mistakes)) refused(jwsVerify(key.jwk, jws(key, key.wrong[name])), code);
  // The `04` of an uncompressed point belongs to no coordinate; and the point to its curve.
  const point = Buffer.concat([Buffer.from([4]), unb64(key.jwk.x)]);
  refused(jwsVerify({ ...key.jwk, x: b64(point) }, token), "signature.key");
  refused(jwsVerify({ ...key.jwk, x: key.jwk.y }, token), "signature.key");
  key.close?.();
  own.close?.();
}

test("sm-crypto-v2 signs, ours verifies, and says what is wrong", () => {
  sm2Suite((id) => makeKey("SM2", id), {
    der: "signature.encoding",
    empty_id: "signature.sm2_identifier",
    no_za: "signature.sm2_za",
    double_hash: "signature.sm2_double_hash",
  });
});

test("OpenSSL signs, ours verifies, and says what is wrong", { skip }, () => {
  assert.ok(openssl, "no openssl that knows SM2");
  sm2Suite((id) => opensslKey(id), { der: "signature.encoding", empty_id: "signature.sm2_identifier" });
});

test("ours issues, theirs verify: bundles, key bindings, programmes and status lists", async () => {
  const { read, platform } = makePlatform("test-interop");
  const snapshot = JSON.parse(read(platform.snapshot));
  const list = JSON.parse(unb64(snapshot.trust_list.payload));
  const keys = new Map(list.entries.flatMap((entry) => entry.keys.map((key) => [`${entry.issuer} ${key.kid}`, key])));
  const keyOf = (token, issuer) => keys.get(`${issuer} ${JSON.parse(unb64(token.split(".")[0])).kid}`);
  let verified = 0;
  // Of those that stand beside another, each.
  const presented = platform.bundles.flatMap(({ file }) => {
    const text = read(file).trim();
    return (text.startsWith("{") ? Object.values(JSON.parse(text)) : [text]).map((presentation) => ({ file, presentation }));
  });
  for (const { file, presentation } of presented) {
    const [token] = presentation.split("~");
    const claims = JSON.parse(unb64(token.split(".")[1]));
    const key = keyOf(token, claims.iss);
    // A stranger's, and one that was altered: theirs refuse them as well.
    if (!key || /altered/.test(file)) continue;
    const verifier = foreignVerifier(key.jwk);
    const holder = foreignVerifier(claims.cnf.jwk);
    const library = new SDJwtInstance({ verifier, hasher, hashAlg: "sha-256", kbVerifier: (text, signature) => holder(text, signature) });
    const options = { currentDate: platform.now };
    const { payload, kb } = /expired/.test(file)
      ? { payload: await library.getClaims(presentation) }
      : await library.verify(presentation, { ...options, keyBindingNonce: platform.nonce });
    if (kb) assert.match(kb.payload.aud, /^https:/);
    const ours = xinyi(["sd-jwt", "verify", "--vc", "--now", String(Math.min(platform.now, claims.exp - 1))], key.jwk, presentation);
    assert.deepEqual(ours.payload, payload, file);
    verified++;
  }
  assert.ok(verified >= 12, `${verified} bundles`);

  for (const token of snapshot.programmes) {
    const key = keyOf(token, JSON.parse(unb64(token.split(".")[1])).iss);
    await verifiesWithJose(token, key);
  }
  for (const token of snapshot.status_lists) {
    const { kid } = JSON.parse(unb64(token.split(".")[0]));
    await verifiesWithJose(token, [...keys.values()].find((key) => key.kid === kid && key.use === "status"));
  }
});

async function verifiesWithJose(token, key) {
  const { payload } = await compactVerify(token, await joseKey(key.jwk), { algorithms: ["EdDSA", "Ed25519", "ES256"] });
  assert.equal(jwsVerify(key.jwk, token).payload_base64url, b64(payload));
}

async function joseKey(jwk) {
  const { importJWK } = await import("jose");
  return importJWK(jwk, jwk.kty === "OKP" ? "EdDSA" : "ES256");
}

/** Of a JWK, by jose or, for SM2, by sm-crypto-v2. */
function foreignVerifier(jwk) {
  if (jwk.crv === "SM2") return (text, signature) => smCryptoVerifiesJwk(jwk, text, signature);
  return async (text, signature) => {
    try {
      await compactVerify(`${text}.${signature}`, await joseKey(jwk), { algorithms: ["EdDSA", "Ed25519", "ES256"] });
      return true;
    } catch {
      return false;
    }
  };
}

test("ours signs with SM2, theirs verify", { skip }, () => {
  let verified = 0;
  for (const vector of loadVectors()) {
    const [token] = (vector.bundle || "").split("~");
    const [header, payload, signature] = token.split(".");
    if (vector.expect.outcome !== "granted" || !/SM2/.test(json(header).alg)) continue;
    const { entries } = json(JSON.parse(vector.platform.snapshot).trust_list.payload);
    const issuer = entries.find((entry) => entry.issuer === json(payload).iss);
    const key = issuer.keys.find((key) => key.kid === json(header).kid);
    const id = key.sm2_id || DEFAULT_ID;
    assert.ok(smCryptoVerifiesJwk(key.jwk, `${header}.${payload}`, signature, id), vector.name);
    assert.ok(opensslVerifiesJwk(key.jwk, `${header}.${payload}`, signature, id), vector.name);
    verified++;
  }
  assert.ok(verified >= 1, "no vector is signed with SM2");
});

function json(base64url) {
  try {
    return JSON.parse(unb64(base64url));
  } catch {
    return {};
  }
}
