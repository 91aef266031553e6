// What pages give. Mini-programs load a file of their code package by their host's object instead.
export const xinyi = "/xinyi.wasm";
export const authoring = "/authoring.wasm";
