// What test runners say of how many tests passed, failed and were left out.

/**
 * Of `cargo test`, or of a test program of its. What a test says of itself by `testkit::skip` it has not tried, though the
 * runner counts it as passed.
 */
export function cargoCounts(output) {
  const found = { passed: 0, failed: 0, skipped: 0 };
  for (const [, passed, failed, ignored] of output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/gm)) {
    found.passed += Number(passed);
    found.failed += Number(failed);
    found.skipped += Number(ignored);
  }
  const skipped = skips(output).length;
  found.passed -= skipped;
  found.skipped += skipped;
  return found;
}

/** What tests in Rust say of why they were left out. */
export function skips(output) {
  return [...output.matchAll(/^(?:test .* \.\.\. )?skipped: (.*)$/gm)].map(([, why]) => why);
}

/** Of `node --test` with its reporter `tap`. */
export function tapCounts(text) {
  const number = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, "m").exec(text)?.[1] ?? 0);
  return { passed: number("pass"), failed: number("fail") + number("cancelled"), skipped: number("skipped") + number("todo") };
}

/** Of the last line of a script of ours. */
export function lastLineCounts(output) {
  const found = /^(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(output.trimEnd().split("\n").at(-1) ?? "");
  const [passed, failed, skipped] = (found?.slice(1) ?? [0, 1, 0]).map(Number);
  return { passed, failed, skipped };
}
