import type { Forecast, Lint, Trial } from "./authoring";
import type { CreateGlue } from "./create-glue";
import type { Decision, ErrorData, Report } from "./index";

/** wasm-bindgen's glue of the verifier's module. */
export const createGlue: CreateGlue<Glue>;

/** pkg/wasm/src/lib.rs. */
export interface Glue {
  Verifier: new (root: string, snapshot: string | undefined, options: object) => RawVerifier;
  lint(programme: string): Reply<{ findings: Lint }>;
  try_programme(programme: string, facts: string, options: object): Reply<{ decision: Trial }>;
  prepare_commitment(bundle: string, options: object): Reply<{ draft: { signing_input: string; alg: string } }>;
  finish_commitment(bundle: string, options: object, signature: Uint8Array): Reply<{ commitment: string }>;
  version(): string;
}

export interface RawVerifier {
  report(): Reply<{ report: Report }>;
  load(snapshot: string, options: object): Reply<{ report: Report }>;
  state(): string | undefined;
  snapshot(): string | undefined;
  check(bundle: string, options: object): Reply<{ decision: Decision }>;
  forecast(bundle: string, options: object): Reply<{ decision: Forecast }>;
  free(): void;
}

/** Plain objects, made for this call: their texts are still empty, and may be filled in. */
export type Reply<T> = ({ ok: true } & T) | Refusal;

export interface Refusal {
  ok: false;
  error: ErrorData;
  errors: ErrorData[];
}
