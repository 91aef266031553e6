/** Commitments of the holder, signed by their key wherever it is. */

import type { Glue } from "./glue";
import type { CommitmentDraft, CommitmentOptions, Verifier } from "./index";
import { commitmentInput, invalid, signatureBytes } from "./input";
import type { Languages } from "./messages";
import { unwrapped } from "./replies";

/** What it needs of the verifier that it is a part of. */
export interface Committing {
  languages: Languages;
  glue<T>(call: (glue: Glue) => T): T;
}

export function createCommitments({ languages, glue }: Committing): Pick<Verifier, "prepareCommitment"> {
  /** `finish` makes the draft again, and verifies the signature. */
  function prepareCommitment(bundle: string | Uint8Array, options: CommitmentOptions): CommitmentDraft {
    const input = commitmentInput(bundle, options, languages);
    const { draft } = unwrapped(glue((module) => module.prepare_commitment(input.bundle, input.options)), languages);
    return Object.freeze({
      alg: draft.alg as CommitmentDraft["alg"],
      signingInput: Uint8Array.from(draft.signing_input, (character) => character.charCodeAt(0)),
      finish: (signature: ArrayBuffer | Uint8Array) => {
        const bytes = signatureBytes(signature, "/signature", languages);
        return unwrapped(glue((module) => module.finish_commitment(input.bundle, input.options, bytes)), languages).commitment;
      },
    });
  }

  return { prepareCommitment };
}
