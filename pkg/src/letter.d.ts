/**
 * `xinyi/letter`: a decision in sentences, in Chinese or English, as the command line prints it. It needs neither a module nor
 * a verifier, so that whoever is sent a decision can tell it.
 *
 * ```js
 * import { letterParts, wordsOf } from "xinyi/letter";
 * import zh from "xinyi/messages/zh-CN.json";
 *
 * const words = wordsOf("zh-CN", zh);
 * const { outcome, reasons, ways, contact } = letterParts(decision, words);
 * ```
 *
 * In a mini-program the table is `require("xinyi/messages/zh-CN.js")`. What comes of documents, such as the name of a
 * programme, is in the sentences as it stands there: put them into a page as text, never as HTML.
 *
 * @packageDocumentation
 */

import type { Benefit, Decision, Money, Outcome, Reason, Texts } from "./index.js";

/**
 * The words of a language. `messages` is its table, `xinyi/messages/<language>.json` of the same release; throws a
 * `TypeError` for what is none.
 */
export function wordsOf(language: keyof Texts, messages: { readonly [part: string]: { readonly [name: string]: unknown } }): Words;

/** What is said of a decision, part by part. Without something to say a part is empty. Throws a `TypeError` for what is no decision. */
export function letterParts(decision: Decision, words: Words): LetterParts;

/**
 * All of it, line by line, as the command line prints it. What belongs to a line is indented by two spaces. Throws as
 * {@link letterParts}.
 */
export function letter(decision: Decision, words: Words): string[];

/** Parts of sentences. */
export interface Words {
  /** The language that they are in. */
  readonly language: keyof Texts;
  /** A day of a decision, such as `2026-11-22`. Throws nothing. */
  day(iso: string): string;
  /** An instant from which something is, in China: RFC 3339 or UNIX seconds. The day alone if it is midnight. Throws a `RangeError` for no time. */
  from(instant: string | number): string;
  /**
   * An instant until which something is, in China: RFC 3339 or UNIX seconds. At midnight the last day is the one before.
   * Throws as {@link from}.
   */
  until(instant: string | number): string;
  /** What came of it, in a few words. Throws nothing. */
  outcome(outcome: Outcome): string;
  /** An amount of money, with its thousands apart. Throws nothing. */
  money(amount: Money): string;
  /** What a tier gives, in a few words; of a kind that a later release knows, the kind. Throws nothing. */
  benefit(benefit: Benefit): string;
  /** What a path of a decision stands for, such as `credit.listings[1]`. `input`: the name of its input, where there are several. Throws nothing. */
  thing(path: string, input?: string): string;
}

/** Lines: the first says it, the others belong to it. */
export type Lines = readonly string[];

/** A decision in sentences. */
export interface LetterParts {
  /** What was decided on: the programme, and whether it is a trial or unsigned. */
  readonly head: Lines;
  /** What came of it, what that means, what is given, and until when. */
  readonly outcome: Lines;
  /** Why, the most useful first. */
  readonly reasons: readonly LetterReason[];
  /** What is still open: what can be shown, the better tier that it may lead to, whether a person has to look at it. */
  readonly open: readonly Lines[];
  /** What can be done or waited for, the soonest first. */
  readonly ways: readonly Lines[];
  /** What the law sets aside; nothing with `explain: "codes"`. */
  readonly setAside: readonly Lines[];
  /** What else is to be known: the warnings. */
  readonly notes: Lines;
  /** Whom to ask about the programme, and where to object to what is on record. */
  readonly contact: readonly LetterContact[];
}

/** A reason in sentences. */
export interface LetterReason {
  /** What it says, and what belongs to it: how long the record counts, what it rests on. */
  readonly lines: Lines;
  /** The reasons of the decision that say just this; at least one. */
  readonly alike: readonly [Reason, ...Reason[]];
}

/** Whom to turn to. */
export interface LetterContact {
  /** Who it is, and for what. */
  readonly line: string;
  /** How, in the words of the trust list. Not there if it says nothing. */
  readonly text?: string;
  /** The address of a page, from the trust list. Null or not there if there is none. Follow it if it begins with `https://`. */
  readonly url?: string | null;
}
