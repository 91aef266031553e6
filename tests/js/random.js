// The random numbers of these tests.

/** What XINYI_SEED says, or else another each time; to be printed, so that a failure can be had again. */
export const seed = Number(process.env.XINYI_SEED || Date.now() % 1_000_000);

/** Gives numbers below what it is asked, the same for the same seed (mulberry32). */
export function random(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
