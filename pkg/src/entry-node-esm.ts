import { nodeApi } from "./node";

export const { init, createVerifier, createVerifierSync } = nodeApi(new URL("./xinyi.wasm", import.meta.url));
export { XinyiError, isXinyiError } from "./error";
