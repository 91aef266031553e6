/**
 * For authors of programmes: what is wrong with one, what it decides on facts written by hand, and
 * what a bundle leads to on another day. For whoever watches somebody with their leave: what changed between two
 * bundles. And for whoever asks for identity codes: whether one is right.
 *
 * ```js
 * import { init, lint, tryProgramme } from "xinyi/authoring";
 *
 * await init(); // not in Node
 * const { errors, defects, warnings } = lint(programme);
 * const trial = tryProgramme(programme, facts, { now: "2026-11-22T12:00:00Z", explain: "full" });
 * ```
 *
 * None of these is a decision. A {@link Trial} and a {@link Forecast} have the form of one, but their evidence says
 * `"verified": false`, and their types are others: give no benefit for them. Mini-programs do not have these functions.
 *
 * @packageDocumentation
 */

import type {
  Bundles,
  CheckOptions,
  Decision,
  Document,
  ErrorData,
  Evidence,
  InitOptions,
  LawVersion,
  Open,
  Outcome,
  Time,
  Verifier,
} from "./index.js";

/**
 * Loads the module that all but `forecast` are in. It is not the verifier's, which `init` of `xinyi` loads and
 * `forecast` asks. In pages wait for it first, else they throw `host.load`. In Node, in Workers and from
 * `xinyi/authoring/inline` they load it themselves.
 *
 * Otherwise as `init` of `xinyi`: calls at once share one load, another call does nothing, unless the last one failed or
 * the module stopped (`host.trap`), and it rejects with `host.load`. Default of `wasm`: what the entry brings, which for
 * pages is the file `authoring.wasm` beside it.
 *
 * ```js
 * await init({ wasm: "https://cdn.example/authoring.wasm" }); // a page that moved the file
 * ```
 */
export function init(options?: Pick<InitOptions, "wasm">): Promise<void>;

/**
 * Lints a programme. Throws an `XinyiError` for what is no JSON document; everything else that is wrong is among its
 * findings.
 */
export function lint(programme: Document): Lint;

/** Frozen, at every depth. `JSON.stringify` of it is what `xinyi programme lint --json` prints of a file, without its name. */
export interface Lint {
  /**
   * Everything for which the programme is refused: all of its rules and benefits, and the first of the
   * rest. `details` has a JSON pointer (`pointer`) and, where there is one, a `suggestion`.
   */
  readonly errors: readonly ErrorData[];
  /** What `xinyi programme sign` does not sign, in the same form. */
  readonly defects: readonly ErrorData[];
  /** What is allowed but hardly meant, in the same form. */
  readonly warnings: readonly ErrorData[];
}

/**
 * Decides a programme on facts written by hand, for which nobody vouches: the inputs by alias, and
 * `request`, in the form of `xinyi/schemas/facts.json`. Staleness and the law apply as they do to a
 * bundle. Throws an `XinyiError` for a programme, facts or options that cannot be used.
 */
export function tryProgramme(programme: Document, facts: Document, options?: TrialOptions): Trial;

/** For {@link tryProgramme}. */
export interface TrialOptions {
  /** Default: the host's clock. */
  now?: Time;
  /** As of a check. Default: `"codes"`. */
  explain?: CheckOptions["explain"];
}

/** Frozen, at every depth. `JSON.stringify` of it is what `xinyi programme try --json` prints for the same `explain`. */
export type Trial = Unverified<TrialEvidence>;

/** What a trial rests on: facts for which nobody vouches. */
export interface TrialEvidence {
  /** Nothing was. */
  readonly verified: false;
  /** The time that was given as `now` (RFC 3339). */
  readonly decided_at: string;
  /** The edition of the law that was applied. */
  readonly law: LawVersion;
  /** Which release tried it, such as `xinyi/0.1.0`. */
  readonly engine: string;
}

/**
 * Decides the cases beside a programme, and compares with what has to come out. `cases` has the form of
 * `xinyi/schemas/cases.json`. Throws an `XinyiError` for a programme or a file of cases that cannot be used, and for
 * cases of another programme.
 *
 * ```js
 * import programme from "xinyi/programmes/xinyi-zu.bike-shanghai.json";
 * import cases from "xinyi/programmes/xinyi-zu.bike-shanghai.cases.json";
 *
 * const failed = testProgramme(programme, cases).cases.filter(({ ok }) => !ok);
 * ```
 */
