import type { CreateGlue } from "./create-glue";
import type { DemoProgramme, Expected, Jwk } from "./testing";
import type { Texts } from "./index";

/** wasm-bindgen's glue of the module that signs. */
export const createGlue: CreateGlue<TestingGlue>;

/** pkg/testing-wasm/src/lib.rs. Times are whole UNIX seconds. */
export interface TestingGlue {
  Platform: new (seed: Uint8Array, now: number) => RawPlatform;
}

/** Results are a `Reply` as JSON. */
export interface RawPlatform {
  describe(): string;
  snapshot(): string;
  bundles(wallet: string): string;
  issue(wallet: string, holder: string): string;
  present(wallet: string, audience: string, nonce: string, now: number, disclose: string | undefined, signer: string | undefined): string;
  sign(wallet: string, message: Uint8Array): Uint8Array | undefined;
  refresh(now: number): string;
  set_status(wallet: string, status: number, now: number): string;
  free(): void;
}

export interface Description {
  root: string;
  programmes: DemoProgramme[];
  wallets: RawWallet[];
}

export interface RawWallet {
  name: string;
  title: Texts;
  programme: string;
  request: { [name: string]: string };
  expected: Expected;
  jwk: Jwk;
}
