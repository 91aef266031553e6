import { join } from "node:path";
import { nodeApi } from "./node";

export const { init, createVerifier, createVerifierSync } = nodeApi(join(__dirname, "xinyi.wasm"));
export { indexedDbStorage, keyValueStorage } from "./adapters";
export { XinyiError, isXinyiError } from "./error";