export function testProgramme(programme: Document, cases: Document): ProgrammeTest;

/** Frozen, at every depth. `JSON.stringify` of it is what `xinyi programme test --json` prints of a programme, but for the names of files. */
export interface ProgrammeTest {
  /** Whose cases they are. */
  readonly programme: {
    /** Its id. */
    readonly id: string;
    /** Its version. */
    readonly version: number;
  };
  /** In their order. */
  readonly cases: readonly CaseResult[];
  /** Each leaf of each rule, with the verdicts that it came to in all cases together. */
  readonly coverage: readonly LeafCoverage[];
  /** The ids of the tiers that are granted in no case. */
  readonly never_granted: readonly string[];
  /** Cases on both sides of a boundary that none of the file is on: each to be confirmed and put into the file. */
  readonly missing: readonly object[];
  /** `false`: there was more to try than is tried, and more may be missing. */
  readonly missing_whole: boolean;
}

/** What became of one case. */
export interface CaseResult {
  /** As the file of cases has it. */
  readonly name: string;
  /** Whether all that the case expects came out. */
  readonly ok: boolean;
  /** `false`: nobody has said yet that this is what has to come out. */
  readonly confirmed: boolean;
  /** What has to come out: the members of `expect`. */
  readonly expected: object;
  /** What came out; `null` if the facts cannot be decided on. */
  readonly found: {
    /** What the decision says. */
    readonly outcome: Decision["outcome"];
    /** The id of the tier. Null without a grant. */
    readonly tier: string | null;
    /** Until when it holds, exclusive (RFC 3339). Null without a grant. */
    readonly valid_until: string | null;
    /** From when it would be granted (RFC 3339). Null if not within 30 years, or if it is. */
    readonly eligible_from: string | null;
    /** What can still change the outcome, as paths. */
    readonly missing: readonly string[];
    /** The ids of those that are not met. */
    readonly requirements: readonly string[];
    /** Whether a person should look. */
    readonly manual_review: boolean;
  } | null;
  /** The members of `expect` for which another thing came out. */
  readonly differences: readonly string[];
  /** The whole decision, where there is a difference. */
  readonly decision?: Trial;
  /** Why it cannot be decided on the facts. */
  readonly error?: ErrorData;
}

/** What a leaf of a rule came to in the cases. One that never came to `true` or never to `false` is hardly tested. */
export interface LeafCoverage {
  /** A JSON pointer into the programme. */
  readonly pointer: string;
  /** The id of the requirement or the tier, or the member of the programme. */
  readonly rule: string;
  /** Whether it was met in some case. */
  readonly true: boolean;
  /** Whether it was not met in some case. */
  readonly false: boolean;
  /** Whether it was open in some case. */
  readonly unknown: boolean;
}

/**
 * A programme in plain words, for those who have to stand for it. Throws an `XinyiError` for a programme that is
 * refused.
 */
export function renderProgramme(programme: Document, options?: RenderOptions): string;

/** For {@link renderProgramme}. */
export interface RenderOptions {
  /** Default: `"zh-CN"`. */
  language?: "zh-CN" | "en";
  /** Default: `"text"`. */
  format?: "text" | "markdown";
}

/**
 * Makes a programme of a table: the texts of its cells, row by row, empty rows among them, as a spreadsheet has them.
 * Throws an `XinyiError` for what is no list of rows of text; what is wrong in a cell is among the findings.
 */
export function fromTable(rows: readonly (readonly string[])[]): ProgrammeTable;

/** Frozen, at every depth. */
export interface ProgrammeTable {
  /** `null` where there are errors. */
  readonly programme: object | null;
  /** Why the table makes no programme. `details` has the `cell`, such as `"C7"`, and where it is clear a `suggestion`. */
  readonly errors: readonly ErrorData[];
  /** What can be tried and is not signed, in the same form. */
  readonly defects: readonly ErrorData[];
  /** What is allowed but hardly meant, in the same form. */
  readonly warnings: readonly ErrorData[];
}

/** The rows of a programme, of which {@link fromTable} makes the same one. Throws an `XinyiError` for one that is refused. */
export function toTable(programme: Document): string[][];

