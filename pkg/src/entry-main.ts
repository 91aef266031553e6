/** The main entries of every host but mini-programs. Those of one host share one instance, whichever of them an app imports. */

import { api } from "./host";
import type { InitOptions, Verifier, VerifierOptions } from "./index";
import { ownModule } from "./module";
import { texts } from "./texts";

const main = /* @__PURE__ */ api.with(ownModule, texts);

// Each for itself, so that whoever uses something else of the package has none of it.
export function init(options?: InitOptions): Promise<void> {
  return main.init(options);
}

export function createVerifier(options: VerifierOptions): Promise<Verifier> {
  return main.createVerifier(options);
}

export function createVerifierSync(options: VerifierOptions): Verifier {
  return main.createVerifierSync(options);
}

export { XinyiError, indexedDbStorage, isXinyiError, keyValueStorage } from "./host";
