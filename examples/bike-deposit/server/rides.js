// Rides that have begun. Each that is asked for a presentation has a nonce of its own, which is good for one answer.
import { createHash, randomUUID } from "node:crypto";

/** How long a request may be answered, a deposit be paid, and an ended ride be asked about, in milliseconds. */
const PATIENCE = 300_000;
/** How many presentations may be waited for at once. Beyond it rides begin without a request, for their deposit. */
const ASKED = 1_000;
/** How many rides may be without a bike at once. Beyond it the till says so. */
const WAITING = 20_000;

/**
 * `asked`: its presentation is waited for; `due`: its deposit; `unlocked`: the bike is out; `returned`: it is over.
 *
 * @typedef {object} Ride
 * @property {string} id
 * @property {string} bike
 * @property {string} deposit
 * @property {{ readonly nonce: string, readonly text: string }} [request] nothing if no presentation is asked for
 * @property {"asked" | "due" | "unlocked" | "returned"} state
 * @property {string} waived of the deposit, by the decision
 * @property {string} due what is still to be paid
 * @property {string} [paid] the deposit, while the bike is out
 * @property {string} [refunded] the deposit, once the bike is back
 * @property {string} [presented] the digest of what was presented
 * @property {import("xinyi").Decision} [decision]
 * @property {import("xinyi").ErrorData} [error] why what was presented is not accepted
 * @property {string} [record] the name of the decision's record
 * @property {number} until by `elapsed`
 */

export class Rides {
  /** @type {Map<string, Ride>} */
  #known = new Map();
  #elapsed;

  /** @param {() => number} elapsed milliseconds of a clock that nobody sets, such as `performance.now` */
  constructor(elapsed) {
    this.#elapsed = elapsed;
  }

  /** Whether another presentation may be waited for. */
  get mayAsk() {
    this.#forget();
    return this.#count("asked") < ASKED;
  }

  /** Nothing if there is no room. @param {Pick<Ride, "bike" | "deposit" | "request">} begun */
  begin(begun) {
    this.#forget();
    // Bikes that are out are counted by nobody: there are so many.
    if (this.#count("asked") + this.#count("due") >= WAITING) return undefined;
    const { request, deposit } = begun;
    /** @type {Ride} */
    const ride = { ...begun, id: randomUUID(), state: request ? "asked" : "due", waived: "0.00", due: deposit, until: this.#elapsed() + PATIENCE };
    this.#known.set(ride.id, ride);
    return ride;
  }

  /** Nothing if it is unknown, or was not settled in time. @param {string} id */
  find(id) {
    this.#forget();
    return this.#known.get(id);
  }

  /** It is over, and may be asked about for a while. @param {Ride} ride */
  end(ride) {
    ride.state = "returned";
    ride.until = this.#elapsed() + PATIENCE;
  }

  /** As if it had not begun. @param {Ride} ride */
  remove(ride) {
    this.#known.delete(ride.id);
  }

  /** @param {Ride["state"]} state */
  #count(state) {
    let count = 0;
    for (const ride of this.#known.values()) if (ride.state === state) count += 1;
    return count;
  }

  #forget() {
    const now = this.#elapsed();
    for (const ride of this.#known.values()) {
      if (ride.state !== "unlocked" && ride.until < now) this.#known.delete(ride.id);
    }
  }
}

/** @param {string} text */
export function digest(text) {
  return createHash("sha256").update(text).digest("base64url");
}
