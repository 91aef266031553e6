/**
 * For authors of programmes: what is wrong with one, what it decides on facts written by hand, and
 * what a bundle leads to on another day.
 *
 * ```js
 * import { init, lint, tryProgramme } from "xinyi/authoring";
 *
 * await init(); // not in Node
 * const { errors, defects, warnings } = lint(programme);
 * const trial = tryProgramme(programme, facts, { now: "2026-11-22T12:00:00Z", explain: "full" });
 * ```
 *
 * None of these is a decision. A {@link Trial} and a {@link Forecast} have the form of one, but their evidence says
 * `"verified": false`, and their types are others: give no benefit for them. Mini-programs do not have these functions.
 *
 * @packageDocumentation
 */

import type { Bundles, CheckOptions, Decision, Document, ErrorData, Evidence, InitOptions, Time, Verifier } from "./index.js";

/**
 * Loads the module that `lint` and `tryProgramme` are in. It is not the verifier's, which `init` of `xinyi` loads and
 * `forecast` asks. In pages wait for it first, else the two throw `host.load`. In Node, in Workers and from
 * `xinyi/authoring/inline` they load it themselves.
 *
 * Otherwise as `init` of `xinyi`: calls at once share one load, another call does nothing, unless the last one failed or
 * the module stopped (`host.trap`), and it rejects with `host.load`. Default of `wasm`: what the entry brings, which for
 * pages is the file `authoring.wasm` beside it.
 *
 * ```js
 * await init({ wasm: "https://cdn.example/authoring.wasm" }); // a page that moved the file
 * ```
 */
export function init(options?: Pick<InitOptions, "wasm">): Promise<void>;

/**
 * Lints a programme. Throws an `XinyiError` for what is no JSON document; everything else that is wrong is among its
 * findings.
 */
export function lint(programme: Document): Lint;

/** Frozen, at every depth. `JSON.stringify` of it is what `xinyi programme lint --json` prints of a file, without its name. */
export interface Lint {
  /**
   * Everything for which the programme is refused: all of its rules and benefits, and the first of the
   * rest. `details` has a JSON pointer (`pointer`) and, where there is one, a `suggestion`.
   */
  readonly errors: readonly ErrorData[];
  /** What `xinyi programme sign` does not sign, in the same form. */
  readonly defects: readonly ErrorData[];
  /** What is allowed but hardly meant, in the same form. */
  readonly warnings: readonly ErrorData[];
}

/**
 * Decides a programme on facts written by hand, for which nobody vouches: the inputs by alias, and
 * `request`, in the form of `xinyi/schemas/facts.json`. Staleness and the law apply as they do to a
 * bundle. Throws an `XinyiError` for a programme, facts or options that cannot be used.
 */
export function tryProgramme(programme: Document, facts: Document, options?: TrialOptions): Trial;

export interface TrialOptions {
  /** Default: the host's clock. */
  now?: Time;
  /** As of a check. Default: `"codes"`. */
  explain?: CheckOptions["explain"];
}

/** Frozen, at every depth. `JSON.stringify` of it is what `xinyi programme try --json` prints for the same `explain`. */
export type Trial = Unverified<TrialEvidence>;

export interface TrialEvidence {
  readonly verified: false;
  readonly decided_at: string;
  readonly engine: string;
}

/**
 * Verifies what is presented, now, and decides at a later time as if bundles of the same records were
 * drawn that day. Throws an `XinyiError` where a check would, and for a time before `now`.
 *
 * ```js
 * const decision = verifier.check(presentation, { programme, holder });
 * if (decision.eligible_from) forecast(verifier, presentation, { programme, holder, at: decision.eligible_from }).outcome; // "granted"
 * ```
 */
export function forecast(verifier: Verifier, bundle: Bundles, options: ForecastOptions): Forecast;

export interface ForecastOptions extends CheckOptions {
  /** The time to decide for, from `now` on. */
  at: Time;
}

/** Frozen, at every depth. */
export type Forecast = Unverified<ForecastEvidence>;

/** `decided_at` is the time that was asked for. */
export interface ForecastEvidence extends Omit<Evidence, "verified"> {
  readonly verified: false;
  readonly projection: true;
}

/** Each of the forms of a decision, with evidence that says that it is none. */
export type Unverified<E extends { readonly verified: false }, Form = Decision> = Form extends unknown
  ? Omit<Form, "evidence"> & { readonly evidence: E }
  : never;
