import module from "./testing.wasm?module";

/** Vercel's edge runtime, and Next's. */
export const testingModule = (): unknown => module;
