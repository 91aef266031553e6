/**
 * **For tests and for trying out. Never for production.** A demo platform made up on the spot, with everything that an
 * app needs to test itself: a root, a snapshot, programmes, and people and firms with wallets that present themselves.
 *
 * ```js
 * import { createVerifier } from "xinyi";
 * import { createPlatform } from "xinyi/testing";
 *
 * const platform = await createPlatform();
 * const verifier = await createVerifier({ root: platform.root, snapshot: platform.snapshot(), allowDemoRoot: true });
 *
 * const wallet = platform.wallet("zhang-gold");
 * const audience = "https://app.example";
 * const nonce = verifier.createNonce();
 * const presentation = wallet.present({ audience, nonce });
 * const decision = verifier.check(presentation, { programme: wallet.programme, request: wallet.request, holder: { audience, nonce } });
 * decision.outcome; // "granted"
 * ```
 *
 * Every platform has keys of its own, and its root is a demo's: a verifier refuses it (`trust.demo_root`) unless it is
 * created with `allowDemoRoot: true`, and evidence of its decisions says `"demo": true`. Nobody in it is real. The keys
 * are in a second WebAssembly module, which this entry alone loads; the verifier's cannot sign. Whoever knows a seed has
 * all keys of its platform.
 *
 * Errors are `XinyiError`s: `input.options` for what cannot be used, `host.random` without a `seed` where the host has no
 * secure generator, `host.load` where it loads no module. The entry works in Node, in Workers and edge runtimes, and in
 * pages by a bundler; not in mini-programs.
 *
 * @packageDocumentation
 */

import type { Bundles, ErrorCode, Outcome, Texts, Time } from "./index.js";

/** Makes a platform. Rejects with `input.options` for options that cannot be used, `host.random` and `host.load`. */
export function createPlatform(options?: PlatformOptions): Promise<Platform>;

/** The same without a promise, throwing the same. Some browsers do it in workers only. */
export function createPlatformSync(options?: PlatformOptions): Platform;

/** For {@link createPlatform}. */
export interface PlatformOptions {
  /**
   * What all keys and salts are made of. The same seed and `now` give the same bytes on every host; the same seed at a
   * later time has the same keys, and goes on where the earlier platform was. Default: 32 bytes of the host's secure
   * generator (`globalThis.crypto`), so that every platform is another one.
   */
  seed?: string | Uint8Array;
  /**
   * The time at which the platform is made. If it is given, it is the time that the platform's clock shows from then on,
   * until a later one is given to {@link Platform.refresh} or another function that publishes. Default: the host's
   * clock, which then goes on.
   */
  now?: Time;
}

/** A whole platform. All calls are synchronous, and nothing needs freeing. */
export interface Platform {
  /** The root to pin: a demo's, for a year. Does not change. */
  readonly root: string;
  /** Every programme. */
  readonly programmes: readonly DemoProgramme[];
  /** Every wallet, with what is to come of it. */
  readonly wallets: readonly Wallet[];
  /** What its clock shows, in UNIX seconds. */
  readonly now: number;
  /**
   * Manifest, trust list, programmes and status list as published last. The status list is fresh for three days, the
   * manifest for 14. Throws `host.trap` only.
   */
  snapshot(): string;
  /** A wallet by its name. Throws `input.options` if there is none. */
  wallet(name: string): Wallet;
  /**
   * Issues the bundles of a wallet to a key of your own, such as one of WebCrypto that cannot be extracted: with every
   * disclosure, by alias, as {@link Wallet.bundles} has them. They are about the wallet's subject, and are revoked and
   * suspended with the wallet. They stay as they are issued: `refresh` does not change them.
   *
   * ```js
   * const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
   * const { credit } = platform.issue("zhang-gold", { holder: await crypto.subtle.exportKey("jwk", publicKey) });
   * ```
   *
   * Throws `signature.key` for what is no public key on P-256, Ed25519 or SM2, private keys among it.
   */
  issue(wallet: string, options: IssueOptions): { readonly [alias: string]: string };
  /**
   * Publishes and issues everything anew, as of a later time: the keys stay, and so does what was revoked or suspended.
   * Each publication is at least one second later than the one before, so that verifiers can tell them apart.
   *
   * ```js
   * const old = platform.snapshot();
   * platform.refresh({ now: platform.now + 4 * 86_400 });
   * verifier.load(platform.snapshot(), { now: platform.now });
   * // An app that starts with its state and the old snapshot: checks throw `trust.rollback`.
   * await createVerifier({ root: platform.root, snapshot: old, state: verifier.exportState(), now: platform.now, allowDemoRoot: true });
   * ```
   *
   * Throws `input.options` for a `now` that is no time.
   */
  refresh(options?: { now?: Time }): void;
  /**
   * Revokes the bundles of a wallet, for good. It shows once the app has loaded {@link Platform.snapshot} again:
   * `status.invalid`. `now` is the platform's by default. Throws `input.options` for a name that no wallet has.
   */
  revoke(wallet: string, options?: { now?: Time }): void;
  /** Suspends the bundles of a wallet: `status.suspended`. `now` as of {@link Platform.revoke}. Throws `status.invalid` for one that is revoked, `input.options` for a name that no wallet has. */
  suspend(wallet: string, options?: { now?: Time }): void;
  /** Ends a suspension. `now` as of {@link Platform.revoke}. Throws `status.invalid` for a wallet that is revoked, `input.options` for a name that no wallet has. */
  reinstate(wallet: string, options?: { now?: Time }): void;
}

