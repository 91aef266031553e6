/**
 * Verifies signed credit status bundles and decides eligibility, offline and synchronously.
 *
 * ```js
 * import { createVerifier } from "xinyi";
 *
 * const verifier = await createVerifier({ root, snapshot });
 * const decision = verifier.check(presentation, {
 *   programme: "fz.xinyi-zu.power-bank",
 *   holder: { audience, nonce },
 * });
 * if (decision.outcome === "granted" && decision.benefit.kind === "deposit_waiver") {
 *   waive(decision.benefit.max);
 * }
 * ```
 *
 * A decision binds only whoever runs this code. On the subject's own phone or browser it is a
 * preview; the party that gives the benefit runs `check` itself, on the presentation.
 *
 * Functions and options are camelCase. Documents keep their one spelling, snake_case.
 *
 * @packageDocumentation
 */

/**
 * Loads the module. Calling it is optional: `createVerifier` does it. Calls at once share one load. Calling it again
 * does nothing, unless the last call failed (it tries again) or the module stopped with `host.trap` (it starts a new
 * one; verifiers of the old one must be created again).
 *
 * Rejects with `host.load`. Where one word says why, it is `details.problem`, such as `web_page` for a server's page
 * in place of the module, and the texts say what to do.
 *
 * ```js
 * await init({ wasm: "https://cdn.example/xinyi.wasm" }); // a page that moved the file
 * await init({ wasm: fetch("/assets/xinyi.wasm") }); // the same, begun early
 * await init({ wasmPath: "/assets/xinyi.wasm.br" }); // a mini-program that moved the file
 * ```
 */
export function init(options?: InitOptions): Promise<void>;

/** Where the module is. Every member has a default but in `xinyi/slim`, which has options of its own. */
export interface InitOptions {
  /**
   * Every host but mini-programs: where the module is, or what it is. An address (text or `URL`; of a page relative to
   * it, in Node also a path), the bytes (`ArrayBuffer` or any view), a `Response` or `Blob`, a `WebAssembly.Module`, or
   * a promise of one of these.
   *
   * Default: what the entry brings. That of browsers is the file `xinyi.wasm` beside it; `xinyi/inline` has it inside.
   * That of Node is inside too. It is built for speed, and has signatures of ES256 verified by `node:crypto`;
   * `init({ wasm: require.resolve("xinyi/xinyi.wasm") })` does without.
   */
  wasm?: string | object;
  /**
   * Mini-programs: absolute path of the module inside the code package, with `.wasm` or `.wasm.br` at its end. They take
   * no bytes and no address: `wasm` is refused there. Default: `/miniprogram_npm/xinyi/xinyi.wasm.br`.
   */
  wasmPath?: string;
  /** Mini-programs: the host's WebAssembly object. Default: `WXWebAssembly`, else `TTWebAssembly`, else `MYWebAssembly`. */
  host?: MiniProgramHost;
}

/** What is used of a mini-program host's WebAssembly object. */
export interface MiniProgramHost {
  /** Loads the file at a path of the code package, and makes an instance of it; rejects where it cannot. */
  instantiate(path: string, imports: object): PromiseLike<unknown>;
}

/**
 * Verifies the trust documents and makes a verifier. What became of those that are not the root is in `verifier.report`.
 *
 * Rejects with an {@link XinyiError}: for a root that cannot be used, as `check` does for what is no document
 * (`format.*`) or by what is wrong with it (`trust.*`); with `input.options` for options that cannot be used; with
 * `host.load` where the module cannot be loaded, and `host.trap` where it has stopped. Where a load
 * that `init` began has failed it tries once more, with the module that the entry brings.
 */
export function createVerifier(options: VerifierOptions): Promise<Verifier>;

/**
 * The same without a promise, throwing the same. In Node and from `xinyi/inline` at any time; elsewhere once `init()` has
 * resolved (else it throws `host.load`).
 */
export function createVerifierSync(options: VerifierOptions): Verifier;

/**
 * A document: its text, its bytes in UTF-8, or what `JSON.parse` gave. Other objects, such as an
 * `ArrayBuffer`, are refused.
 */
export type Document = string | Uint8Array | object;

/**
 * What is presented: one bundle, for the input of the programme that is of its type; or several by
 * the inputs' aliases, also as JSON text. One that is `undefined` is left out.
 *
 * Each of several is presented for the same audience and nonce, by its own key. They have to be about one subject: all
 * disclose the same `subject.id`, or one of public credit status discloses the member of `subject.links` that is named
 * for the other's issuer, and the other discloses the same value as `subject.link`. A common key does not show it
 * (`binding.unlinked`; its `missing` names what would). What they disclose of the subject must not differ
 * (`binding.conflict`). If the programme has an input for an officer of the firm, that bundle has to disclose its
 * `subject.id`, and the firm's bundle the same among its `officers`.
 *
 * ```js
 * verifier.check({ credit, market }, { programme, holder });
 * ```
 */
export type Bundles = string | Uint8Array | { readonly [alias: string]: Bundle | undefined };

/** One of several. An array of one is what the `vp_token` of OpenID4VP 1.0 has; more or none is refused (`several`). */
export type Bundle = string | Uint8Array | readonly [string | Uint8Array];

/** A point in time: a `Date`, an RFC 3339 string, or UNIX seconds (not milliseconds). A fraction of a second is dropped. */
export type Time = Date | string | number;

/**
 * What a verifier is made of. A name that is none of these is refused (`input.options`, with the one that was meant).
 */
export interface VerifierOptions {
  /** The pinned root. It comes with the app, never from the network. */
  root: Document;
  /** Manifest, trust list, programmes and status lists in one file. Default: none. */
  snapshot?: Document;
  /**
   * What `exportState` gave when the app last ran. A state that is damaged, does not prove what it says
   * or is of another root is reported and passed over. Default: none; then only `minimum` keeps old
   * documents out.
   */
  state?: string;
  /**
   * Where state and snapshot are kept, in place of `state`. Both are read at creation, and written
   * whenever they change; what another page or process has stored in the meantime is not lost. A
   * storage that fails is reported (`report.storage`, `saved`), and never keeps an app from
   * starting. Default: none; then the app stores what `exportState` and `exportSnapshot` give.
   */
  storage?: StateStorage;
  /** Constants kept beside the pinned root: nothing older is accepted. Default: none; `undefined` is refused. */
  minimum?: {
    /** The version of the root. */
    root?: number;
    /** The version of the manifest. */
    manifest?: number;
    /** The version of the trust list. */
    trust_list?: number;
    /** UNIX seconds; the clock may not run behind it. */
    time?: number;
  };
  /** The time at which the documents are verified. Default: the host's clock. */
  now?: Time;
  /** How old a status list may grow, in seconds. Default: 259,200 (three days); `undefined` is refused. */
  statusMaxAge?: number;
  /**
   * Accepts the root of a demo platform (what `xinyi demo` and `xinyi/testing` make): one whose `id` is `urn:xinyi:demo` or
   * begins with `urn:xinyi:demo:`. Default: false. Never in production; the evidence shows it.
   */
  allowDemoRoot?: boolean;
  /**
   * Whether the holder has to have consented to be evaluated for the programme, in what is signed with the presentation
   * (`prepare`'s `consent`): without it `check` refuses (`binding.consent`), and whatever is `"unbound"`. Wallets of
   * others do not make it. Default: false; a consent that is there is checked anyway.
   */
  requireConsent?: boolean;
}

