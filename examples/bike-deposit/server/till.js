// The till: asks for presentations, decides on them, and opens locks. It believes nothing that a phone has decided.
import { join } from "node:path";
import { createVerifier } from "xinyi";
import { readIfThere, replace } from "./files.js";
import { settle } from "./money.js";
import { keep } from "./records.js";
import { digest, Rides } from "./rides.js";
import { AUDIENCE, KEPT_DAYS, PROGRAMME } from "./terms.js";

const DAY = 86_400;
const CHINA = 8 * 3_600;

/**
 * What a check of this till is made with. `requireConsent`: its own page has riders sign their consent, which is checked,
 * but wallets of others cannot make one. A till whose riders show credit information that is not public in Shanghai needs
 * their authorisation in writing (上海市社会信用条例 Article 17), and sets it to true.
 */
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
 * @param {(message: string, more: unknown) => void} [given.log] told what went wrong with a snapshot
 */
export async function createTill({ root, fetchSnapshot, folder, now, elapsed = () => performance.now(), log = console.error }) {
  const stored = join(folder, "verifier.json");
  const verifier = await createVerifier({
    root,
    ...VERIFIER,
    // What was seen once is not forgotten: an older snapshot is refused after a restart too. A real till gives the
    // `minimum` of its build as well, for the first start and for storage that was lost.
    storage: { get: () => readIfThere(stored), set: (/** @type {string} */ text) => replace(stored, text) },
    now: now(),
  });
  /** The bikes, by the number that is on them. */
  const bikes = new Map([
    ["10023", { deposit: "99.00", inUse: false }],
    ["20071", { deposit: "299.00", inUse: false }],
  ]);
  const rides = new Rides(elapsed);

  /**
   * Takes from the platform what is new. What cannot be had or does not verify is for the log, and takes nothing away:
   * the till goes on with what it has stored, until that ends.
   */
  async function refresh() {
    try {
      const report = verifier.load(await fetchSnapshot(), { now: now() });
      await verifier.saved;
      for (const [part, { error }] of refusedIn(report)) log(`a part of the snapshot is refused: ${part}`, error);
    } catch (error) {
      log("the snapshot was not refreshed", error);
    }
  }
  await refresh();

  /** A ride begins: with a request that the rider may answer, and a deposit that they may pay in any case. @param {string} number */
  function begin(number) {
    const bike = bikes.get(number);
    if (!bike) throw new Refused("bike.unknown", 404);
    if (bike.inUse) throw new Refused("bike.in_use", 409);
    const { deposit } = bike;
    const request = rides.mayAsk ? ask(deposit) : undefined;
    const ride = rides.begin({ bike: number, deposit, ...(request && { request }) });
    if (!ride) throw new Refused("till.busy", 503);
    return told(ride);
  }

  /** Nothing if the till knows no programme yet: bikes are there for their deposit all the same. @param {string} deposit */
  function ask(deposit) {
    try {
      const { nonce, text } = verifier.presentationRequest({ programme: PROGRAMME, audience: AUDIENCE, request: { deposit }, now: now() });
      return { nonce, text };
    } catch (error) {
      log("no presentation can be asked for", error);
      return undefined;
    }
  }

  /**
   * Decides on what was presented, once. Whatever is wrong with it, the rider can still pay the deposit. Whoever has lost
   * the answer may send the same again, and gets it.
   *
   * @param {string} id @param {string} presentation
   */
  function present(id, presentation) {
    const ride = open(id);
    if (ride.presented === digest(presentation)) return told(ride);
    const { deposit, request } = ride;
    if (ride.state !== "asked" || !request) throw new Refused("ride.answered", 409);
    // Before the check: no second answer gets the nonce, whatever becomes of this one.
    ride.state = "due";
    ride.presented = digest(presentation);
    const at = now();
    /**
     * Nothing here ties the presentation to the rider: whoever has a friend's phone rides without a deposit. A real till
     * knows the account's verified identity, and gives it as `subject`; what somebody else presents is refused then.
     *
     * @satisfies {import("xinyi").CheckOptions}
     */
    const options = { programme: PROGRAMME, holder: { audience: AUDIENCE, nonce: request.nonce }, request: { deposit }, now: at };
    const result = verifier.safeCheck(presentation, options);
    if (!result.ok) {
      ride.error = result.error;
      return told(ride);
    }
    const { decision } = result;
    const snapshot = verifier.exportSnapshot() ?? "";
    const keepUntil = new Date((at + CHINA + KEPT_DAYS * DAY) * 1_000).toISOString().slice(0, 10);
    ride.record = keep(join(folder, "decisions"), { root, snapshot, verifier: VERIFIER, presentation, options, decision, keepUntil });
    ride.decision = decision;
    Object.assign(ride, settle(deposit, decision.benefit));
    if (ride.due === "0.00") unlock(ride);
    return told(ride);
  }

  /**
   * The rider pays the deposit. Who has lost the answer may ask for the same again, and nothing is taken twice.
   *
   * @param {string} id @param {string} amount what the rider was shown, and agreed to
   */
  function pay(id, amount) {
    const ride = open(id);
    if (ride.paid === amount) return told(ride);
    if (ride.state === "unlocked") throw new Refused("ride.nothing_due", 409);
    if (amount !== ride.due) throw new Refused("ride.amount", 409);
    unlock(ride);
    // A real till waits for word from whoever takes payments, and unlocks then. It gives them the ride as the name of the
    // payment, so that none is taken twice.
    ride.paid = amount;
    return told(ride);
  }

  /**
   * The bike is given back. Here the phone says so. A real till hears it from the lock, whatever the phone says, and then
   * refunds the deposit.
   *
   * @param {string} id
   */
  function giveBack(id) {
    const ride = find(id);
    if (ride.state === "returned") return told(ride);
    const bike = bikes.get(ride.bike);
    if (bike && ride.state === "unlocked") bike.inUse = false;
    // In the place of a refund by whoever took the payment.
    if (ride.paid !== undefined) [ride.refunded, ride.paid] = [ride.paid, undefined];
    rides.end(ride);
    return told(ride);
  }

  /** How a ride stands, for who has lost an answer, or has loaded the page again. @param {string} id */
  function look(id) {
    return told(find(id));
  }

  /** @param {import("./rides.js").Ride} ride */
  function unlock(ride) {
    const bike = bikes.get(ride.bike);
    if (!bike || bike.inUse) {
      // Somebody else has it. Nothing was taken, and there is nothing to pay for.
      rides.remove(ride);
      throw new Refused("bike.in_use", 409);
    }
    bike.inUse = true;
    ride.state = "unlocked";
  }

  /** @param {string} id */
  function find(id) {
    const ride = rides.find(id);
    if (!ride) throw new Refused("ride.unknown", 404);
    return ride;
  }

  /** One that is not over. @param {string} id */
  function open(id) {
    const ride = find(id);
    if (ride.state === "returned") throw new Refused("ride.unknown", 404);
    return ride;
  }

  return { bikes, begin, present, pay, giveBack, look, refresh, verifier };
}

/**
 * The parts of a snapshot that were of no use.
 *
 * @param {ReturnType<import("xinyi").Verifier["load"]>} report
 */
function refusedIn(report) {
  /** @type {[string, { result?: string, error?: unknown }][]} */
  const parts = Object.entries(report).flatMap(([name, part]) => [part].flat().map((one) => /** @type {const} */ ([name, one ?? {}])));
  return parts.filter(([, { result }]) => result === "refused");
}

/**
 * How a ride stands, as its rider is told. The nonce's request is of use while it is waited for.
 *
 * @param {import("./rides.js").Ride} ride
 */
function told({ id, bike, deposit, state, waived, due, request, paid, refunded, decision, error }) {
  const asked = state === "asked" ? request?.text : undefined;
  return { ride: id, bike, deposit, state, waived, due, request: asked, paid, refunded, decision, error };
}
