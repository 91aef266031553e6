import { brotliDecompressSync } from "node:zlib";
import packed from "./node-module.cjs";

/** The one that is built for speed, compressed in the text of a file of the package. */
export function ownModule(): Uint8Array {
  return brotliDecompressSync(Buffer.from(packed, "base64"));
}