/**
 * An app's storage, as far as it is needed: one text under one name. Each function may answer at
 * once or with a promise.
 */
export interface StateStorage {
  /** The text that was stored, or nothing. Whatever it throws or rejects with is told (`report.storage`), and stops nothing. */
  get(): unknown;
  /** Stores a text in place of the one before. What it throws or rejects with, `saved` rejects with as `host.storage`. */
  set(text: string): unknown;
  /**
   * The same in one step that nobody else's comes between. Default: `get`, and `set` right after.
   * `change` throws if something is badly wrong; then nothing is to be stored.
   */
  update?(change: (stored: unknown) => string): unknown;
}

/** `localStorage`, `wx` and its like. */
export type KeyValueStore =
  | {
      /** As of `localStorage`: null if nothing is there. What it throws is a failure of the storage, and reported. */
      getItem(key: string): string | null;
      /** As of `localStorage`. What it throws is a failure of the storage, and reported. */
      setItem(key: string, text: string): void;
    }
  | {
      /** As of `wx`: `""` if nothing is there. What it throws is a failure of the storage, and reported. */
      getStorageSync(key: string): unknown;
      /** As of `wx`. What it throws is a failure of the storage, and reported. */
      setStorageSync(key: string, text: string): void;
    };

/**
 * Storage over a mini-program's host object, or over `localStorage`. `key`: the name under which the
 * text is stored, `xinyi` by default. Where a person has turned storage off, browsers throw as soon as
 * `localStorage` is named; given as `() => localStorage` that is a storage that fails, and no more.
 *
 * `localStorage` is for apps that are open on one page: browsers keep a copy of it for each of their
 * processes, and of two pages that write in the same moment one may not see what the other wrote,
 * not even under a lock. For several pages take {@link indexedDbStorage}.
 *
 * ```js
 * const verifier = await createVerifier({ root, storage: keyValueStorage(wx) });
 * ```
 */
export function keyValueStorage(store: KeyValueStore | (() => KeyValueStore), options?: { key?: string }): StateStorage;

/**
 * Storage over `indexedDB`, in a database of its own called `name`, `xinyi` by default. Pages do not
 * get into each other's way. It opens nothing before it is used; a browser that refuses then is a storage that fails.
 *
 * ```js
 * const verifier = await createVerifier({ root, storage: indexedDbStorage(indexedDB) });
 * ```
 */
export function indexedDbStorage(factory: IDBFactoryLike, options?: { name?: string }): StateStorage;

/** `indexedDB`. */
export interface IDBFactoryLike {
  /** Opens a database, as `indexedDB.open` does. Where it throws or fails, storage has failed (`host.storage`). */
  open(name: string, version?: number): object;
}

/** Holds verified trust documents. All calls are synchronous, and nothing needs freeing. */
export interface Verifier {
  /**
   * Verifies one bundle, or several by alias, and decides. Throws an {@link XinyiError} where
   * verification fails, be it of one of them; `details.input` names which.
   */
  check(bundle: Bundles, options: CheckOptions): Decision;
  /**
   * The same, returning the error. `JSON.stringify` of the result is what the command line
   * prints with `--json` for the same input.
   */
  safeCheck(bundle: Bundles, options: CheckOptions): CheckResult;
  /**
   * For holders: finds what of their own whole bundles has to be shown for a programme, and no more: the smallest set
   * of disclosures, over all bundles together, with the same outcome, tier and benefit as the whole. An optional bundle
   * that is not needed is left out. Not granted in whole: `disclose` is null, and nobody has to see anything.
   *
   * ```js
   * const plan = verifier.plan(bundle, { programme, audience });
   * for (const { "zh-CN": sentence } of plan.words) show(sentence);
   * ```
   *
   * Throws what `check` throws for the bundles, and `limit.work` where they hold too much to find any plan.
   */
  plan(bundle: Bundles, options: PlanOptions): Plan;
  /**
   * For holders: a presentation that their key still has to sign, wherever that key is. The bundle is not verified;
   * `plan` does that.
   *
   * ```js
   * const draft = verifier.prepare(bundle, { disclose: plan.disclose, audience, nonce });
   * const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, draft.signingInput);
   * const presentation = draft.finish(signature);
   * ```
   *
   * Several bundles by alias have a draft of several: those that `disclose` names are presented, each signed by its own
   * key, for the same audience and nonce.
   *
   * Throws `input.options` for a pointer that leads to no disclosure, `input.holder` for an empty audience or nonce,
   * and for what is no bundle what `check` throws; of several, `details.input` names which.
   */
  prepare(bundle: string | Uint8Array, options: PrepareOptions): Draft;
  prepare(bundle: { readonly [alias: string]: string | Uint8Array | undefined }, options: PrepareOptions): Drafts;
  prepare(bundle: Bundles, options: PrepareOptions): Draft | Drafts;
  /**
   * Loads a further snapshot: takes what verifies and is newer. A part that is refused takes nothing away that was
   * there. The result says part by part what was accepted, kept or refused; `report` then says the same. If
   * `state_changed`, store {@link Verifier.exportState} and {@link Verifier.exportSnapshot} in one write.
   *
   * ```js
   * const report = verifier.load(await (await fetch("/snapshot.json")).text());
   * if (report.state_changed) localStorage.setItem("xinyi", JSON.stringify([verifier.exportState(), verifier.exportSnapshot()]));
   * ```
   *
   * Throws an {@link XinyiError} for wrong options only.
   */
  load(snapshot: Document, options?: LoadOptions): Report;
  /**
   * The highest versions and times that were seen, for `state` when the app runs again: the roots and the manifest that
   * prove them, and times of status lists; nothing about any person. It keeps old documents out, and makes
   * nothing trusted. A few kilobytes of JSON. Throws `host.trap` only.
   */
  exportState(): string;
  /**
   * All that is trusted as one snapshot: what is new, and what was kept of earlier ones. Null if there is nothing yet.
   * Throws `host.trap` only.
   */
  exportSnapshot(): string | null;
  /**
   * A nonce for one request: 128 bits from the host's secure generator, in base64url. Keep it with
   * the request, and accept one presentation for it.
   *
   * ```js
   * const nonce = verifier.createNonce(); // browsers, Node
   * ```
   *
   * Where the host has no such generator it throws `host.random`. Mini-programs have one that
   * answers later; give its bytes, 16 or more:
   *
   * ```js
   * wx.getRandomValues({ length: 16, success: ({ randomValues }) => ask(verifier.createNonce(randomValues)) });
   * ```
   *
   * Bytes that nobody wrote to are refused with `input.options`.
   */
  createNonce(randomBytes?: ArrayBuffer | Uint8Array): string;
  /**
   * For holders: a commitment that their key still has to sign, wherever that key is: the key of this bundle's `cnf`. The
   * bundle is not verified. Show the whole text first.
   *
   * ```js
   * import template from "xinyi/commitments/approval_replacing.json" with { type: "json" };
   *
   * const draft = verifier.prepareCommitment(bundle, {
   *   type: template.type, item: "fire-safety", text: template.text["zh-CN"],
   *   programme: { id, version }, audience, nonce, until: Date.now() / 1000 + 86400,
   * });
   * const commitment = draft.finish(await crypto.subtle.sign("Ed25519", key, draft.signingInput));
   * // who decides: verifier.check(presentation, { …, holder: { audience, nonce }, commitments: [commitment] })
   * ```
   *
   * Throws `input.options` with the pointer to what no verifier would accept, `input.holder` for an empty audience or
   * nonce, and for what is no bundle what `check` throws.
   */
  prepareCommitment(bundle: string | Uint8Array, options: CommitmentOptions): CommitmentDraft;
  /**
   * What to ask a holder for, in every form: a text for a QR code, a query that wallets of OpenID4VP 1.0 answer. Keep it,
   * and check the one answer to it with its `audience` and `nonce`.
   *
   * ```js
   * const request = verifier.presentationRequest({ programme: "fz.xinyi-zu.power-bank", audience: "https://app.example" });
   * show(request.text);
   * const { audience, nonce } = request;
   * verifier.check(answer, { programme: request.programme, holder: { audience, nonce } });
   * ```
   *
   * Throws an {@link XinyiError}: as `check` for the programme and its `request`; `input.holder` for an audience or nonce
   * that is empty; `limit.bytes` for a text that no code holds; `host.random` where no nonce is given and none can be
   * made.
   */
  presentationRequest(options: PresentationRequestOptions): PresentationRequest;
  /**
   * What the text of a request says. Nobody has signed it: take the programme from a snapshot of your own, and ask the
   * holder. White space around the text is dropped.
   *
   * Throws `format.qr`, `format.base45`, `limit.bytes` or `limit.inflated` for what is no such text, and `format.schema`
   * with a `pointer`.
   */
  readPresentationRequest(text: string): RequestText;
  /**
   * A presentation, or several by alias, as the texts of QR codes: one, or parts if it takes more than `maxLength`. Draw
   * each in alphanumeric mode, which `qrcode` and others choose by themselves.
   *
   * Throws `limit.bytes` for more than 64 KiB, `limit.items` for more than 16 codes.
   */
  toQr(bundle: Bundles, options?: QrOptions): readonly string[];
  /**
   * What the texts of QR codes carry, for `check`: parts in any order, some of them several times.
   *
   * Throws `format.qr_parts` while some are `missing` (`details.missing` has their numbers, `details.of` how many there
   * are) or where they are of several presentations (`mixed`); `format.qr` (`qr_prefix`, `checksum`, `deflate`),
   * `format.base45`, `limit.inflated` for what is damaged or of something else.
   */
  fromQr(texts: string | readonly string[]): Presented;
  /**
   * Settles when `storage` has what the last creation or `load` changed; rejects with `host.storage`.
   * Nobody has to wait for it.
   */
  readonly saved: Promise<void>;
  /** What became of each document given at creation, and in the last `load`. */
  readonly report: Report;
}

