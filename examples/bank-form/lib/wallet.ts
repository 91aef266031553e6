// The demo's wallets, in the place of real ones: other apps, with keys that never leave the devices of the firm and of
// its legal representative. A real page hands the request over (a link, a QR code, the Digital Credentials API) and gets
// presentations back. In the demo one key serves for both bundles.
import { createVerifier, type CheckResult, type Plan } from "xinyi";
import { createPlatform } from "xinyi/testing";

/** Granted; not granted for the firm's sake, and for its officer's; with somebody else's bundle. */
const SHOWN = ["firm-and-officer", "firm-officer-penalised", "firm-officer-listed", "firm-other-officer"];
const PROGRAMME = "demo.xinyi-dai.firm-and-officer";

export interface Asked {
  readonly name: string;
  readonly plan: Plan;
  readonly audience: string;
  readonly nonce: string;
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
      return { name, plan, audience, nonce };
    },

    /** Signs what the plan shows, and no more. */
    present({ name, plan, audience, nonce }: Asked): Presentation {
      const wallet = platform.wallet(name);
      const drafts = verifier.prepare(wallet.bundles, { disclose: plan.disclose, audience, nonce, now: now() });
      const signatures = Object.entries(drafts.signingInputs).map(([alias, input]) => [alias, wallet.sign(input)] as const);
      return drafts.finish(Object.fromEntries(signatures));
    },
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
