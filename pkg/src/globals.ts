import type { Globals } from "./engine";
import { Utf8Decoder, Utf8Encoder } from "./utf8";

/** The host's own, and ours where it has none. Looked up when it is needed: tests and polyfills put some there later. */
export function globals(): Globals {
  const isCodec = typeof TextDecoder === "function" && typeof TextEncoder === "function";
  return {
    TextDecoder: isCodec ? TextDecoder : Utf8Decoder,
    TextEncoder: isCodec ? TextEncoder : Utf8Encoder,
    FinalizationRegistry: typeof FinalizationRegistry === "undefined" ? undefined : FinalizationRegistry,
  };
}