/** For {@link Verifier.load}. */
export interface LoadOptions {
  /** The time at which the documents are verified. Default: the host's clock. */
  now?: Time;
  /**
   * The state that is stored by now, if another page or process of the app may have stored one. It is merged, so that
   * nothing is lost that either has seen. Default: none.
   */
  state?: string;
}

/**
 * Options are read from own properties, in this and in every object of options. One that comes from a class is
 * refused (`input.options`). What is on `Object.prototype` is ignored.
 */
export interface CheckOptions {
  /**
   * A programme of the snapshot by id or by id and version, or a whole document, unsigned. By id it is the highest
   * version that has begun; if that one is missing, none decides (`programme.missing`, `programme.unsupported`).
   */
  programme: string | { id: string; version: number } | object;
  /**
   * The holder has to have signed for this audience and nonce (both yours; the nonce fresh from a
   * secure generator). `"unbound"`: anybody may hold the bundle, which the evidence shows.
   * `window`: how old the signature may be, in seconds; default 300. `ahead`: how far ahead of `now` it may be, in
   * seconds; default 60, for clocks differ. `presentedAt`: when you received it, from which both are counted, if you
   * decide later; default `now`. `"certificate"`: a certificate of an organisation, signed for 90 days at
   * most and for whoever reads it, which anybody may show; only for programmes that state a clean record. There is no
   * default for `holder` itself: leaving it out is refused, and so is `urn:xinyi:certificate` as an audience.
   */
  holder: "unbound" | "certificate" | { audience: string; nonce: string; window?: number; ahead?: number; presentedAt?: Time };
  /**
   * The identity code that the app expects. Spaces around it, lower case and full-width digits make no difference,
   * and a resident number of 15 digits equals the one of 18 that replaced it. Another identity is refused; without
   * proof of it nothing is granted. It is that of the programme's subject, never of an officer: every bundle about the
   * subject has to disclose it, unless a bundle of public credit status that does links to it. By alias: that of
   * this bundle's subject, and so of every other bundle about the same.
   * Default: anybody's, for which it is left out; `undefined` is refused.
   */
  subject?: string | { readonly [alias: string]: string };
  /**
   * What the programme asks of the app, such as the deposit in question. Amounts as strings. Default: nothing; what the
   * programme asks for is unknown then. What it cannot use is `input.request`, with a `pointer`.
   */
  request?: { [name: string]: string | number | boolean | Money };
  /** Default: the host's clock. */
  now?: Time;
  /** Status lists that came with the bundles, each for at least one of them. Default: none; those of the snapshot count. */
  statusLists?: Document[];
  /**
   * Commitments that the holder signed for this audience and nonce, at most 16, each as `prepareCommitment` makes it. Rules
   * read them as `promised`, and no grant holds longer than they do. With `holder: "unbound"` they are refused. Errors
   * are of the stage `commitment`; `details.index` names which. Default: none.
   */
  commitments?: readonly string[];
  /**
   * `"full"` adds expected and actual values, paths of records, what was set aside and the steps of remedies,
   * for the holder's own device or with authorisation. Default: `"codes"`, which still tells the numbers of
   * hidden records (`missing`).
   */
  explain?: "codes" | "full";
}

/** As {@link CheckOptions}, for whoever holds the bundles. */
export interface PlanOptions {
  /** An id, an id with a version, or the programme's document, as in {@link CheckOptions}. */
  programme: string | { id: string; version: number } | object;
  /** Whom the one who decides expects, who then has to be proven. Default: nobody in particular. */
  subject?: string | { readonly [alias: string]: string };
  /** What the programme asks of the app, as in {@link CheckOptions}. Default: nothing. */
  request?: { [name: string]: string | number | boolean | Money };
  /** Default: the host's clock. */
  now?: Time;
  /** Status lists that came with the bundles. Default: none; those of the snapshot count. */
  statusLists?: Document[];
  /** Whom it will be shown to, for the words alone. Default: not said. */
  audience?: string;
  /**
   * Commitments that the holder means to sign with it, as for `prepareCommitment`. Default: none; a programme that asks
   * for one is undecided then, and there is nothing to disclose.
   */
  commitments?: readonly CommitmentOptions[];
}

