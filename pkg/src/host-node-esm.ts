import { nodeApi } from "./node";

export const { init, createVerifier, createVerifierSync } = nodeApi(new URL("./xinyi.wasm", import.meta.url));
export { indexedDbStorage, keyValueStorage } from "./adapters";
export { XinyiError, isXinyiError } from "./error";
