import module from "./testing.wasm";

/** Cloudflare's Workers compile no bytes. */
export const testingModule = (): unknown => module;
