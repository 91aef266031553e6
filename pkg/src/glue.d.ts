import type { Forecast } from "./authoring";
import type { CreateGlue } from "./create-glue";
import type { Decision, ErrorData, Plan, PresentationRequest, Report, RequestText } from "./index";

/** wasm-bindgen's glue of the verifier's module. */
export const createGlue: CreateGlue<Glue>;

/** pkg/wasm/src/lib.rs. */
export interface Glue {
  Verifier: new (root: string, snapshot: string | undefined, options: object) => RawVerifier;
  prepare(bundle: string, options: object): Reply<{ draft: { signing_input: string; alg: string } }>;
  finish(bundle: string, options: object, signature: Uint8Array): Reply<{ presentation: string }>;
  read_request(text: string): Reply<{ request: RequestText }>;
  to_qr(bundle: string, options: object): Reply<{ texts: string[] }>;
  from_qr(texts: string): Reply<{ presented: string | { [alias: string]: string } }>;
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
  plan(bundle: string, options: object): Reply<{ plan: Plan }>;
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
