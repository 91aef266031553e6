// The till: it asks, and it decides, by the presentation. What the phone showed itself was a preview.
//
// A presentation says that whoever holds the key agreed, and not who stands here: within five minutes anybody can show the
// codes, or a photograph of them. Where a perk may not be passed on, ask for the name or the last characters of the identity
// number as well, by a programme that does, and compare them with a document.
import { createVerifier } from "xinyi";

export const AUDIENCE = "https://till.example";
export const PROGRAMME = "demo.youth.volunteer";
const DAY = 86_400;
/** Seconds that a request is open: as long as a presentation is taken. */
const OPEN_SECONDS = 300;
/** Requests that are open at a time. A till shows one; whoever reloads its page makes more. */
const MOST_OPEN = 100;

const CLOSED = { "zh-CN": "没有这一请求，或者已经答复、已经过期，请重新扫码。", en: "There is no such request, or it was answered before or is over. Please scan again." };

/**
 * `snapshot`: what the platform has published; `load` takes later ones. `storage`: where the verifier keeps what it has seen,
 * so that after a restart too nothing older is taken. `now`: the till's clock, in UNIX seconds.
 */
export async function createTill({ root, snapshot, storage, now = () => Math.floor(Date.now() / 1000) }) {
  const verifier = await createVerifier({
    root,
    snapshot,
    ...(storage && { storage }),
    now: now(),
    statusMaxAge: DAY,
    requireConsent: true,
    // A till with a real root leaves this out.
    allowDemoRoot: true,
  });
  /** Of requests that nobody has answered yet: until when they are open, the oldest first. */
  const open = new Map();

  function ask() {
    for (const [nonce, until] of open) if (until <= now() || open.size >= MOST_OPEN) open.delete(nonce);
    const { nonce, text } = verifier.presentationRequest({ programme: PROGRAMME, audience: AUDIENCE, now: now() });
    open.set(nonce, now() + OPEN_SECONDS);
    return { nonce, text };
  }

  /**
   * `codes`: the texts of the codes that were scanned, in any order. One request takes one answer. Returns `{ decision }`, or
   * `{ error }` with `code` and `messages`.
   */
  function decide(nonce, codes) {
    const until = open.get(nonce);
    open.delete(nonce);
    if (until === undefined || until <= now()) return { error: { code: "request.closed", messages: CLOSED } };
    let presentation;
    try {
      presentation = verifier.fromQr(codes);
    } catch (error) {
      // Of codes that are missing or damaged the person can show the same again.
      open.set(nonce, until);
      return { error };
    }
    const { decision, error } = verifier.safeCheck(presentation, { programme: PROGRAMME, holder: { audience: AUDIENCE, nonce }, now: now() });
    return decision ? { decision } : { error };
  }

  /** What the platform has published since. What does not verify takes nothing away. */
  async function load(text) {
    const report = verifier.load(text, { now: now() });
    await verifier.saved;
    return report;
  }

  return { ask, decide, load };
}
