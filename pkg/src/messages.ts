/**
 * Fills in the texts that the core leaves empty. They are kept out of the module so that it
 * stays small. The command line fills in the same texts by the same rule.
 */

import type { ErrorData, ErrorDetails, Reason, Texts } from "./index";
import { hasOwn, own } from "./own";

/** `messages/<language>.json`. */
export interface MessageTable {
  /** By `code:problem`, of the detail `problem`, or by error code; with placeholders: `{detail}`, or `{detail:time}` for UNIX seconds, told as the time in China. */
  errors: { [code: string]: string };
  /** What `{problem}` shows, by the detail `problem`. */
  problems: { [problem: string]: string };
  /** By detail: what is added where the text does not show it. */
  additions: { [detail: string]: string };
  /** By claim, the first part of a reason's code. */
  claims: { [claim: string]: string };
  /** By verdict, then by cause, the last part of a reason's code, with `{claim}`. */
  reasons: { [verdict: string]: { [cause: string]: string } };
  /** By `verdict:code` or code, where the composed text would read badly. */
  codes: { [code: string]: string };
}

/** The table of each language. */
export interface Languages {
  "zh-CN": MessageTable;
  en: MessageTable;
}

export function fillError(error: ErrorData, tables: Languages): void {
  for (const language of LANGUAGES) {
    (error.messages as Writable<Texts>)[language] = errorText(tables[language], error.code, error.details);
  }
  (error as Writable<ErrorData>).message = error.messages.en;
}

/** The text of a code, with the problem in words of the language, and with what would be right where the text does not say that itself. */
function errorText({ errors, problems, additions }: MessageTable, code: string, details: ErrorDetails): string {
  const problem = own(details, "problem");
  const closer = own(errors, code + ":" + problem);
  const template = closer || own(errors, code);
  if (!template) return "";
  const added = (name: "expected" | "suggestion"): string => {
    const isNew = hasOwn(details, name) && !template.includes("{" + name + "}");
    return isNew ? placed(own(additions, name) || "", details) : "";
  };
  const words = typeof problem === "string" && own(problems, problem);
  const facts = words ? { ...details, problem: words + added("expected") } : details;
  const isTold = !words || closer || template.includes("{problem}");
  return placed(template, facts) + (isTold ? "" : placed(additions.problem || "", facts)) + added("suggestion");
}

function placed(template: string, details: ErrorDetails): string {
  return template.replace(/\{([^}:]*)(:time)?\}/g, (_, name: string, time?: string) => {
    const value = own(details, name);
    if (value === undefined) return "?";
    if (time && isInstant(value)) return inChina(value);
    return visible(typeof value === "string" ? value : JSON.stringify(value));
  });
}

export function fillReason(reason: Reason, tables: Languages): void {
  // What the programme's author wrote stays.
  if (LANGUAGES.some((language) => reason.message[language] !== "")) return;
  const dot = reason.code.indexOf(".");
  const claim = reason.code.slice(0, dot);
  const cause = reason.code.slice(dot + 1);
  for (const language of LANGUAGES) {
    const { codes, claims, reasons } = tables[language];
    const whole = own(codes, reason.verdict + ":" + reason.code) || own(codes, reason.code);
    const template = own(own(reasons, reason.verdict) || {}, cause) || "";
    const noun = own(claims, claim) || claim;
    (reason.message as Writable<Texts>)[language] = whole || template.split("{claim}").join(noun);
  }
}

/**
 * With `\u{…}` for invisible characters and those that move others, as in the core (`src/visible.rs` says which):
 * whoever prints an error on a terminal prints what somebody else wrote.
 */
function visible(text: string): string {
  return text.replace(UNSEEN, (c) => "\\u{" + c.codePointAt(0)!.toString(16) + "}");
}

const UNSEEN = /[\0-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;

/** As clocks in China show it: their time is UTC+8, all year. */
function inChina(seconds: number): string {
  const there = seconds + 8 * 3600;
  return new Date((isInstant(there) ? there : seconds) * 1000).toISOString().slice(0, 19).replace("T", " ");
}

/** UNIX seconds up to the year 9999, which have the spelling of every other time. */
function isInstant(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 253402300799;
}

const LANGUAGES: readonly (keyof Texts)[] = ["zh-CN", "en"];

type Writable<T> = { -readonly [K in keyof T]: T[K] };