/** What has to be shown, and no more. For the holder's own device: the decision in it says everything. Frozen, at every depth. */
export interface Plan {
  /** The format of this document. */
  readonly plan: 1;
  /** On everything, with `explain: "full"`. */
  readonly decision: Decision;
  /** By alias of the bundles to present: JSON pointers in the issuer's numbering, for `prepare`. Null without a grant. */
  readonly disclose: { readonly [alias: string]: readonly string[] } | null;
  /** Whether it is certain that no smaller set does. If not, no single one of these can be left out all the same. */
  readonly exact: boolean;
  /** Whom it will be shown to, as it was given. Null if it was not said. */
  readonly audience: string | null;
  /** What is disclosed. */
  readonly shown: readonly PlanUnit[];
  /** What could be disclosed and is not. */
  readonly hidden: readonly PlanUnit[];
  /** What is visible of the bundles that are presented, whatever is disclosed. */
  readonly visible: readonly PlanUnit[];
  /** Until when the decision on what is shown holds, exclusive (RFC 3339). Null without a grant. */
  readonly valid_until: string | null;
  /** What will be shown to whom, for which programme, until when, and what stays hidden: a sentence each. */
  readonly words: readonly Texts[];
}

/** A part of a bundle that is shown or stays hidden as one. */
export interface PlanUnit {
  /** The alias of the bundle's input. */
  readonly input: string;
  /** JSON pointer in the bundle, in the issuer's numbering. */
  readonly pointer: string;
  /** The same as decisions name it, such as `credit.listings[1]`. */
  readonly path: string;
  /** `list`: how many records there are, and nothing of them. `record`: one of them, or one statement of absence. */
  readonly kind: Open<"claim" | "list" | "record">;
  /** Of a statement of absence, what it says there is none of: `listings.serious`, or `listings` for all of them. */
  readonly about?: string;
}

/** For {@link Verifier.prepare}: what is shown, and to whom. */
export interface PrepareOptions {
  /** JSON pointers to what is disclosed; by alias where there are several bundles, as {@link Plan} has it. */
  disclose: readonly string[] | { readonly [alias: string]: readonly string[] } | null;
  /** Whom the presentation is for, as their request says. */
  audience: string;
  /** The nonce of their request. */
  nonce: string;
  /** The holder's consent to be evaluated for this programme, and until when at most. Default: none. */
  consent?: { readonly programme: string; readonly until: Time };
  /** When it is signed. Default: the host's clock. */
  now?: Time;
}

/** A signature as WebCrypto gives it: raw, 64 bytes, not in DER. */
export type Signature = ArrayBuffer | Uint8Array;

/** A presentation that lacks its holder's signature. Frozen. */
export interface Draft {
  /** What it has to be signed with. SM2 with SM3 and the identifier `1234567812345678`. */
  readonly alg: Open<"ES256" | "Ed25519" | "SGD_SM3_SM2">;
  /** What is signed, whole and not hashed before. */
  readonly signingInput: Uint8Array;
  /**
   * The presentation. The signature is verified first, under the key of the bundle's `cnf`: throws `signature.invalid`,
   * `signature.encoding` (DER is told as that), `signature.sm2_*`, at the stage `signer`.
   */
  finish(signature: Signature): string;
}

/** The same of several bundles, by alias. */
export interface Drafts {
  /** What each has to be signed with, by alias, as {@link Draft.alg}. */
  readonly algs: { readonly [alias: string]: Draft["alg"] };
  /** What is signed for each, by alias, as {@link Draft.signingInput}. */
  readonly signingInputs: { readonly [alias: string]: Uint8Array };
  /** The presentations, for `check`. Throws as {@link Draft} does; `details.input` names which. */
  finish(signatures: { readonly [alias: string]: Signature }): { [alias: string]: string };
}

/** For {@link Verifier.prepareCommitment}: what the holder promises, to whom, until when. */
export interface CommitmentOptions {
  /** What sort of commitment: what it stands for, and to whom it is made. */
  type: CommitmentType;
  /** What for: the code that the programme has, `[a-z0-9_-]{1,40}`. */
  item: string;
  /** What the holder agrees to, to the letter. Its SHA-256 is signed, which the programme compares. */
  text: string;
  /** The programme that decides, of which it counts for no other version. */
  programme: { readonly id: string; readonly version: number };
  /** Whom it is made for, as their request says. */
  audience: string;
  /** The nonce of their request. */
  nonce: string;
  /** When it ends, in the future. */
  until: Time;
  /** When it is signed. Default: the host's clock. */
  now?: Time;
}

/** Types of commitment (信用承诺). */
export type CommitmentType = "approval_replacing" | "self_publicised" | "industry_self_discipline" | "credit_repair" | "proof_item";

/** A commitment that lacks its holder's signature. Frozen. */
export interface CommitmentDraft {
  /** What it has to be signed with. SM2 with SM3 and the identifier `1234567812345678`. */
  readonly alg: Open<"ES256" | "Ed25519" | "SGD_SM3_SM2">;
  /** What is signed, whole and not hashed before. */
  readonly signingInput: Uint8Array;
  /**
   * The commitment. The signature is as WebCrypto gives it: raw, 64 bytes. It is verified first, under the key of the
   * bundle's `cnf`: throws `signature.invalid`, `signature.encoding` (DER is told as that), `signature.sm2_*`, at the
   * stage `signer`.
   */
  finish(signature: ArrayBuffer | Uint8Array): string;
}

/** For {@link Verifier.presentationRequest}: what an app asks for. */
export interface PresentationRequestOptions {
  /** As in {@link CheckOptions}. A holder finds it by its id and version, in a snapshot of their own. */
  programme: string | { id: string; version: number } | object;
  /**
   * Whom the answer must be made for: what `check` takes as `holder.audience`. Of the Digital Credentials API `origin:`
   * and the page's origin; of OpenID4VP elsewhere the whole client identifier with its prefix.
   */
  audience: string;
  /** Made for this one request. Default: one from the host's generator, as {@link Verifier.createNonce} makes it. */
  nonce?: string;
  /** What is asked for, as in {@link CheckOptions}; `check` has to have the same. Default: nothing. */
  request?: { [name: string]: string | number | boolean | Money };
  /** The time at which the programme has to be in force. Default: the host's clock. */
  now?: Time;
}

/** What a request says. Frozen. */
export interface RequestText {
  /** What the holder has to sign, once: text of the app's choosing. */
  readonly nonce: string;
  /** Whom the answer has to be made for. */
  readonly audience: string;
  /** The programme that will decide, in this version. */
  readonly programme: { readonly id: string; readonly version: number };
  /** What the app asks the programme for, such as a deposit. Left out where it asks for nothing. */
  readonly request?: { readonly [name: string]: string | number | boolean | Money };
}

