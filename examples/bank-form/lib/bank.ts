// The bank's side: it asks, it decides, and it keeps what it has decided. It believes nothing that a page has found out.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { createVerifier, type Decision, type ErrorData } from "xinyi";
import { createDemo } from "./demo";
import { readIfThere, replace } from "./files";
import { keep, prune } from "./records";
import { AUDIENCE, KEPT_DAYS, PROGRAMME } from "./terms";

const HOUR = 3_600_000;
const DAY = 86_400;
const CHINA = 8 * 3_600;
/** How long a request may be answered, and an answer be asked for again, in milliseconds. */
const PATIENCE = 300_000;
/** How many presentations may be waited for at once. */
const ROOM = 1_000;

/**
 * `requireConsent`: the page has firm and legal representative sign their consent, which is checked, but wallets of others
 * cannot make one. A bank that is shown credit information that is not public in Shanghai needs authorisation in writing
 * (上海市社会信用条例 Article 17), and sets it to true.
 */
const VERIFIER = { allowDemoRoot: true, requireConsent: false, statusMaxAge: DAY };

interface Application {
  readonly uscc: string;
  readonly amount: string;
  readonly nonce: string;
  /** By `performance.now`, which nobody sets. */
  readonly until: number;
  /** The digest of what was presented, and what came of it. */
  presented?: string;
  answer?: Answer;
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
    // What was seen once is not forgotten: an older snapshot is refused after a restart too. A real bank gives the
    // `minimum` of its build as well, for the first start and for storage that was lost.
    storage: { get: () => readIfThere(stored), set: (text) => replace(stored, text) },
    now: demo.now(),
  });
  const applications = new Map<string, Application>();
  const records = join(folder, "decisions");

  /**
   * Takes from the platform what is new. What cannot be had or does not verify is for the log, and takes nothing away: the
   * bank goes on with what it has stored, until that ends.
   */
  async function refresh() {
    try {
      const report = verifier.load(await demo.fetchSnapshot(), { now: demo.now() });
      await verifier.saved;
      for (const part of Object.values(report).flat()) {
        if (typeof part === "object" && part.result === "refused") console.error("a part of the snapshot is refused", part);
      }
    } catch (error) {
      console.error("the snapshot was not refreshed", error);
    }
  }
  await refresh();
  setInterval(() => void refresh(), HOUR).unref();

  const xinyi = process.env.XINYI;
  if (xinyi) {
    const deletePast = () => prune(records, demo.now(), xinyi).catch(console.error);
    await deletePast();
    setInterval(() => void deletePast(), 24 * HOUR).unref();
  }

  /** Nothing if it is unknown, or too late. */
  function find(id: string): Application | undefined {
    const now = performance.now();
    for (const [known, { until }] of applications) if (until < now) applications.delete(known);
    return applications.get(id);
  }

  return {
    demo,

    /** An application begins, with a request that is good for one answer. Nothing if there is no room, or no programme yet. */
    apply(uscc: string, amount: string) {
      const application = randomUUID();
      find(application);
      const waiting = [...applications.values()].filter(({ presented }) => presented === undefined);
      if (waiting.length >= ROOM) return undefined;
      const options = { programme: PROGRAMME, audience: AUDIENCE, request: { amount }, now: demo.now() };
      try {
        const { nonce, text } = verifier.presentationRequest(options);
        applications.set(application, { uscc, amount, nonce, until: performance.now() + PATIENCE });
        return { application, request: text };
      } catch (error) {
        console.error("no presentation can be asked for", error);
        return undefined;
      }
    },

    /** How an application stands. Nothing if it is unknown. */
    look(id: string) {
      const application = find(id);
      return application && (application.answer ? { state: "answered", ...application.answer } : { state: "asked" });
    },

    /**
     * Decides on what was presented, once. Whoever has lost the answer may present the same again, and gets it; another
     * one is told that it was `answered`. Nothing if nobody waits for it: unknown, or too late.
     */
    decide(id: string, presentation: { readonly credit: string; readonly officer: string }): Answer | "answered" | undefined {
      const application = find(id);
      if (!application) return undefined;
      const presented = createHash("sha256").update(JSON.stringify(presentation)).digest("base64url");
      if (application.presented !== undefined) return (application.presented === presented && application.answer) || "answered";
      // Before the check: no second answer gets the nonce, whatever becomes of this one.
      application.presented = presented;
      const { uscc, amount, nonce } = application;
      const now = demo.now();
      // The code is what somebody has typed. A real bank knows which firm its customer may act for, and takes that.
      const options = { programme: PROGRAMME, holder: { audience: AUDIENCE, nonce }, subject: uscc, request: { amount }, now };
      const result = verifier.safeCheck(presentation, options);
      if (!result.ok) return (application.answer = { error: result.error });
      const { decision } = result;
      const snapshot = verifier.exportSnapshot() ?? "";
      const keepUntil = new Date((now + CHINA + KEPT_DAYS * DAY) * 1_000).toISOString().slice(0, 10);
      try {
        const record = keep(records, { root: demo.root, snapshot, verifier: VERIFIER, presentation, options, decision, keepUntil });
        return (application.answer = { decision, record });
      } catch (error) {
        // What cannot be kept is not told, and the firm applies anew.
        applications.delete(id);
        throw error;
      }
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
