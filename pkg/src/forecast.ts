/** What a bundle leads to on another day. The result looks like a decision and is none, as its type and its evidence say. */

import type { Api } from "./api";
import type { Forecast, ForecastOptions } from "./authoring";
import { deepFreeze } from "./error";
import type { Bundles, Verifier } from "./index";
import { forecastInput, invalid } from "./input";
import { fillDecision, unwrapped } from "./replies";

export type ForecastCall = (verifier: Verifier, bundle: Bundles, options: ForecastOptions) => Forecast;

/** Reads nothing from `api` before it is called, so that bundlers can leave it out. */
export function createForecast(api: Api): ForecastCall {
  return (verifier, bundle, options) => {
    const languages = api.shared.languages();
    const call = api.shared.callerOf(verifier);
    if (!call) {
      throw invalid("/verifier", languages, "verifier_expected");
    }
    const input = forecastInput(bundle, options, languages);
    const { decision } = unwrapped(call((raw) => raw.forecast(input.bundle, input.options)), languages);
    fillDecision(decision, languages);
    return deepFreeze(decision);
  };
}
