/**
 * wasm-bindgen's glue, wrapped by the build into a function: each instance of the module has its
 * own, nothing runs when it is loaded, and what a host may lack is an argument.
 */
export function createGlue(
  TextDecoder: unknown,
  TextEncoder: unknown,
  FinalizationRegistry: unknown,
): Glue & { [name: string]: unknown; __wbg_set_wasm(exports: object): void };

/** pkg/wasm/src/lib.rs. */
export interface Glue {
  Verifier: new (root: string, snapshot: string | undefined, options: string) => RawVerifier;
  lint(programme: string): string;
  try_programme(programme: string, facts: string, options: string): string;
  version(): string;
}

export interface RawVerifier {
  report(): string;
  load(snapshot: string, options: string): string;
  export(): string;
  check(bundle: string, options: string): string;
  forecast(bundle: string, options: string): string;
  free(): void;
}
