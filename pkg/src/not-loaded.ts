/** Why there is no module. */

import type { Problem } from "./index";

/** Not an Error for the outside: the facade gives it the form of one. */
export class NotLoaded {
  readonly details: { readonly problem?: Problem; readonly [name: string]: unknown };

  constructor(problem: Problem | undefined, facts: object = {}) {
    this.details = problem ? { problem, ...facts } : { ...facts };
  }
}

/** By what the host says. Engines have no code for it that they would not allow it. */
export function notLoaded(reason: string): NotLoaded {
  const isForbidden = /Content Security|\bCSP\b|code generation/i.test(reason);
  return new NotLoaded(isForbidden ? "wasm_forbidden" : undefined, { reason });
}
