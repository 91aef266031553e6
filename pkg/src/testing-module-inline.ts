import { fromBase64 } from "./base64";
import text from "./testing-module.cjs";

/** In the text of the code. Nobody has to ship a file for tests. */
export const testingModule = (): Uint8Array => fromBase64(text);
