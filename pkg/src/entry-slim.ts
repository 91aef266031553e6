/** `xinyi/slim`, for every host but mini-programs: it brings neither a module nor texts, but for what an app gives. */

import { api, host } from "./host";
import { isPlain, invalid, token } from "./input";
import { LANGUAGES } from "./messages";
import type { Languages, MessageTable } from "./messages";
import { own } from "./own";
import type { Problem, Texts, Verifier, VerifierOptions } from "./index";
import type { SlimInitOptions } from "./slim";

const slim = /* @__PURE__ */ api.with(null, {});
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

/** Every part of which texts are made. */
const PARTS = "errors problems parts additions claims things kinds units reasons codes formats plan outcomes periods";

function check(isRight: boolean, pointer: string, problem: Problem): void {
  if (!isRight) throw invalid(pointer, host.languages(), problem);
}

/** The tables that an app gives. */
function tables(messages: unknown): Languages {
  const found: Languages = {};
  if (messages === undefined) return found;
  check(isPlain(messages), "/messages", "object_expected");
  for (const language of Object.keys(messages as object)) {
    const pointer = "/messages" + token(language);
    check(LANGUAGES.includes(language as keyof Texts), pointer, "unknown");
    const table = own(messages as { [language: string]: unknown }, language);
    for (const part of table === undefined ? [] : PARTS.split(" ")) check(isPlain(own(table as { [part: string]: unknown }, part)), pointer + "/" + part, "missing");
    found[language as keyof Texts] = table as MessageTable;
  }
  return found;
}
