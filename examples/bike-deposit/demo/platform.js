// The credit platform of this demo. In a real app the root is built in, and snapshots are fetched from where the
// platform publishes them; nothing in this folder has a place there.
import { createPlatform } from "xinyi/testing";

/** The date of the demo, which all is decided by: no clock of any machine plays a part. */
const DATE = Date.parse("2026-11-18T02:00:00Z") / 1_000;

/**
 * @typedef {Awaited<ReturnType<typeof createDemo>>} Demo
 */

/** @param {string} seed whoever knows it has every key of the platform */
export async function createDemo(seed) {
  const platform = await createPlatform({ seed, now: DATE });
  const started = performance.now();
  return {
    seed,
    /** When the platform was made, in UNIX seconds. */
    made: DATE,
    platform,
    /** The demo's date, and the seconds that have passed since it began. */
    now: () => Math.max(platform.now, DATE + Math.floor((performance.now() - started) / 1_000)),
    fetchSnapshot: async () => platform.snapshot(),
  };
}
