// Runs the vectors in whatever host this is: no input or output, nothing newer than ES2017.

/**
 * `api` has createVerifierSync and is initialised. A vector is as `load-vectors.js` gives it.
 * Returns how many ran and, for each that did not come out as expected, why.
 */
export function runVectors(api, vectors) {
  const verifiers = {};
  const problems = [];
  for (const vector of vectors) {
    const problem = problemWith(vector, resultOf(api, vector, verifiers));
    if (problem) problems.push(vector.name + ": " + problem);
  }
  return { ran: vectors.length, problems: problems };
}

function resultOf(api, vector, verifiers) {
  const options = Object.assign({}, vector.platform, vector.create);
  const key = JSON.stringify(options);
  try {
    if (!verifiers[key]) verifiers[key] = api.createVerifierSync(options);
  } catch (error) {
    if (!api.isXinyiError(error)) throw error;
    return { ok: false, error: error.toJSON(), errors: error.errors };
  }
  return verifiers[key].safeCheck(vector.bundle, vector.check);
}

function problemWith(vector, result) {
  const expect = vector.expect;
  const found = result.ok ? decided(result.decision) : { ok: false, code: result.error.code, pointer: result.error.details.pointer };
  for (const name of Object.keys(expect)) {
    if (JSON.stringify(found[name]) !== JSON.stringify(expect[name])) {
      return "expected " + JSON.stringify(expect) + ", found " + JSON.stringify(found);
    }
  }
  const line = '{"vector":' + JSON.stringify(vector.name) + ',"result":' + JSON.stringify(result) + "}";
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
