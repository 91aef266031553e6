import { fromBase64 } from "./base64";
import text from "./own-module.cjs";

/** In the text of the bundle, for those who cannot ship a file beside it. */
export function ownModule(): Uint8Array {
  return fromBase64(text);
}
