// With the loader `file` these are addresses.
import authoring from "xinyi/authoring.wasm";
import xinyi from "xinyi/xinyi.wasm";

export { authoring, xinyi };
export const compressed = "/xinyi.wasm.br";
