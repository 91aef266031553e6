// The till: it asks, and it decides, by the presentation. What the phone showed itself was a preview.
import { createVerifier } from "xinyi";

const AUDIENCE = "https://till.example";
const PROGRAMME = "demo.youth.volunteer";

/** `now`: the till's clock, in UNIX seconds; the host's unless it is given. */
export async function createTill({ root, snapshot, now = () => Math.floor(Date.now() / 1000) }) {
  const verifier = await createVerifier({ root, snapshot, now: now(), allowDemoRoot: true });
  /** Of requests that nobody has answered yet. */
  const open = new Set();

  function ask() {
    const { nonce, text } = verifier.presentationRequest({ programme: PROGRAMME, audience: AUDIENCE, now: now() });
    open.add(nonce);
    return { nonce, text };
  }

  /** `codes`: the texts of the codes that were scanned, in any order. One request takes one answer. */
  function decide(nonce, codes) {
    if (!open.delete(nonce)) return { error: "no such request, or it was answered before" };
    try {
      const holder = { audience: AUDIENCE, nonce };
      const { decision, error } = verifier.safeCheck(verifier.fromQr(codes), { programme: PROGRAMME, holder, now: now() });
      return error ? { error: error.code, message: error.messages } : { outcome: decision.outcome, tier: decision.tier, benefit: decision.benefit };
    } catch (error) {
      // Of codes that are missing or damaged the person can show the same again.
      open.add(nonce);
      return { error: error.code || "input", message: error.messages };
    }
  }

  return { ask, decide, load: (text) => verifier.load(text, { now: now() }) };
}
