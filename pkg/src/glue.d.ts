import type { Forecast, Lint, Trial } from "./authoring";
import type { Decision, ErrorData, PresentationRequest, Report, RequestText } from "./index";

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
  Verifier: new (root: string, snapshot: string | undefined, options: object) => RawVerifier;
  lint(programme: string): Reply<{ findings: Lint }>;
  try_programme(programme: string, facts: string, options: object): Reply<{ decision: Trial }>;
  read_request(text: string): Reply<{ request: RequestText }>;
  to_qr(bundle: string, options: object): Reply<{ texts: string[] }>;
  from_qr(texts: string): Reply<{ presented: string | { [alias: string]: string } }>;
  version(): string;
}

export interface RawVerifier {
  report(): Reply<{ report: Report }>;
  load(snapshot: string, options: object): Reply<{ report: Report }>;
  state(): string | undefined;
  snapshot(): string | undefined;
  check(bundle: string, options: object): Reply<{ decision: Decision }>;
  presentation_request(options: object): Reply<{ request: PresentationRequest }>;
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