/** Frozen, at every depth. */
export interface DemoProgramme {
  /** Such as `demo.xinyi-zu.shared-bike`: what `check` takes as `programme`. */
  readonly id: string;
  /** What people call it. */
  readonly title: Texts;
  /** What an app asks for, as the `request` of a check. */
  readonly request: { readonly [name: string]: string };
  /** The document, unsigned. The snapshot has it signed. */
  readonly document: object;
}

/** A person or firm with a key, and with the bundles about them. Nobody is real. Frozen. */
export interface Wallet {
  /** Such as `zhang-gold`. */
  readonly name: string;
  /** Who that is, and what is special about them. */
  readonly title: Texts;
  /** The id of the programme that it is meant for. */
  readonly programme: string;
  /** What to ask for, as the `request` of a check. */
  readonly request: { readonly [name: string]: string };
  /**
   * What comes of a check of what it presents by default, on the day in China on which its bundles were issued. That
   * somebody is not yet of an age is known of that day alone: on the next, wallets of `demo.youth.volunteer` are
   * `undetermined` until {@link Platform.refresh}.
   */
  readonly expected: Expected;
  /** The holder's public key, which its bundles are bound to. */
  readonly jwk: Jwk;
  /** The bundle of public credit with every disclosure, as issued last. It is the holder's, and for no app. */
  readonly bundle: string;
  /** Every bundle, by the alias of the programme's input: `credit`, and in some wallets `market` or `officer`. */
  readonly bundles: { readonly [alias: string]: string };
  /**
   * Presents: what `check` takes, one presentation or several by alias. Some wallets are there for a presentation that an
   * app must refuse: `wei-passed-on` shows one that was made for another app, `chu-altered` one with somebody else's
   * score.
   */
  present(options: PresentOptions): Bundles;
  /** The holder's signature (ES256) of these bytes, or of a text in UTF-8: raw, 64 bytes. Throws `input.options` for anything else. */
  sign(signingInput: string | Uint8Array): Uint8Array;
}

/** An error's code, or the outcome of a decision with its tier, and the better one that is still open (`upgrade`). */
export type Expected =
  | { readonly error: ErrorCode }
  | { readonly outcome: Outcome; readonly tier?: string; readonly upgrade?: string };

/** For {@link Platform.issue}. */
export interface IssueOptions {
  /** The holder's public key, as a JWK: P-256, Ed25519 or SM2 (`"crv": "SM2"`). */
  holder: object;
}

/** For {@link Wallet.present}. */
export interface PresentOptions {
  /** The app that it is for. */
  audience: string;
  /** The nonce that the app made for this one request. */
  nonce: string;
  /**
   * What is shown, as JSON pointers in the issuer's numbering, such as `/evaluations/sh-public`, `/listings` (how many
   * there are), `/listings/0` (what the first one says): of the bundle `credit`, or by alias. A bundle that is not named
   * is not presented. Default: what the wallet's `title` tells.
   */
  disclose?: readonly string[] | { readonly [alias: string]: readonly string[] };
  /** The name of a wallet whose key signs in place of its own: a bundle in the wrong hands, `signature.invalid`. Default: its own. */
  signer?: string;
  /** The time at which the holder signs. Default: the platform's clock. */
  now?: Time;
}

/** A public key on P-256. */
export interface Jwk {
  /** The type of key. */
  readonly kty: "EC";
  /** The curve. */
  readonly crv: "P-256";
  /** A coordinate: 32 bytes in base64url. */
  readonly x: string;
  /** The other coordinate. */
  readonly y: string;
  /** What it signs with. */
  readonly alg: "ES256";
}
