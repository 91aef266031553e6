import authoring from "xinyi/authoring.wasm";
import xinyi from "xinyi/xinyi.wasm";

export { authoring, xinyi };

// Stands for such a file, which nothing imports here: the first bytes of one, which are no module.
export const compressed = new Uint8Array([0x5b, 0x73, 0x81, 0x25, 0x72, 0x06, 0xc5, 0xf1]);
