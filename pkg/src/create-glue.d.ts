/**
 * What the build makes of wasm-bindgen's glue for a module with the surface `G`: a function, so that each instance of
 * the module has its own, nothing runs when it is loaded, and what a host may lack is an argument.
 */
export type CreateGlue<G> = (
  TextDecoder: unknown,
  TextEncoder: unknown,
  FinalizationRegistry: unknown,
) => G & { [name: string]: unknown; __wbg_set_wasm(exports: object): void };
