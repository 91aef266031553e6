// The demo's wallets, in the place of real ones: other apps, with keys that never leave the devices of the firm and of
// its legal representative. A real page hands the request over (a link, a QR code, the Digital Credentials API) and gets
// presentations back. In the demo one key serves for both bundles.
import { createVerifier, type CheckResult, type Drafts, type Plan } from "xinyi";
import { createPlatform } from "xinyi/testing";
import { PROGRAMME } from "./terms";

/** Granted; not granted for the firm's sake, and for its officer's; with somebody else's bundle. */
const SHOWN = ["firm-and-officer", "firm-officer-penalised", "firm-officer-listed", "firm-other-officer"];

export interface Asked {
  readonly name: string;
  readonly plan: Plan;
  readonly audience: string;
  readonly nonce: string;
  /** The consent to be evaluated, which is signed as well: for as long as the result holds. `until` in UNIX seconds. */
  readonly consent: { readonly programme: string; readonly until: number };
}

/** What the firm has signed, and what is left for its legal representative to sign. */
export interface Handed {
  readonly drafts: Drafts;
  readonly credit: Uint8Array;
  /** The bytes that go to the legal representative's own device. */
  readonly forOfficer: Uint8Array;
}

export type Presentation = { readonly [alias: string]: string };
export type Wallets = Awaited<ReturnType<typeof openWallets>>;

export async function openWallets(demo: { root: string; seed: string; made: number; now: number }, snapshot: string) {
  const opened = performance.now();
  const now = () => demo.now + Math.floor((performance.now() - opened) / 1_000);
  const [platform, verifier] = await Promise.all([
    createPlatform({ seed: demo.seed, now: demo.made }),
    createVerifier({ root: demo.root, snapshot, allowDemoRoot: true, now: now() }),
  ]);
  const wallets = SHOWN.map((name) => {
    const wallet = platform.wallet(name);
    return { name, title: wallet.title, uscc: usccOf(wallet.bundles["credit"] ?? "") };
  });

  return {
    wallets,

    /** What would come of it, as far as this device knows. Nothing is sent, nothing is signed. */
    preview(name: string, subject: string, amount: string): CheckResult {
      const { bundles } = platform.wallet(name);
      return verifier.safeCheck(bundles, { programme: PROGRAMME, holder: "unbound", subject, request: { amount }, now: now(), explain: "full" });
    },

    /** Reads a request, and finds out what is enough to show. */
    ask(name: string, text: string, subject: string): Asked {
      const { audience, nonce, programme, request } = verifier.readPresentationRequest(text);
      const plan = verifier.plan(platform.wallet(name).bundles, { programme, audience, subject, now: now(), ...(request && { request }) });
      const until = plan.valid_until ? Date.parse(plan.valid_until) / 1_000 : now();
      return { name, plan, audience, nonce, consent: { programme: programme.id, until } };
    },

    /** The firm's wallet: it signs what the plan shows of the firm, and no more. */
    signAsFirm({ name, plan, audience, nonce, consent }: Asked): Handed {
      const wallet = platform.wallet(name);
      const drafts = verifier.prepare(wallet.bundles, { disclose: plan.disclose, audience, nonce, consent, now: now() });
      const { credit, officer } = drafts.signingInputs;
      if (!credit || !officer) throw new Error("the programme asks for a firm and its legal representative");
      return { drafts, credit: wallet.sign(credit), forOfficer: officer };
    },

    /** The legal representative's wallet, on their own device: it gets the bytes, and gives a signature back. */
    signAsOfficer: (name: string, forOfficer: Uint8Array): Uint8Array => platform.wallet(name).sign(forOfficer),

    finish: ({ drafts, credit }: Handed, officer: Uint8Array): Presentation => drafts.finish({ credit, officer }),

    /** Takes what the platform has published meanwhile. A failure takes nothing away. */
    refresh: (snapshot: string) => verifier.load(snapshot, { now: now() }),
  };
}

/** The code that a firm's own bundle discloses, to fill in the form: it proves nothing. */
function usccOf(bundle: string): string {
  for (const disclosure of bundle.split("~").slice(1)) {
    try {
      const bytes = Uint8Array.from(atob(disclosure.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
      const [, name, value]: unknown[] = JSON.parse(new TextDecoder().decode(bytes));
      if (name === "id" && typeof value === "string") return value;
    } catch {
      // The last part is no disclosure.
    }
  }
  return "";
}
