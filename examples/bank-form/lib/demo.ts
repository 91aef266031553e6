// The credit platform of this demo. In a real app the root is built in, and snapshots are fetched from where the
// platform publishes them; nothing of this file has a place there.
import { createPlatform } from "xinyi/testing";

/** The date of the demo, which all is decided by: no clock of any machine plays a part. In UNIX seconds. */
export const MADE = Date.parse("2026-11-18T02:00:00Z") / 1_000;

/** `seed`: whoever knows it has every key of the platform. */
export async function createDemo(seed: string) {
  const platform = await createPlatform({ seed, now: MADE });
  const started = performance.now();
  return {
    seed,
    root: platform.root,
    /** The demo's date, and the seconds that have passed since it began. */
    now: () => MADE + Math.floor((performance.now() - started) / 1_000),
    fetchSnapshot: async () => platform.snapshot(),
  };
}
