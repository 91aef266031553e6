// What the benchmarks share.

/** Watches the memory of the module that is loaded next, which the package does not show. Gives its bytes. */
export function watchMemory() {
  let memory;
  const Original = WebAssembly.Instance;
  WebAssembly.Instance = function (...given) {
    const instance = new Original(...given);
    memory = instance.exports.memory;
    return instance;
  };
  return () => memory.buffer.byteLength;
}

/** The middle one of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** How often one runs in its turn, and how many of these do not count: caches are full of what another needed. */
const IN_A_TURN = 16;
const UNCOUNTED = 4;

/**
 * Runs each of some functions, which may be async, in turn, so that what else the machine does is spread
 * over all. Gives the medians of at least so many times, in microseconds.
 */
export async function interleaved(runs, count, warmUp) {
  const times = runs.map(() => []);
  while (times.some((of) => of.length < count + warmUp)) {
    for (const [i, run] of runs.entries()) {
      for (let n = 0; n < IN_A_TURN; n++) {
        const start = process.hrtime.bigint();
        const answer = run();
        if (answer instanceof Promise) await answer;
        const time = Number(process.hrtime.bigint() - start) / 1e3;
        if (n >= UNCOUNTED) times[i].push(time);
      }
    }
  }
  return times.map((of) => median(of.slice(warmUp)));
}
