// The demo's wallets, in the place of a real one: another app, with keys that never leave the rider's phone. A real page
// hands the request over (a link, a QR code, the Digital Credentials API) and gets a presentation back.
import type { Plan, Verifier } from "xinyi";
import { createPlatform, type Wallet } from "xinyi/testing";

/** Somebody of each kind: granted, granted less, not granted, revoked, and a firm, whom the programme is not for. */
const SHOWN = ["zhang-gold", "li-silver", "zhao-listed", "zhou-stale", "wu-revoked", "firm-on-a-bike"];

export interface Asked {
  readonly wallet: Wallet;
  readonly plan: Plan;
  readonly audience: string;
  readonly nonce: string;
  /** The consent to be evaluated, which is signed as well: for as long as the result holds. `until` in UNIX seconds. */
  readonly consent: { readonly programme: string; readonly until: number };
}

export type Wallets = Awaited<ReturnType<typeof openWallets>>;

export async function openWallets({ seed, made }: { seed: string; made: number }, verifier: Verifier, now: () => number) {
  const platform = await createPlatform({ seed, now: made });
  return {
    wallets: SHOWN.map((name) => platform.wallet(name)),

    /** Reads a request, and finds out what is enough to show. Throws what is wrong with the bundle. */
    ask(name: string, text: string): Asked {
      const wallet = platform.wallet(name);
      const { audience, nonce, programme, request } = verifier.readPresentationRequest(text);
      const plan = verifier.plan(wallet.bundles, { programme, audience, now: now(), ...(request && { request }) });
      return { wallet, plan, audience, nonce, consent: { programme: programme.id, until: plan.valid_until ? Date.parse(plan.valid_until) / 1_000 : now() } };
    },

    /** Signs what the plan shows, and no more. */
    present({ wallet, plan, audience, nonce, consent }: Asked): string {
      const draft = verifier.prepare(wallet.bundles["credit"] ?? "", { disclose: plan.disclose?.["credit"] ?? [], audience, nonce, consent, now: now() });
      return draft.finish(wallet.sign(draft.signingInput));
    },
  };
}
