/** The main entry of every host but mini-programs. */

import { api } from "./host";

export const { init, createVerifier, createVerifierSync } = api;
export { indexedDbStorage, keyValueStorage } from "./adapters";
export { XinyiError, isXinyiError } from "./host";
