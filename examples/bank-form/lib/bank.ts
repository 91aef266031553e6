// The bank's side: it asks, it decides, and it keeps what it has decided. It believes nothing that a page has found out.
import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { createVerifier, type Decision, type ErrorData } from "xinyi";
import { createDemo } from "./demo";
import { readIfThere, replace } from "./files";
import { keep } from "./records";

/** Whom presentations have to be made for. It is the bank's own name, whatever address it is reached by. */
export const AUDIENCE = "https://loans.bank.example";
/** Of a firm (`credit`) and its legal representative (`officer`). */
export const PROGRAMME = "demo.xinyi-dai.firm-and-officer";

const DAY = 86_400;
const CHINA = 8 * 3_600;
/** How long a request may be answered, in milliseconds. */
const PATIENCE = 300_000;
/** How many may be open at once. */
const ROOM = 1_000;
/** For how many days a decision is kept: until it can no longer be objected to. */
const KEPT_DAYS = 1_095;
const VERIFIER = { allowDemoRoot: true, requireConsent: false, statusMaxAge: DAY };

interface Application {
  readonly uscc: string;
  readonly amount: string;
  readonly nonce: string;
  /** By `performance.now`, which nobody sets. */
  readonly until: number;
}

export type Answer =
  | { readonly decision: Decision; readonly record: string }
  | { readonly error: ErrorData };

export type Bank = Awaited<ReturnType<typeof open>>;

/** Next bundles every route for itself: what all have in common lies where there is one of it. */
const shared = globalThis as typeof globalThis & { bank?: Promise<Bank> };

export function bank(): Promise<Bank> {
  shared.bank ??= open(process.env.DATA ?? join(process.cwd(), "data")).catch((error: unknown) => {
    delete shared.bank;
    throw error;
  });
  return shared.bank;
}

async function open(folder: string) {
  const demo = await createDemo(seedIn(folder));
  const stored = join(folder, "verifier.json");
  const verifier = await createVerifier({
    root: demo.root,
    ...VERIFIER,
    // What was seen once is not forgotten: an older snapshot is refused after a restart too.
    storage: { get: () => readIfThere(stored), set: (text) => replace(stored, text) },
    now: demo.now(),
  });
  const open = new Map<string, Application>();

  /** Takes from the platform what is new. What cannot be had or does not verify takes nothing away. */
  async function refresh() {
    verifier.load(await demo.fetchSnapshot(), { now: demo.now() });
    await verifier.saved;
  }
  await refresh();
  setInterval(() => void refresh().catch(console.error), 3_600_000).unref();

  return {
    demo,

    /** An application begins, with a request that is good for one answer. Nothing if there is no room for it. */
    apply(uscc: string, amount: string) {
      const now = performance.now();
      for (const [id, { until }] of open) if (until < now) open.delete(id);
      if (open.size >= ROOM) return undefined;
      const options = { programme: PROGRAMME, audience: AUDIENCE, request: { amount }, now: demo.now() };
      const { nonce, text } = verifier.presentationRequest(options);
      const application = randomUUID();
      open.set(application, { uscc, amount, nonce, until: now + PATIENCE });
      return { application, request: text };
    },

    /** Decides on what was presented. Nothing if nobody waits for it: unknown, too late, or answered before. */
    decide(id: string, presentation: { readonly credit: string; readonly officer: string }): Answer | undefined {
      const application = open.get(id);
      // Before the check: no second answer gets the nonce, whatever becomes of this one.
      open.delete(id);
      if (!application || application.until < performance.now()) return undefined;
      const { uscc, amount, nonce } = application;
      const now = demo.now();
      const options = { programme: PROGRAMME, holder: { audience: AUDIENCE, nonce }, subject: uscc, request: { amount }, now };
      const result = verifier.safeCheck(presentation, options);
      if (!result.ok) return { error: result.error };
      const { decision } = result;
      const snapshot = verifier.exportSnapshot() ?? "";
      const keepUntil = new Date((now + CHINA + KEPT_DAYS * DAY) * 1_000).toISOString().slice(0, 10);
      const record = keep(join(folder, "decisions"), { root: demo.root, snapshot, verifier: VERIFIER, presentation, options, decision, keepUntil });
      return { decision, record };
    },
  };
}

/** The demo's platform stays the same when the server starts anew. */
function seedIn(folder: string): string {
  const path = join(folder, "demo-seed");
  const kept = readIfThere(path);
  if (kept) return kept;
  const made = randomBytes(24).toString("base64url");
  replace(path, made);
  return made;
}
