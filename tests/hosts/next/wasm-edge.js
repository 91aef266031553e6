import authoring from "xinyi/authoring.wasm?module";
import xinyi from "xinyi/xinyi.wasm?module";

export { authoring, xinyi };
// At the edge nothing compiles bytes, were they compressed or not: these are the shortest module's.
export const compressed = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