/** A request in every form. Frozen, at every depth. */
export interface PresentationRequest extends RequestText {
  /** `XYQ1:` and capital letters, digits and signs, for a QR code: base45 (RFC 9285) of raw deflate of {@link RequestText}. */
  readonly text: string;
  /** What wallets of OpenID4VP are asked for: a credential for each input of the programme. */
  readonly dcql_query: DcqlQuery;
  /** Parameters of OpenID4VP 1.0. */
  readonly openid4vp: {
    /** For `navigator.credentials.get`, protocol `openid4vp-v1-unsigned`: its `response_mode` is the browser's own. */
    readonly dc_api: Openid4vpParameters & { readonly response_mode: "dc_api" };
    /** With the audience as `client_id`, for what adds its own ways of return (`response_mode`, `response_uri` …). */
    readonly client: Openid4vpParameters & { readonly client_id: string };
  };
}

/** What every request by OpenID4VP 1.0 has, whichever way it takes. */
export interface Openid4vpParameters {
  /** The answer is presentations, and nothing beside. */
  readonly response_type: "vp_token";
  /** That of the request. */
  readonly nonce: string;
  /** That of the request. */
  readonly dcql_query: DcqlQuery;
  /** The form of credentials and the algorithms that are verified, those of issuers and those of holders. */
  readonly client_metadata: {
    /** By the identifier of a form. */
    readonly vp_formats_supported: {
      /** SD-JWT VC. */
      readonly "dc+sd-jwt": {
        /** What issuers may sign with, by JWS names such as `ES256`. */
        readonly "sd-jwt_alg_values": readonly string[];
        /** What holders may sign with, likewise. */
        readonly "kb-jwt_alg_values": readonly string[];
      };
    };
  };
}

/** A query in the Digital Credentials Query Language (OpenID4VP 1.0, section 6): a credential for each input, by its alias. */
export interface DcqlQuery {
  /** What is asked for, by the alias of the input (`id`), with the paths of the claims that the programme reads. */
  readonly credentials: readonly {
    /** The alias of the input. */
    readonly id: string;
    /** SD-JWT VC. */
    readonly format: "dc+sd-jwt";
    /** Types of credential (`vct_values`) of which one will do. */
    readonly meta: { readonly vct_values: readonly string[] };
    /** Claims by path; `id` is for `claim_sets`. */
    readonly claims: readonly { readonly id: string; readonly path: readonly string[] }[];
    /** Ids of claims, the set that serves best first. Left out where all claims are one set. */
    readonly claim_sets?: readonly (readonly string[])[];
  }[];
  /** What goes together: each of `options` is ids of credentials. Left out where every input is required. */
  readonly credential_sets?: readonly { readonly options: readonly (readonly string[])[]; readonly required: boolean }[];
}

/** For {@link Verifier.toQr}. */
export interface QrOptions {
  /**
   * How long the text of one code may be, in characters: 64 to 4,296. Default: 1,450, for a code of error correction L
   * with at most 105 modules a side.
   */
  maxLength?: number;
}

/** One presentation, or several by alias. Frozen. */
export type Presented = string | { readonly [alias: string]: string };

/** Frozen, at every depth. */
export type CheckResult =
  | {
      /** It was decided; on what, the decision says. */
      readonly ok: true;
      /** As {@link Verifier.check} returns it. */
      readonly decision: Decision;
    }
  | {
      /** Nothing was decided. */
      readonly ok: false;
      /** The most useful error, which {@link Verifier.check} throws. */
      readonly error: ErrorData;
      /** All that was found wrong, the most useful first. */
      readonly errors: readonly ErrorData[];
    };

/** Frozen, at every depth. */
export type Decision = Granted | NotGranted | Undetermined | NotApplicable;

/** The benefit is due. */
export interface Granted extends DecisionBase {
  /** By which the four forms of a decision are told apart. */
  readonly outcome: "granted";
  /** The id of the best tier that is met; `titles.tiers` may have a name for it. */
  readonly tier: string;
  /** What is due. */
  readonly benefit: Benefit;
  /** A better tier, and its `benefit`, that could still be reached by disclosing what `missing` names. */
  readonly upgrade: { readonly tier: string; readonly benefit: Benefit; readonly missing: readonly string[] } | null;
  /** With a grant there is nothing to object to. */
  readonly contact: null;
}

/** No benefit. It never means that the base service is refused. */
export interface NotGranted extends DecisionBase {
  /** By which the four forms of a decision are told apart. */
  readonly outcome: "not_granted";
  /** There is none without a grant. */
  readonly tier: null;
  /** There is none without a grant. */
  readonly benefit: null;
  /** There is none without a grant. */
  readonly upgrade: null;
  /** Whom to ask, and where to object. It belongs on the same screen. */
  readonly contact: Contact;
}

/** Something hidden, disputed or stale could change the answer; `missing` names it. */
export interface Undetermined extends DecisionBase {
  /** By which the four forms of a decision are told apart. */
  readonly outcome: "undetermined";
  /** There is none without a grant. */
  readonly tier: null;
  /** There is none without a grant. */
  readonly benefit: null;
  /** There is none without a grant. */
  readonly upgrade: null;
  /** Whom to ask, and where to object. It belongs on the same screen. */
  readonly contact: Contact;
}

/** The programme is not for this subject, or not for this day. */
export interface NotApplicable extends DecisionBase {
  /** By which the four forms of a decision are told apart. */
  readonly outcome: "not_applicable";
  /** There is none without a grant. */
  readonly tier: null;
  /** There is none without a grant. */
  readonly benefit: null;
  /** There is none without a grant. */
  readonly upgrade: null;
  /** Whom to ask, and where to object. It belongs on the same screen. */
  readonly contact: Contact;
}

/** What all four forms of a decision have. Dates are text: a day in China (`YYYY-MM-DD`), or an instant (RFC 3339). */
export interface DecisionBase {
  /** The format of this document. */
  readonly decision: 1;
  /** Which programme decided, and its version. */
  readonly programme: { readonly id: string; readonly version: number };
  /**
   * What to tell people in place of the programme's id, the ids of its tiers and the aliases of its inputs, as far as
   * tiers and inputs have such texts: `decision.titles.tiers[decision.tier]`.
   */
  readonly titles: {
    /** Of the programme. */
    readonly programme: Texts;
    /** Of its tiers, by id. */
    readonly tiers: { readonly [id: string]: Texts };
    /** Of its inputs, by alias. */
    readonly inputs: { readonly [alias: string]: Texts };
  };
  /**
   * The fewest reasons that explain the outcome, most useful first. Of tiers that fail by the same fact, the reason
   * of the nearest.
   */
  readonly reasons: readonly Reason[];
  /** What can still change the outcome if it is disclosed or supplied. Empty unless `undetermined`. */
  readonly missing: readonly string[];
  /** With `explain: "full"`: records that the law says may not be used. Else empty. */
  readonly set_aside: readonly SetAside[];
  /**
   * What the subject can do other than wait, fewest steps first. Each leads to a better tier than those before it,
   * or to as good a tier sooner; and to a better tier than waiting until its day does.
   */
  readonly remedies: readonly Remedy[];
  /**
   * From when it would be granted, if records stay as they are and the programme is prolonged (RFC
   * 3339). Null if not within 30 years, and for a programme that has ended.
   */
  readonly eligible_from: string | null;
  /** Until when it is granted, exclusive (RFC 3339), or null. */
  readonly valid_until: string | null;
  /** Whether a disputed or unrecognised fact makes it undetermined, so that a person should look. */
  readonly manual_review: boolean;
  /** What does not change the outcome, and its reader should know. Mostly empty. */
  readonly warnings: readonly Warning[];
  /** What the decision rests on: to be kept with it. */
  readonly evidence: Evidence;
}

