/** `xinyi/slim`, for every host but mini-programs: it brings neither a module nor texts, but for what an app gives. */

import { api, host } from "./host";
import { isPlain, invalid, token } from "./input";
import { LANGUAGES } from "./messages";
import type { Languages, MessageTable } from "./messages";
import { NotLoaded } from "./not-loaded";
import { own } from "./own";
import type { Problem, Texts, Verifier, VerifierOptions } from "./index";
import type { SlimInitOptions } from "./slim";

const slim = /* @__PURE__ */ api.with(notGiven, {});
export { XinyiError, indexedDbStorage, isXinyiError, keyValueStorage } from "./host";

export async function init(options: SlimInitOptions): Promise<void> {
  Object.assign(host.languages(), tables(own(options, "messages")));
  // Nothing is no module either.
  return slim.init({ wasm: own(options, "wasm") || {} });
}

export function createVerifier(options: VerifierOptions): Promise<Verifier> {
  return slim.createVerifier(options);
}

export function createVerifierSync(options: VerifierOptions): Verifier {
  return slim.createVerifierSync(options);
}

function notGiven(): never {
  throw new NotLoaded("not_loaded");
}

/** Without these, a table is none: every text is made with one of them. What else lacks is a text that stays empty. */
const PARTS = ["errors", "additions", "formats"];

/** The tables that an app gives. */
function tables(messages: unknown): Languages {
  const found: Languages = {};
  if (messages === undefined) return found;
  const check = (isRight: boolean, pointer: string, problem: Problem): void => {
    if (!isRight) throw invalid("/messages" + pointer, host.languages(), problem);
  };
  check(isPlain(messages), "", "object_expected");
  for (const language of Object.keys(messages as object)) {
    const pointer = token(language);
    check(LANGUAGES.includes(language as keyof Texts), pointer, "unknown");
    const table = own(messages as { [language: string]: unknown }, language);
    for (const part of PARTS) check(isPlain(own(table as { [part: string]: unknown }, part)), pointer + "/" + part, "missing");
    found[language as keyof Texts] = table as MessageTable;
  }
  return found;
}
