// Rides that have begun and are not settled yet. Each has a nonce of its own, which is good for one answer.
import { randomUUID } from "node:crypto";

/** How long a request may be answered, and a deposit be paid, in milliseconds. */
const PATIENCE = 300_000;
/** How many may be open at once. Beyond it the till says so. */
const ROOM = 1_000;

/**
 * `asked`: its presentation is waited for; `due`: its deposit; `unlocked`: it has begun.
 *
 * @typedef {object} Ride
 * @property {string} id
 * @property {string} bike
 * @property {string} deposit
 * @property {string} nonce
 * @property {"asked" | "due" | "unlocked"} state
 * @property {string} due what is still to be paid
 * @property {number} until by `elapsed`
 */

export class Rides {
  /** @type {Map<string, Ride>} */
  #open = new Map();
  #elapsed;

  /** @param {() => number} elapsed milliseconds of a clock that nobody sets, such as `performance.now` */
  constructor(elapsed) {
    this.#elapsed = elapsed;
  }

  /** Nothing if there is no room. @param {Pick<Ride, "bike" | "deposit" | "nonce">} begun */
  begin(begun) {
    this.#forget();
    if (this.#open.size >= ROOM) return undefined;
    /** @type {Ride} */
    const ride = { ...begun, id: randomUUID(), state: "asked", due: begun.deposit, until: this.#elapsed() + PATIENCE };
    this.#open.set(ride.id, ride);
    return ride;
  }

  /** Nothing if it is unknown, or was not settled in time. @param {string} id */
  find(id) {
    this.#forget();
    return this.#open.get(id);
  }

  /** @param {Ride} ride */
  end(ride) {
    this.#open.delete(ride.id);
  }

  #forget() {
    const now = this.#elapsed();
    for (const ride of this.#open.values()) {
      if (ride.state !== "unlocked" && ride.until < now) this.#open.delete(ride.id);
    }
  }
}