/**
 * What a tier gives, by `kind`. Amounts are the most that is given, percentages 0 to 100, `days` and `max_months`
 * whole numbers. A newer core may know more kinds, so switch with a default.
 */
export type Benefit =
  /** No deposit: `max` is the most that is waived. */
  | { readonly kind: "deposit_waiver"; readonly max: Money }
  /** Off the price: `percent_off` of it, 0 to 100. */
  | { readonly kind: "discount"; readonly percent_off: number }
  /** For free: a `quantity` of a `unit`, such as 3 rides. */
  | { readonly kind: "free_allowance"; readonly quantity: number; readonly unit: Texts }
  /** To be paid later: at most `max`, within so many `days`. */
  | { readonly kind: "deferred_payment"; readonly max: Money; readonly days: number }
  /** May apply for a loan of at most `max_amount`, for at most `max_months`. Whether there is one the bank decides. */
  | { readonly kind: "loan_prequalification"; readonly max_amount: Money; readonly max_months?: number }
  /**
   * Handled in a `lane` of its own, by `time_reduction_percent` sooner (0 to 100), and, if `documents_waived`, with fewer
   * documents. Left out: no such promise.
   */
  | { readonly kind: "fast_track"; readonly lane: Texts; readonly time_reduction_percent?: number; readonly documents_waived?: boolean }
  /** Drawn for inspection at a rate of `frequency_percent`, 0 to 100. */
  | { readonly kind: "inspection"; readonly frequency_percent: number }
  /**
   * States that there is no record in a `field` and within a `period` (ISO 8601, such as `P3Y`) that may lawfully be used;
   * never that there was no violation.
   */
  | { readonly kind: "clean_record"; readonly field: string; readonly period: string }
  /** Anything else, by a `code` of the programme's own and a `text` for people. */
  | { readonly kind: "perk"; readonly code: string; readonly text: Texts };

/** An exact decimal amount. */
export interface Money {
  /** Of three letters (ISO 4217), such as `CNY`. */
  readonly currency: string;
  /** In the currency's main unit, such as `"99.00"` yuan. Text, as binary numbers cannot hold every amount. */
  readonly amount: string;
}

/** A text in both languages. Empty in one of which there are no texts (`xinyi/slim`). */
export interface Texts {
  /** In simplified Chinese. */
  readonly "zh-CN": string;
  /** In English. */
  readonly en: string;
}

/** Why an outcome is what it is: one leaf of the programme's rules. */
export interface Reason {
  /** The requirement or tier, or the member of the programme. */
  readonly rule: string;
  /** Claim and cause, such as `listing.present`. Stable; new ones may come, so switch with a default. */
  readonly code: string;
  /** What that leaf came to. */
  readonly verdict: Verdict;
  /** The fact, such as `credit.listings`; with `explain: "full"` to the record. */
  readonly path: string;
  /** The kind of records that the rule asks for, such as `volunteer_hours`. */
  readonly kind?: string;
  /** With `explain: "full"`, where a record is named: the other records that decide it as well. */
  readonly others?: readonly string[];
  /** The operator. */
  readonly op: string | null;
  /** With `explain: "full"`. Decimals are strings; of a day that a period is added to the bound and the period. */
  readonly expected?: unknown;
  /** With `explain: "full"`: the fact, never a day that is reckoned from it. Decimals are strings. */
  readonly actual?: unknown;
  /**
   * With `explain: "full"`, where an adverse record is named: the last day on which it counts as things
   * stand (`counts_until`), and the first on which it can be repaired, kept or settled (`repairable_from`). `null`: no such
   * day is known.
   */
  readonly record?: { readonly counts_until: string | null; readonly repairable_from: string | null };
  /** For people: the programme's own words if it has some, else made of code and facts. */
  readonly message: Texts;
  /** The article of law or the document that the reason rests on, in Chinese. Null where the programme names none. */
  readonly basis: string | null;
}

/** Steps that lead to a benefit, evaluated as if a bundle of that day showed them done. */
export interface Remedy {
  /** With `explain: "full"`. */
  readonly steps?: readonly Step[];
  /** The first day on which all of it has been decided, at the earliest. */
  readonly on: string;
  /** What would be decided that day: the `outcome`, the `tier` by its id, and its `benefit`. */
  readonly then: { readonly outcome: "granted"; readonly tier: string; readonly benefit: Benefit };
}

/** One thing to do. New actions and duties may come, so switch with a default. */
export interface Step {
  /** The record, or of `refresh` the input. */
  readonly path: string;
  /** What is to be done. */
  readonly action: Open<Action>;
  /** The first day on which it can be applied for, today or later. */
  readonly earliest: string;
  /** The subject's own part. */
  readonly duties: readonly Open<Duty>[];
  /** The article of law that gives the right to it, in Chinese. */
  readonly basis: string;
  /** Whether that law was found in a full text. If not, the authority that decided should be asked first. */
  readonly confirmed: boolean;
}

/** A record that the law says may not be used, and so no rule has seen. */
export interface SetAside {
  /** The record. */
  readonly path: string;
  /** Why it may not. */
  readonly ground: Open<Ground>;
  /** The article of law, in Chinese. */
  readonly basis: string;
  /** The first day on which it did not count, where that is known. */
  readonly since: string | null;
}

/** Something that does not change the outcome, and its reader should know. */
export interface Warning {
  /** Stable; a newer core may know more of them, so switch with a default. */
  readonly code: Open<WarningCode>;
  /** With `explain: "full"`, of `claim.ignored_member`: the members. */
  readonly pointers?: readonly string[];
  /** Which input's bundle it is about, if about one. */
  readonly input?: string;
}

/**
 * Whom to ask about the programme, and where to object (异议) to records. It says nothing of the subject: whatever its
 * bundles hold, bundles of the same issuers have the same.
 *
 * ```js
 * for (const { name, url, text } of decision.contact?.objection ?? []) show(name.en, text?.en, url);
 * ```
 */
export interface Contact {
  /** Whom to ask about the programme, in its own words. */
  readonly programme: string;
  /** Where to object to the records of each bundle, in the order of the programme's inputs. Empty for a trial. */
  readonly objection: readonly Objection[];
}

/** Where to object to the records of a bundle, as the trust list says of its issuer. */
export interface Objection {
  /** The alias of the input. */
  readonly input: string;
  /** The issuer of the bundle, as its `iss` has it. */
  readonly issuer: string;
  /** What the issuer is called. */
  readonly name: Texts;
  /** A page for objections, `https://…`. */
  readonly url: string | null;
  /** Where and how to object. Null if the trust list does not say: then its issuer is to be asked. */
  readonly text: Texts | null;
}

/** An edition of the law. */
export interface LawVersion {
  /** The day as of which it was gathered. */
  readonly edition: string;
  /** Of editions of one day the higher one corrects the lower. An edition of a later day comes before it, whatever its number. */
  readonly version: number;
}

