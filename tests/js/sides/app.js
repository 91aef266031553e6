// app.js FOLDER AUDIENCE: the app, as a program of its own. It prints a request, and for each line that it is answered
// with what it decides.
import { open, print } from "./side.js";

const [, , folder, audience] = process.argv;
const { verifier, lines } = await open(folder);
const terms = { programme: "demo.xinyi-zu.shared-bike", request: { deposit: "99.00" } };
const { text, nonce } = verifier.presentationRequest({ ...terms, audience });
print(text);
for await (const presentation of lines) {
  const { decision, error } = verifier.safeCheck(presentation, { ...terms, holder: { audience, nonce } });
  print(error ? error.code : `${decision.outcome} ${decision.tier}`);
}
