import authoring from "xinyi/authoring.wasm";
import xinyi from "xinyi/xinyi.wasm";

export { authoring, xinyi };

// The first bytes of such a file, as it is: at the edge there is no Brotli.
export const compressed = new Uint8Array([0x5b, 0x73, 0x81, 0x25, 0x72, 0x06, 0xc5, 0xf1]);
