// holder.js FOLDER: the holder, as a program of its own with a key that stays in it. It prints the public key, takes the
// bundle that is issued to it, and answers each request with a presentation.
import { generateKeyPairSync, sign } from "node:crypto";
import { open, print } from "./side.js";

const { verifier, lines } = await open(process.argv[2]);
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
print(JSON.stringify(publicKey.export({ format: "jwk" })));
const { value: bundle } = await lines.next();
for await (const text of lines) {
  const { nonce, ...asked } = verifier.readPresentationRequest(text);
  const { disclose } = verifier.plan(bundle, asked);
  const draft = verifier.prepare(bundle, { disclose, audience: asked.audience, nonce });
  print(draft.finish(sign(null, draft.signingInput, privateKey)));
}
