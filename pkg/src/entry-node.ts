/** The main entry in Node. */

import { api } from "./host";

export const { init, createVerifier, createVerifierSync } = api;
export { XinyiError, indexedDbStorage, isXinyiError, keyValueStorage } from "./host";