/** What the decision rests on. */
export interface Evidence {
  /** Every signature that the decision rests on was verified. What is no decision has `false`. */
  readonly verified: true;
  /** The time that was given as `now` (RFC 3339). */
  readonly decided_at: string;
  /** In the order of the programme's inputs. */
  readonly bundles: readonly {
    /** The alias of the input. */
    readonly input: string;
    /** Its issuer, as its `iss` has it. */
    readonly issuer: string;
    /** The name of the issuer's key. */
    readonly kid: string;
    /** What it is signed with, such as `ES256`. */
    readonly alg: string;
    /** SHA-256 of the presentation's whole text, in base64url. */
    readonly sha256: string;
    /** When it was issued, in UNIX seconds. */
    readonly iat: number;
    /** When it ends, in UNIX seconds. */
    readonly exp: number;
    /** When the status list was issued that says it is valid, in UNIX seconds. */
    readonly status_list_iat: number;
    /** Whether its holder signed for this audience and nonce. */
    readonly holder_bound: boolean;
    /** When it ends as a certificate, in UNIX seconds. Only with the holder `"certificate"`. */
    readonly certificate_exp?: number;
  }[];
  /** The version of the trust list that names the issuers. */
  readonly trust_list_version: number;
  /** The version of the manifest that pins trust list, programmes and law. */
  readonly manifest_version: number;
  /** Null for a programme that the app gave itself, unsigned. */
  readonly programme_sha256: string | null;
  /** `false` for a programme that the app gave itself: nobody vouches for its rules. */
  readonly programme_signed: boolean;
  /** Only with `allowDemoRoot`, by the root of a demo platform. */
  readonly demo?: true;
  /** The edition of the law that was applied. */
  readonly law: LawVersion;
  /** Which release decided, such as `xinyi/0.1.0`. */
  readonly engine: string;
}

/** What became of the documents that were loaded last, part by part. Frozen, at every depth. */
export interface Report {
  /** Absent unless there was something in `storage`. */
  readonly storage?: Part;
  /** Absent unless a state was given. */
  readonly state?: Part;
  /** Whether `exportState` gives something else than the app has stored. */
  readonly state_changed: boolean;
  /** Absent without a snapshot; with one that cannot be read, only why. */
  readonly snapshot?: Part;
  /** The newest root reached from the pinned one, by its `version`. */
  readonly root?: Part & { readonly version: number };
  /** The manifest of the snapshot, which pins the rest of it; its `version` if it could be read. */
  readonly manifest?: Part & { readonly version?: number };
  /** The trust list, which says whose signature counts for what; its `version` if it could be read. */
  readonly trust_list?: Part & { readonly version?: number };
  /** The edition of the law that the manifest pins, with the version of the one that decides. */
  readonly law?: Part & { readonly version?: number };
  /** Each programme of the snapshot; `id` and `version` as far as they could be read. */
  readonly programmes?: readonly (Part & { readonly id?: string; readonly version?: number })[];
  /** Each status list of the snapshot, by its address (`uri`); `iat` in UNIX seconds. */
  readonly status_lists?: readonly (Part & { readonly uri?: string; readonly iat?: number })[];
  /** Keys that this version does not understand, and counts for nothing. Absent unless there are any. */
  readonly ignored_keys?: readonly {
    /** It counts for nothing. */
    readonly result: "ignored";
    /** The issuer whose it is. */
    readonly issuer?: string;
    /** The version of the root whose it is. */
    readonly root?: number;
    /** Its name. */
    readonly kid?: string;
    /** What it signs with. */
    readonly alg?: string;
    /** What an issuer uses it for. */
    readonly use?: string;
    /** What the root has it sign. */
    readonly role?: string;
  }[];
  /** The entries of a new trust list that are invalid, or exceed their parents, by their `issuer`. */
  readonly dropped_issuers?: readonly (Part & { readonly issuer?: string })[];
}

/** What became of a part (`result`), and of one that is refused the `error`. `kept`: what was there is as new or newer, and stays. */
export type Part = { readonly result: "accepted" | "kept" } | { readonly result: "refused"; readonly error: ErrorData };

/** One of these, or one that a newer version has. An editor completes those that are known. */
export type Open<Known extends string> = Known | (string & {});

/** Why something was refused: a code for programs, facts, and a text for people. Frozen. */
export interface ErrorData {
  /** `family.name`. Stable; a newer core may know more of them, so switch with a default. */
  readonly code: Open<ErrorCode>;
  /** What was being read or verified. */
  readonly stage: Open<Stage>;
  /** The facts, which the texts tell. */
  readonly details: ErrorDetails;
  /** In English; where an app gave `xinyi/slim` no English texts in Chinese, and without any the code. */
  readonly message: string;
  /** For people. */
  readonly messages: Texts;
}

/** The facts: limits, positions, times, identifiers. */
export interface ErrorDetails {
  /** What is wrong with the value that the error is about. A newer core may know more words, so switch with a default. */
  readonly problem?: Open<Problem>;
  /** JSON pointer to that value. */
  readonly pointer?: string;
  /** What would be right: a name, several with commas between them, or a number. */
  readonly expected?: string | number | null;
  /** What may have been meant. */
  readonly suggestion?: unknown;
  /** Others, such as `limit`, `found`, `now`, `iat`: each code has its own. Times are UNIX seconds. */
  readonly [name: string]: unknown;
}

// made of the code by: UPDATE=1 cargo test --lib typescript

