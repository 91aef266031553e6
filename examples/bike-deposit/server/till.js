// The till: asks for presentations, decides on them, and opens locks. It believes nothing that a phone has decided.
import { join } from "node:path";
import { createVerifier } from "xinyi";
import { readIfThere, replace } from "./files.js";
import { settle } from "./money.js";
import { keep } from "./records.js";
import { Rides } from "./rides.js";

/** Whom presentations have to be made for. It is the till's own name, whatever address it is reached by. */
export const AUDIENCE = "https://till.bikes.example";
export const PROGRAMME = "demo.xinyi-zu.shared-bike";
/** For how many days a decision is kept: until a deposit can no longer be disputed. */
const KEPT_DAYS = 90;
const DAY = 86_400;
const CHINA = 8 * 3_600;

/** What a check of this till is made with. */
const VERIFIER = { allowDemoRoot: true, requireConsent: false, statusMaxAge: DAY };

/** A refusal of the till itself, in contrast to one of a presentation. */
export class Refused extends Error {
  /** @param {"bike.in_use" | "bike.unknown" | "request.wrong" | "ride.amount" | "ride.answered" | "ride.nothing_due" | "ride.unknown" | "till.busy"} code @param {number} status */
  constructor(code, status) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

/**
 * @param {object} given
 * @param {string} given.root pinned: it comes with the till, never from the network
 * @param {() => Promise<string>} given.fetchSnapshot what the platform has published
 * @param {string} given.folder where state and records are kept
 * @param {() => number} given.now UNIX seconds
 * @param {() => number} [given.elapsed] milliseconds, for time limits
 */
export async function createTill({ root, fetchSnapshot, folder, now, elapsed = () => performance.now() }) {
  const stored = join(folder, "verifier.json");
  const verifier = await createVerifier({
    root,
    ...VERIFIER,
    // What was seen once is not forgotten: an older snapshot is refused after a restart too.
    storage: { get: () => readIfThere(stored), set: (/** @type {string} */ text) => replace(stored, text) },
    now: now(),
  });
  /** The bikes, by the number that is on them. */
  const bikes = new Map([
    ["10023", { deposit: "99.00", inUse: false }],
    ["20071", { deposit: "299.00", inUse: false }],
  ]);
  const rides = new Rides(elapsed);

  /** Takes from the platform what is new. What cannot be had or does not verify takes nothing away. */
  async function refresh() {
    const report = verifier.load(await fetchSnapshot(), { now: now() });
    await verifier.saved;
    return report;
  }
  await refresh();

  /** A ride begins: with a request that the rider may answer, and a deposit that they may pay in any case. @param {string} number */
  function begin(number) {
    const bike = bikes.get(number);
    if (!bike) throw new Refused("bike.unknown", 404);
    if (bike.inUse) throw new Refused("bike.in_use", 409);
    const { deposit } = bike;
    const request = verifier.presentationRequest({ programme: PROGRAMME, audience: AUDIENCE, request: { deposit }, now: now() });
    const ride = rides.begin({ bike: number, deposit, nonce: request.nonce });
    if (!ride) throw new Refused("till.busy", 503);
    return { ride: ride.id, bike: number, deposit, request: request.text };
  }

  /**
   * Decides on what was presented, once. Whatever is wrong with it, the rider can still pay the deposit.
   *
   * @param {string} id @param {string} presentation
   */
  function present(id, presentation) {
    const ride = find(id);
    if (ride.state !== "asked") throw new Refused("ride.answered", 409);
    // Before the check: no second answer gets the nonce, whatever becomes of this one.
    ride.state = "due";
    const at = now();
    const { deposit, nonce } = ride;
    /** @satisfies {import("xinyi").CheckOptions} */
    const options = { programme: PROGRAMME, holder: { audience: AUDIENCE, nonce }, request: { deposit }, now: at };
    const result = verifier.safeCheck(presentation, options);
    if (!result.ok) return { ...told(ride, "0.00"), error: result.error };
    const { decision } = result;
    const snapshot = verifier.exportSnapshot() ?? "";
    const keepUntil = new Date((at + CHINA + KEPT_DAYS * DAY) * 1_000).toISOString().slice(0, 10);
    keep(join(folder, "decisions"), { root, snapshot, verifier: VERIFIER, presentation, options, decision, keepUntil });
    const { waived, due } = settle(deposit, decision.benefit);
    ride.due = due;
    if (due === "0.00") unlock(ride);
    return { ...told(ride, waived), decision };
  }

  /**
   * The rider pays the deposit. A real till waits here for word from whoever takes payments.
   *
   * @param {string} id @param {string} amount what the rider was shown, and agreed to
   */
  function pay(id, amount) {
    const ride = find(id);
    if (ride.state === "unlocked") throw new Refused("ride.nothing_due", 409);
    if (amount !== ride.due) throw new Refused("ride.amount", 409);
    unlock(ride);
    return { ...told(ride, "0.00"), paid: ride.due };
  }

  /** The bike is given back. @param {string} id */
  function giveBack(id) {
    const ride = find(id);
    const bike = bikes.get(ride.bike);
    if (bike && ride.state === "unlocked") bike.inUse = false;
    rides.end(ride);
  }

  /** @param {import("./rides.js").Ride} ride */
  function unlock(ride) {
    const bike = bikes.get(ride.bike);
    if (!bike || bike.inUse) throw new Refused("bike.in_use", 409);
    bike.inUse = true;
    ride.state = "unlocked";
  }

  /** @param {string} id */
  function find(id) {
    const ride = rides.find(id);
    if (!ride) throw new Refused("ride.unknown", 404);
    return ride;
  }

  return { bikes, begin, present, pay, giveBack, refresh, verifier };
}

/** @param {import("./rides.js").Ride} ride @param {string} waived */
function told({ id, bike, deposit, state, due }, waived) {
  return { ride: id, bike, deposit, state, waived, due };
}
