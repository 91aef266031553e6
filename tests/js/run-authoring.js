// Runs the cases of authoring-cases.js in whatever host this is: no input or output, nothing newer than ES2017.

/**
 * `api` is the main entry, initialised, `authoring` the other. Returns how many ran, what came of them, and for each
 * that is not what the native run has, how it differs.
 */
export function runAuthoring(api, authoring, cases) {
  const problems = [];
  const outcomes = {};
  const compare = (name, native, text) => {
    if (text !== native) problems.push(name + ": differs from the native result:\n  " + text + "\n  " + native);
  };
  const textOf = (call) => {
    try {
      const found = call();
      if (found.outcome) outcomes[found.outcome] = true;
      return JSON.stringify(found);
    } catch (error) {
      if (!api.isXinyiError(error)) throw error;
      outcomes[error.code] = true;
      return JSON.stringify({ ok: false, error: error, errors: error.errors });
    }
  };

  for (const { name, programme, native } of cases.lints) {
    compare(name, native, textOf(() => authoring.lint(programme)));
  }
  for (const { name, programme, facts, options, native } of cases.trials) {
    compare(name, native, textOf(() => authoring.tryProgramme(programme, facts, options)));
  }
  const verifiers = {};
  let ran = cases.lints.length + cases.trials.length;
  for (const { name, create, presented, check, times } of cases.forecasts) {
    const key = JSON.stringify(create);
    if (!verifiers[key]) verifiers[key] = api.createVerifierSync(create);
    for (const { at, native } of times) {
      const options = Object.assign({ at: at }, check);
      compare(name + " at " + at, native, textOf(() => authoring.forecast(verifiers[key], presented, options)));
      ran++;
    }
  }
  return { ran: ran, outcomes: Object.keys(outcomes).sort(), problems: problems };
}
