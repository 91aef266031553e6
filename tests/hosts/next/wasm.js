export const xinyi = new URL("xinyi/xinyi.wasm", import.meta.url);
export const authoring = new URL("xinyi/authoring.wasm", import.meta.url);
export const compressed = "/xinyi.wasm.br";
