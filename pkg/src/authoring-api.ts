/**
 * For authors of programmes. The results look like decisions and are none: their types are others, and their evidence
 * says `"verified": false`.
 */

import { decided, fillNested, refusal } from "./api";
import type { Api } from "./api";
import type { Forecast, ForecastOptions, Lint, Trial, TrialOptions } from "./authoring";
import { XinyiError, deepFreeze, failure } from "./error";
import type { Bundles, Document, Verifier } from "./index";
import type { Refusal } from "./glue";
import { forecastInput, lintText, trialInput } from "./input";

export interface Authoring {
  lint(programme: Document): Lint;
  tryProgramme(programme: Document, facts: Document, options?: TrialOptions): Trial;
  forecast(verifier: Verifier, bundle: Bundles, options: ForecastOptions): Forecast;
}

/** Reads nothing from `api` before it is called, so that bundlers can leave all of this out. */
export function createAuthoring(api: Api): Authoring {
  function lint(programme: Document): Lint {
    const languages = api.shared.languages();
    const text = lintText(programme, languages);
    const result = api.shared.call((glue) => glue.lint(text));
    if (!result.ok) throw new XinyiError(refusal(result, languages).errors);
    fillNested(result.findings, languages);
    return deepFreeze(result.findings);
  }

  function tryProgramme(programme: Document, facts: Document, options?: TrialOptions): Trial {
    const languages = api.shared.languages();
    const input = trialInput(programme, facts, options, languages);
    return given(decided<Trial>(api.shared.call((glue) => glue.try_programme(input.programme, input.facts, input.options)), languages));
  }

  function forecast(verifier: Verifier, bundle: Bundles, options: ForecastOptions): Forecast {
    const languages = api.shared.languages();
    const call = api.shared.callerOf(verifier);
    if (!call) {
      throw failure("input.options", "input", { pointer: "/verifier", problem: "verifier_expected" }, languages);
    }
    const input = forecastInput(bundle, options, languages);
    return given(decided<Forecast>(call((raw) => raw.forecast(input.bundle, input.options)), languages));
  }

  return { forecast, lint, tryProgramme };
}

function given<D>(result: { readonly ok: true; readonly decision: D } | Refusal): D {
  if (!result.ok) throw new XinyiError(result.errors);
  return result.decision;
}
