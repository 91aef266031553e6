import module from "./own.wasm?module";

/** Vercel's edge runtime, and Next's. As Workers, it compiles no bytes, and wants to be told that a module is meant. */
export const ownModule = (): unknown => module;
