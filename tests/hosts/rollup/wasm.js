// Copied to the page.
export const xinyi = "/xinyi.wasm";
export const authoring = "/authoring.wasm";
export const compressed = "/xinyi.wasm.br";
