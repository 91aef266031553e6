// Documents of the demo platform, changed and signed again with its keys.
import { createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";

const demo = new URL("../demo/", import.meta.url);
export const read = (file) => readFileSync(new URL(file, demo), "utf8");
export const { now } = JSON.parse(read("platform.json"));

function changed(text, change) {
  const { payload, signatures } = JSON.parse(text);
  const of = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(payload, "base64url")), ...change })).toString("base64url");
  const signed = signatures.map((one) => {
    const { kid } = JSON.parse(Buffer.from(one.protected, "base64url"));
    const key = createPrivateKey(read(`keys/${kid}.pem`));
    return { ...one, signature: sign(null, Buffer.from(`${one.protected}.${of}`), key).toString("base64url") };
  });
  return JSON.stringify({ payload: of, signatures: signed });
}

/** Its root under a name that is no demo's. */
export const ownRoot = () => changed(read("root.json"), { id: "urn:example:test" });

/** Its snapshot, with a manifest that is newer by an hour. */
export function newerSnapshot() {
  const snapshot = JSON.parse(read("snapshot.json"));
  const manifest = changed(JSON.stringify(snapshot.manifest), { version: now + 3600, iat: now });
  return JSON.stringify({ ...snapshot, manifest: JSON.parse(manifest) });
}

/** What the app has of a person of the demo, by the name of their wallet. */
export function walletOf(person) {
  const key = createPrivateKey(read(`keys/holder-${person}.pem`));
  return { bundle: read(`wallets/${person}.sd-jwt`).trim(), key: Buffer.from(key.export({ format: "jwk" }).d, "base64url").toString("hex") };
}
