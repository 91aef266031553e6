import authoring from "xinyi/authoring.wasm?url";
import xinyi from "xinyi/xinyi.wasm?url";

export { authoring, xinyi };
export const compressed = "/xinyi.wasm.br";
