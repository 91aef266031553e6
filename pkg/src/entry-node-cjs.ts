import { join } from "node:path";
import { nodeApi } from "./node";

export const { init, createVerifier, createVerifierSync } = nodeApi(join(__dirname, "xinyi.wasm"));
export { XinyiError, isXinyiError } from "./error";
