// Keys that sm-crypto-v2 and Node make now, and those of gmssl: imported by the command line, which signs with them;
// each library verifies with its own public key.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { generateKeyPairSync, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import smCrypto from "sm-crypto-v2";
import { command } from "./demo-platform.js";
import { DEFAULT_ID, unb64 } from "./foreign.js";
import { root } from "./load-vectors.js";

const { sm2 } = smCrypto;
const folder = mkdtempSync(join(tmpdir(), "xinyi-keys-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));

const xinyi = (...args) => execFileSync(command, args, { cwd: folder, encoding: "utf8" });

/** What the command line signs with a key, in its two parts. */
function signed(name, text, ...say) {
  writeFileSync(join(folder, name), text);
  const { jwk } = JSON.parse(xinyi("key", "import", name, "--out", `${name}.pem`, "--json", ...say));
  const list = ["--issuer", "https://i.example", "--uri", "https://i.example/1", "--entries", "8", "--kid", "k"];
  xinyi("status", "build", ...list, "--key", `${name}.pem`, "--out", `${name}.jwt`);
  const token = readFileSync(join(folder, `${name}.jwt`), "utf8").trim();
  const at = token.lastIndexOf(".");
  return { jwk, input: token.slice(0, at), signature: unb64(token.slice(at + 1)) };
}

function verifiesSm2(publicKey, { input, signature }) {
  const options = { hash: true, publicKey, userId: DEFAULT_ID };
  return sm2.doVerifySignature(new Uint8Array(Buffer.from(input)), signature.toString("hex"), publicKey, options);
}

test("sm-crypto-v2 verifies what its private keys sign here", () => {
  for (let i = 0; i < 5; i++) {
    const { privateKey, publicKey } = sm2.generateKeyPairHex();
    const made = signed(`sm-${i}.hex`, privateKey, "--algorithm", "SM2");
    assert.ok(verifiesSm2(publicKey, made));
    assert.ok(!verifiesSm2(sm2.generateKeyPairHex().publicKey, made));
    // The public key in each of its spellings is the same one.
    const spellings = [publicKey, publicKey.slice(2), sm2.compressPublicKeyHex(publicKey)];
    for (const [n, text] of spellings.entries()) {
      writeFileSync(join(folder, "public.hex"), text);
      const say = n === 2 ? ["--algorithm", "SM2"] : [];
      assert.deepEqual(JSON.parse(xinyi("key", "show", "public.hex", "--json", ...say)).jwk, made.jwk);
    }
  }
});

test("sm-crypto-v2 verifies what the keys of gmssl and Bouncy Castle sign here", () => {
  const file = (name) => readFileSync(join(root, "tests/keys/files", name));
  const gmssl = signed("gmssl.hex", file("gmssl.hex"), "--algorithm", "SM2");
  assert.ok(verifiesSm2("04" + file("gmssl-public.hex"), gmssl));
  const castle = signed("bc-sm2.base64", file("bc-sm2.base64"));
  // A SubjectPublicKeyInfo ends with its point.
  assert.ok(verifiesSm2(file("bc-sm2-public.der").subarray(-65).toString("hex"), castle));
});

test("Node verifies what its private keys sign here", () => {
  for (const [kind, hash] of [["ec", "sha256"], ["ed25519", null]]) {
    const { privateKey, publicKey } = generateKeyPairSync(kind, { namedCurve: "P-256" });
    const forms = {
      jwk: JSON.stringify(privateKey.export({ format: "jwk" })),
      pem: privateKey.export({ format: "pem", type: "pkcs8" }),
      der: privateKey.export({ format: "der", type: "pkcs8" }),
    };
    if (kind === "ec") forms.sec1 = privateKey.export({ format: "pem", type: "sec1" });
    for (const [form, text] of Object.entries(forms)) {
      const { input, signature } = signed(`node-${kind}-${form}`, text);
      const key = { key: publicKey, dsaEncoding: "ieee-p1363" };
      assert.ok(verify(hash, Buffer.from(input), key, signature), `${kind} ${form}`);
    }
    const encrypted = privateKey.export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "test" });
    writeFileSync(join(folder, `node-${kind}-encrypted`), encrypted);
    writeFileSync(join(folder, "passphrase"), "test");
    const shown = xinyi("key", "show", `node-${kind}-encrypted`, "--passphrase-file", "passphrase", "--json");
    const { x } = publicKey.export({ format: "jwk" });
    assert.equal(JSON.parse(shown).jwk.x, x);
  }
});
