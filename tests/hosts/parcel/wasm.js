import authoring from "url:xinyi/authoring.wasm";
import xinyi from "url:xinyi/xinyi.wasm";

export { authoring, xinyi };
export const compressed = "/xinyi.wasm.br";
