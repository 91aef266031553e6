/** The holder's side: what is enough to show, and presentations that the holder's key signs wherever it is. */

import { deepFreeze } from "./error";
import type { Glue, RawVerifier, Reply } from "./glue";
import type { Bundles, Draft, Drafts, Plan, PlanOptions, PrepareOptions, Signature, Verifier } from "./index";
import { bundlesOf, invalid, planInput, prepareInput, signatureBytes } from "./input";
import type { Languages } from "./messages";
import { own } from "./own";
import { fillPlan } from "./plan-words";
import { fillDecision, unwrapped } from "./replies";

/** What it needs of the verifier that it is a part of. */
export interface Holding {
  languages: Languages;
  raw<T>(call: (raw: RawVerifier) => T): T;
  glue<T>(call: (glue: Glue) => T): T;
}

export function createHolder({ languages, raw, glue }: Holding): Pick<Verifier, "plan" | "prepare"> {
  function given<T>(result: Reply<T>, alias?: string): T {
    if (!result.ok && alias !== undefined) for (const error of result.errors.concat(result.error)) (error.details as { input?: string }).input = alias;
    return unwrapped(result, languages);
  }

  function plan(bundle: Bundles, options: PlanOptions): Plan {
    const input = planInput(bundle, options, languages);
    const { plan } = given(raw((verifier) => verifier.plan(input.bundle, input.options)));
    fillDecision(plan.decision, languages);
    fillPlan(plan, languages);
    return deepFreeze(plan);
  }

  /** A draft of one bundle; its `finish` makes the same again, and verifies the signature. */
  function draftOf(bundle: string, options: object, alias?: string): Draft {
    const { draft } = given(glue((module) => module.prepare(bundle, options)), alias);
    const pointer = alias === undefined ? "/signature" : "/signature/" + alias;
    return Object.freeze({
      alg: draft.alg as Draft["alg"],
      signingInput: Uint8Array.from(draft.signing_input, (character) => character.charCodeAt(0)),
      finish: (signature: Signature) => {
        const bytes = signatureBytes(signature, pointer, languages);
        return given(glue((module) => module.finish(bundle, options, bytes)), alias).presentation;
      },
    });
  }

  function prepare(bundle: Bundles, options: PrepareOptions): Draft | Drafts {
    const input = prepareInput(options, languages);
    const bundles = bundlesOf(bundle, languages);
    if (typeof bundles === "string") return draftOf(bundles, input.ofOne());
    const drafts: { [alias: string]: Draft } = Object.create(null);
    for (const [alias, options] of input.ofSeveral()) {
      const text = own(bundles, alias);
      if (text === undefined) throw invalid("/bundle/" + alias, languages, "missing");
      drafts[alias] = draftOf(text, options, alias);
    }
    const each = <T>(of: (draft: Draft, alias: string) => T): { [alias: string]: T } => {
      const found: { [alias: string]: T } = {};
      for (const alias of Object.keys(drafts)) Object.defineProperty(found, alias, { value: of(drafts[alias]!, alias), enumerable: true });
      return found;
    };
    return Object.freeze({
      algs: Object.freeze(each((draft) => draft.alg)),
      signingInputs: Object.freeze(each((draft) => draft.signingInput)),
      finish: (signatures: { readonly [alias: string]: Signature }) => each((draft, alias) => draft.finish(own(signatures, alias)!)),
    });
  }

  return { plan, prepare: prepare as Verifier["prepare"] };
}
