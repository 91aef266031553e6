/** What the build puts beside the entries. */

declare module "*-module.cjs" {
  /** The module as base64; that for Node is compressed by Brotli before. */
  const text: string;
  export default text;
}

declare module "*.wasm" {
  /** On hosts that compile it when they import it: a `WebAssembly.Module`. */
  const module: unknown;
  export default module;
}

declare module "*.wasm?module" {
  const module: unknown;
  export default module;
}
