import module from "./own.wasm";

/** Cloudflare's Workers compile no bytes. What they import of this kind is a module already. */
export const ownModule = (): unknown => module;
