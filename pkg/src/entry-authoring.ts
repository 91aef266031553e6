/** `xinyi/authoring`, for every host but mini-programs. Functions each for itself, so that a bundle has those alone that are used. */

import type { CompareOptions, Difference, Forecast, ForecastOptions, Identity, IdentifyOptions, Lint, ProgrammeTable, ProgrammeTest, RenderOptions, Trial, TrialOptions } from "./authoring";
import { createAuthoring } from "./authoring-api";
import { host, forecast as itsForecast, makingOf } from "./host";
import type { Bundles, Document, InitOptions, Verifier } from "./index";
import { ownModule } from "./module";
import { texts } from "./texts";

const authoring = /* @__PURE__ */ createAuthoring(host, ownModule, texts);

export function init(options?: InitOptions): Promise<void> {
  return authoring.init(options);
}

export function lint(programme: Document): Lint {
  return authoring.lint(programme);
}

export function tryProgramme(programme: Document, facts: Document, options?: TrialOptions): Trial {
  return authoring.tryProgramme(programme, facts, options);
}

export function testProgramme(programme: Document, cases: Document): ProgrammeTest {
  return authoring.testProgramme(programme, cases);
}

export function renderProgramme(programme: Document, options?: RenderOptions): string {
  return authoring.renderProgramme(programme, options);
}

export function fromTable(rows: readonly (readonly string[])[]): ProgrammeTable {
  return authoring.fromTable(rows);
}

export function toTable(programme: Document): string[][] {
  return authoring.toTable(programme);
}

export function identify(code: string, options?: IdentifyOptions): Identity {
  return authoring.identify(code, options);
}

export function compare(verifier: Verifier, earlier: Document, later: Document, options: CompareOptions): Difference {
  return authoring.compare(makingOf(verifier), earlier, later, options);
}

/** By the verifier's own module, in which the verifier is. */
export function forecast(verifier: Verifier, bundle: Bundles, options: ForecastOptions): Forecast {
  // No other entry of the package need be there that brings texts.
  Object.assign(host.languages(), texts);
  return itsForecast(verifier, bundle, options);
}