/**
 * What an identity code is, and whether it is a right one, as far as that follows from the code: a unified social credit
 * code (统一社会信用代码), a resident number (公民身份号码), a permanent residence card. It asks no register, and a right code
 * need not be anybody's. As `xinyi id --json` prints it, without the notes on what stood around it. Throws `input.options`.
 *
 * ```js
 * const { verdict, problems, normalised } = identify("91310115ma1000367y", { kind: "uscc" });
 * ```
 */
export function identify(code: string, options?: IdentifyOptions): Identity;

/** For {@link identify}. */
export interface IdentifyOptions {
  /** What the code is said to be. Default: whatever it turns out to be. */
  kind?: "permanent_resident_id" | "resident_id" | "uscc";
  /** The time, after which nobody was born. Default: the host's clock. */
  now?: Time;
}

/** What is read of a code. Of an invalid one nothing but its spelling is. Frozen. */
export interface Identity {
  /** As it was given. */
  readonly input: string;
  /** What it is a code of. */
  readonly kind: "permanent_resident_id" | "resident_id" | "uscc" | "unknown";
  /** How far it can be relied on; `legacy`: right by an older rule, `unrecognised`: nothing speaks against it or for it. */
  readonly verdict: "valid" | "invalid" | "unrecognised" | "legacy";
  /** What is wrong or unusual, such as `check_character`: empty if valid. A newer version may know more. */
  readonly problems: readonly string[];
  /** The code in its one spelling: half-width, upper-case. Null where it is not of letters and digits. */
  readonly normalised: string | null;
  /** The number of 18 characters that replaces a resident number of 15 digits. */
  readonly replacement: string | null;
  /** The first two characters of a credit code: the registering department and its kind of subject. */
  readonly authority: string | null;
  /** Six digits: where it was first registered, or where its holder was when it was given. Not where anybody is now. */
  readonly region: string | null;
  /** The region's name after that of its province, in Chinese. Null where the table of regions does not have it. */
  readonly region_name: string | null;
  /** The organisation code in a credit code, without a hyphen: `MA1000367`. */
  readonly organisation_code: string | null;
  /** `YYYY-MM-DD`, of a resident number. */
  readonly birthdate: string | null;
}

/**
 * Verifies what is presented, now, and decides at a later time as if bundles of the same records were
 * drawn that day. Throws an `XinyiError` where a check would, and for a time before `now`.
 *
 * ```js
 * const decision = verifier.check(presentation, { programme, holder });
 * if (decision.eligible_from) forecast(verifier, presentation, { programme, holder, at: decision.eligible_from }).outcome; // "granted"
 * ```
 */
export function forecast(verifier: Verifier, bundle: Bundles, options: ForecastOptions): Forecast;

/** For {@link forecast}: those of a check, and the day. */
export interface ForecastOptions extends CheckOptions {
  /** The time to decide for, from `now` on. */
  at: Time;
}

/** Frozen, at every depth. */
export type Forecast = Unverified<ForecastEvidence>;

/** `decided_at` is the time that was asked for. */
export interface ForecastEvidence extends Omit<Evidence, "verified"> {
  /** The bundle was, and the records of that day are not known yet. */
  readonly verified: false;
  /** It says what would be, not what is. */
  readonly projection: true;
}

/**
 * What changed on record of a subject between two bundles of one issuer, and which programmes come to something else: for
 * whoever watches somebody with their leave, and for the person. Both show `subject.id`. The later one has to pass every
 * check; the earlier one has to be genuine, and may have ended or been set to invalid since. Throws an `XinyiError`; what is
 * wrong with one of the two has `bundle` among its `details`. What the verifier trusts is verified again in this module: for
 * many subjects take the command line.
 *
 * ```js
 * const { changes, programmes } = compare(verifier, earlier, later, { holder: { audience, nonce } });
 * ```
 */
export function compare(verifier: Verifier, earlier: Document, later: Document, options: CompareOptions): Difference;

