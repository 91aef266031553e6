/** The main entries of every host but Node and mini-programs. They share one instance, whichever of them an app imports. */

import { api } from "./host";
import { ownModule } from "./module";

export const { init, createVerifier, createVerifierSync } = /* @__PURE__ */ api.withModule(ownModule);
export { XinyiError, indexedDbStorage, isXinyiError, keyValueStorage } from "./host";
