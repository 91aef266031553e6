// Runs the vectors in whatever host this is: no input or output, nothing newer than ES2017.

/**
 * `api` has createVerifierSync and is initialised. A vector is as `load-vectors.js` gives it.
 * Returns how many ran and, for each that did not come out as expected, why.
 */
export function runVectors(api, vectors) {
  const verifiers = {};
  const problems = [];
  for (const vector of vectors) {
    const reports = [];
    const problem = problemWith(vector, resultOf(api, vector, verifiers, reports), reports);
    if (problem) problems.push(vector.name + ": " + problem);
  }
  return { ran: vectors.length, problems: problems };
}

function resultOf(api, vector, verifiers, reports) {
  const options = Object.assign({}, vector.platform, vector.create);
  const presented = vector.bundles || vector.bundle;
  const key = JSON.stringify(options);
  try {
    if (vector.steps) return takeSteps(api, vector, options, reports).safeCheck(presented, vector.check);
    if (!verifiers[key]) verifiers[key] = api.createVerifierSync(options);
  } catch (error) {
    if (!api.isXinyiError(error)) throw error;
    return { ok: false, error: error.toJSON(), errors: error.errors };
  }
  return verifiers[key].safeCheck(presented, vector.check);
}

/** What happens between the creation and the check: further loads, and new starts of the app. */
function takeSteps(api, vector, options, reports) {
  let verifier = api.createVerifierSync(options);
  for (const step of vector.steps) {
    const now = step.now === undefined ? options.now : step.now;
    if (step.load) {
      verifier.load(snapshotOf(vector, step.load, step), { now: now });
    } else {
      const state = stateAfter(api, vector, step.restart, verifier);
      const snapshot = step.with ? snapshotOf(vector, step.with, step) : verifier.exportSnapshot();
      verifier = api.createVerifierSync(Object.assign({}, options, { now: now, state: state, snapshot: snapshot }));
    }
    reports.push({ ok: true, report: verifier.report });
  }
  return verifier;
}

function snapshotOf(vector, platform, step) {
  let snapshot = vector.platforms[platform].snapshot;
  if (step.sixteenths !== undefined) snapshot = snapshot.slice(0, Math.floor((snapshot.length * step.sixteenths) / 16));
  if (step.padded !== undefined) snapshot += " ".repeat(step.padded - snapshot.length);
  return snapshot;
}

function stateAfter(api, vector, what, verifier) {
  switch (what) {
    case "kept":
      return verifier.exportState();
    case "corrupted":
      return verifier.exportState().slice(1);
    case "wiped":
      return undefined;
    default:
      return api.createVerifierSync(vector.platforms[what]).exportState();
  }
}

function problemWith(vector, result, reports) {
  const expect = vector.expect;
  const found = result.ok ? decided(result.decision) : { ok: false, code: result.error.code, pointer: result.error.details.pointer };
  for (const name of Object.keys(expect)) {
    // The reports are compared with the native ones, and those with what is expected.
    if (name === "reports") continue;
    if (JSON.stringify(found[name]) !== JSON.stringify(expect[name])) {
      return "expected " + JSON.stringify(expect) + ", found " + JSON.stringify(found);
    }
  }
  const line = '{"vector":' + JSON.stringify(vector.name) + ',"reports":' + JSON.stringify(reports) + ',"result":' + JSON.stringify(result) + "}";
  if (line !== vector.native) return "differs from the native result:\n  " + line + "\n  " + vector.native;
  return undefined;
}

function decided(decision) {
  return {
    ok: true,
    outcome: decision.outcome,
    tier: decision.tier,
    upgrade: decision.upgrade && decision.upgrade.tier,
    // Each once.
    codes: Array.from(new Set(decision.reasons.map((reason) => reason.code))),
    missing: decision.missing,
  };
}