/** For {@link compare}. */
export interface CompareOptions {
  /** The ids of the programmes to decide for both. Default: all of the snapshot that a bundle of this type can answer alone. */
  programmes?: readonly string[];
  /** How the later bundle must be bound to its holder. */
  holder: Exclude<CheckOptions["holder"], "certificate">;
  /** The time at which both are looked at. Default: the host's clock. */
  now?: Time;
  /** The identity code that both must be about. Default: anybody's, but the same. */
  subject?: string;
  /** What is asked for, of each programme that is named. Default: nothing. */
  request?: object;
  /** Status lists that came with the bundles. Default: none; those of the snapshot count. */
  statusLists?: readonly Document[];
  /** Default: `"codes"`, which tells nothing of what may not be used any more, and no values. */
  explain?: "codes" | "full";
}

/** Frozen, at every depth. */
export interface Difference {
  /** The format of this document. */
  readonly difference: 1;
  /** The time that was given as `now` (RFC 3339). */
  readonly compared_at: string;
  /** The bundle that was there before. */
  readonly earlier: ComparedBundle;
  /** The bundle that is there now. */
  readonly later: ComparedBundle;
  /** What was added, changed or removed of the records. */
  readonly changes: readonly RecordChange[];
  /** What each programme comes to, before and after. */
  readonly programmes: readonly ProgrammeChange[];
}

/** One of the two. Times are UNIX seconds. */
export interface ComparedBundle {
  /** Its `iss`, the same of both. */
  readonly issuer: string;
  /** SHA-256 of the presentation's whole text, in base64url. */
  readonly sha256: string;
  /** When it was issued. */
  readonly iat: number;
  /** When it ends. */
  readonly exp: number;
  /** The day of its data, `YYYY-MM-DD`. Null if it cannot be read. */
  readonly as_of: string | null;
  /** Whether it has ended by `now`. The earlier one may have. */
  readonly expired: boolean;
  /** `null`: no status list that holds now says it. */
  readonly status: "VALID" | "INVALID" | "SUSPENDED" | "APPLICATION_SPECIFIC" | null;
}

/** One record or evaluation that is not as it was. */
export interface RecordChange {
  /** `hidden` and `shown`: only what is shown differs, and what is hidden may be there as before. */
  readonly change: Open<"added" | "changed" | "hidden" | "removed" | "shown">;
  /** A list such as `penalties`, or `evaluations.sh-public`. */
  readonly claim: string;
  /** JSON pointers into the bundles; with `full` only, as all that follows. */
  readonly earlier?: string;
  /** The same in the later bundle. */
  readonly later?: string;
  /** The record itself, where it was added or removed. */
  readonly value?: unknown;
  /** What of the record changed, member by member. */
  readonly members?: readonly {
    /** The name of the member. */
    readonly member: string;
    /** Its value in the earlier bundle. */
    readonly earlier?: unknown;
    /** Its value in the later bundle. */
    readonly later?: unknown;
  }[];
}

/** What one programme comes to with each of the bundles. */
export interface ProgrammeChange {
  /** Which programme. */
  readonly id: string;
  /** What the records of each would lead to, if a bundle with these were drawn today: by one day, law and version. */
  readonly before?: Prospect;
  /** The same of the later bundle. */
  readonly after?: Prospect;
  /** What differs between the two. */
  readonly changed: readonly ("outcome" | "tier" | "valid_until" | "eligible_from")[];
  /** What a check of the later bundle gives. */
  readonly decision?: Decision;
  /** Why it could not be decided, most useful first. */
  readonly errors?: readonly ErrorData[];
}

/** It is no decision. */
export interface Prospect {
  /** The version that was in force. */
  readonly programme: {
    /** Its id. */
    readonly id: string;
    /** Its version. */
    readonly version: number;
  };
  /** What it would say. */
  readonly outcome: Outcome;
  /** The id of the tier. Null without a grant. */
  readonly tier: string | null;
  /** Until when it would hold, exclusive (RFC 3339). Null without a grant. */
  readonly valid_until: string | null;
  /** From when it would be granted (RFC 3339). Null if not within 30 years, or if it is. */
  readonly eligible_from: string | null;
}

/** Each of the forms of a decision, with `evidence` that says that it is none: nothing of it is `verified`. */
export type Unverified<E extends { readonly verified: false }, Form = Decision> = Form extends unknown
  ? Omit<Form, "evidence"> & { readonly evidence: E }
  : never;