/** Why something was refused. */
export type ErrorCode =
  | "binding.audience"
  | "binding.certificate_bundle"
  | "binding.certificate_person"
  | "binding.certificate_subject"
  | "binding.certificate_term"
  | "binding.conflict"
  | "binding.consent"
  | "binding.holder"
  | "binding.missing"
  | "binding.nonce"
  | "binding.programme"
  | "binding.sd_hash"
  | "binding.subject"
  | "binding.unlinked"
  | "binding.window"
  | "claim.audience"
  | "claim.conflict"
  | "claim.forbidden"
  | "claim.invalid"
  | "claim.partial_record"
  | "claim.protected"
  | "claim.required"
  | "format.base45"
  | "format.base64"
  | "format.disclosure"
  | "format.duplicate_digest"
  | "format.duplicate_member"
  | "format.header"
  | "format.json"
  | "format.number"
  | "format.schema"
  | "format.qr"
  | "format.qr_parts"
  | "format.sd_structure"
  | "format.structure"
  | "format.typ"
  | "format.unreferenced_disclosure"
  | "format.utf8"
  | "host.load"
  | "host.random"
  | "host.storage"
  | "host.trap"
  | "input.columns"
  | "input.damaged"
  | "input.duplicate_column"
  | "input.empty"
  | "input.encoding"
  | "input.holder"
  | "input.kind"
  | "input.options"
  | "input.request"
  | "input.sheet"
  | "input.unsupported"
  | "issuer.not_shareable"
  | "issuer.signer"
  | "law.missing"
  | "law.unsupported"
  | "limit.bytes"
  | "limit.depth"
  | "limit.digests"
  | "limit.disclosures"
  | "limit.items"
  | "limit.inflated"
  | "limit.nodes"
  | "limit.signatures"
  | "limit.work"
  | "programme.absent"
  | "programme.always"
  | "programme.basis"
  | "programme.benefit"
  | "programme.cases"
  | "programme.certificate_benefit"
  | "programme.certificate_max_age"
  | "programme.constant"
  | "programme.credit_bureau"
  | "programme.defects"
  | "programme.empty_list"
  | "programme.figure"
  | "programme.gap"
  | "programme.language"
  | "programme.look_back"
  | "programme.max_age"
  | "programme.missing"
  | "programme.never"
  | "programme.no_issuer"
  | "programme.none_in_force"
  | "programme.not_analysed"
  | "programme.operator"
  | "programme.order"
  | "programme.overlap"
  | "programme.path"
  | "programme.schema"
  | "programme.succession"
  | "programme.table"
  | "programme.type"
  | "programme.unknown"
  | "programme.unreachable"
  | "programme.unsupported"
  | "programme.unused"
  | "programme.value"
  | "programme.version"
  | "programme.worse"
  | "signature.algorithm"
  | "signature.encoding"
  | "signature.invalid"
  | "signature.key"
  | "signature.sm2_double_hash"
  | "signature.sm2_identifier"
  | "signature.sm2_za"
  | "state.root"
  | "state.unproven"
  | "state.unreadable"
  | "status.application"
  | "status.expired"
  | "status.index"
  | "status.invalid"
  | "status.list"
  | "status.missing"
  | "status.reserved"
  | "status.subject"
  | "status.suspended"
  | "time.expired"
  | "time.not_yet_valid"
  | "time.rollback"
  | "trust.demo_root"
  | "trust.delegation"
  | "trust.expired"
  | "trust.issuer"
  | "trust.key"
  | "trust.key_window"
  | "trust.missing"
  | "trust.pin"
  | "trust.rollback"
  | "trust.scheme"
  | "trust.scope"
  | "trust.threshold"
  | "trust.unsupported";

/** What is wrong with the value that an error is about. */
export type Problem =
  | "absence"
  | "address_unknown"
  | "age"
  | "algorithm_mismatch"
  | "ambiguous"
  | "answers_later"
  | "archive"
  | "array_expected"
  | "bare_jwt"
  | "boolean_expected"
  | "bounds"
  | "bundles_expected"
  | "checksum"
  | "colon_expected"
  | "comma_or_brace_expected"
  | "comma_or_bracket_expected"
  | "control_character"
  | "coordinate_expected"
  | "currency"
  | "currency_sign"
  | "date"
  | "date_number"
  | "decimal_comma"
  | "deflate"
  | "der"
  | "digest"
  | "document_expected"
  | "duplicate"
  | "element"
  | "element_count"
  | "element_in_object"
  | "empty_disclosure"
  | "empty_row"
  | "empty_text"
  | "encrypted"
  | "fact_unknown"
  | "fetch_failed"
  | "fetch_missing"
  | "file_address"
  | "final_tilde_missing"
  | "forbidden"
  | "formula"
  | "fraction_as_text"
  | "full_width"
  | "given_beside_storage"
  | "given_twice"
  | "half_surrogate"
  | "header"
  | "header_missing"
  | "header_not_object"
  | "hex_digits_expected"
  | "honour"
  | "http_status"
  | "identity_code"
  | "inherited"
  | "iss_missing"
  | "json_document"
  | "language_chinese"
  | "language_english"
  | "length"
  | "licence"
  | "line_break"
  | "markup"
  | "member_in_array"
  | "merged"
  | "milliseconds"
  | "missing"
  | "mixed"
  | "module_expected"
  | "money"
  | "name_expected"
  | "not_for_signatures"
  | "not_loaded"
  | "not_pkcs8"
  | "not_wasm"
  | "null"
  | "number_expected"
  | "object_expected"
  | "off_curve"
  | "operand_count"
  | "operator_expected"
  | "operator_missing"
  | "overlap"
  | "path"
  | "payload_not_object"
  | "pdf"
  | "pem"
  | "percent"
  | "period"
  | "private_key"
  | "qr_prefix"
  | "quantifiers"
  | "quoted"
  | "random_bytes_expected"
  | "record_shown"
  | "records_unusable"
  | "region"
  | "region_ended"
  | "region_unknown"
  | "rounded"
  | "rows_rejected"
  | "rule"
  | "section"
  | "several"
  | "small_order"
  | "spaces"
  | "storage_expected"
  | "string_expected"
  | "text_or_bytes_expected"
  | "thousands"
  | "time_expected"
  | "token"
  | "too_large"
  | "trailing_data"
  | "type"
  | "unbound"
  | "unexpected_end"
  | "unexpected_identifier"
  | "unknown"
  | "unknown_escape"
  | "unknown_extension"
  | "unknown_key_type"
  | "upper_case_expected"
  | "value"
  | "value_expected"
  | "verifier_expected"
  | "version"
  | "wasm_forbidden"
  | "wasm_missing"
  | "web_page"
  | "whole_expected"
  | "zero_lost";

/** What was being read or verified. */
export type Stage =
  | "bundle"
  | "commitment"
  | "host"
  | "input"
  | "key_binding"
  | "law"
  | "manifest"
  | "programme"
  | "root"
  | "signer"
  | "snapshot"
  | "state"
  | "status_list"
  | "trust_list";

/** What a decision says. */
export type Outcome =
  | "granted"
  | "not_applicable"
  | "not_granted"
  | "undetermined";

/** What a leaf of a rule comes to. */
export type Verdict =
  | "false"
  | "true"
  | "unknown";

/** Why the law keeps a record out. */
export type Ground =
  | "ended"
  | "minor"
  | "never_public"
  | "not_recognised"
  | "not_yet"
  | "publicity_ended"
  | "repaired"
  | "retention_ended"
  | "settled"
  | "term_ended"
  | "withdrawn";

/** What is to be done. */
export type Action =
  | "credit_repair"
  | "fulfil_commitment"
  | "refresh"
  | "settle_obligation";

/** The subject's own part in it. */
export type Duty =
  | "perform_duties"
  | "public_commitment"
  | "training";

/** What does not change the outcome. */
export type WarningCode =
  | "claim.ignored_member"
  | "law.publish_until"
  | "law.superseded"
  | "law.unconfirmed"
  | "remedies.too_many"
  | "status.past_ttl"
  | "time.estimated_working_days"
  | "trust.superseded_key";

// end

/** Why something was refused. */
export class XinyiError extends Error implements ErrorData {
  private constructor();
  /** `family.name`. Stable; a newer core may know more of them, so switch with a default. */
  readonly code: Open<ErrorCode>;
  /** What was being read or verified. */
  readonly stage: Open<Stage>;
  /** The facts: limits, positions, times, identifiers. */
  readonly details: ErrorDetails;
  /** For people, in both languages. `message` is the English one, if there is one. */
  readonly messages: Texts;
  /** Every problem that was found; this one is the first. */
  readonly errors: readonly ErrorData[];
  /** The first problem as a plain object, for logs and answers of a server. Throws nothing. */
  toJSON(): ErrorData;
}

/** Whether something thrown is an {@link XinyiError}, of this copy of the package or of another. */
export function isXinyiError(value: unknown): value is XinyiError;
