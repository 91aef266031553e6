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
  /** What `{part}` shows, by the stage of the error. */
  parts: { [stage: string]: string };
  /** By detail: what is added where the text does not show it. */
  additions: { [detail: string]: string };
  /** By claim, the first part of a reason's code. */
  claims: { [claim: string]: string };
  /** By the names that a path begins with after its input, such as `subject.established`. */
  things: { [path: string]: string };
  /** By the kind of records that a rule asks for. */
  kinds: { [kind: string]: string };
  /** What values of that kind count. */
  units: { [kind: string]: string };
  /** By verdict, then by cause, the last part of a reason's code, with `{claim}`. */
  reasons: { [verdict: string]: { [cause: string]: string } };
  /**
   * By `verdict:code`, where the composed text would read badly, or by that and what the path of the reason ends in,
   * `verdict:code:end.variant`. One with a placeholder is used where the reason has what it stands for.
   */
  codes: { [code: string]: string };
  /** How days, amounts and the like are put into texts. */
  formats: { [name: string]: string };
  /** The sentences of a plan. */
  plan: { [sentence: string]: string };
  outcomes: { [outcome: string]: string };
  /** By unit of time, with `{count}`. */
  periods: { [unit: string]: string };
}

/** The tables that there are. Texts of a language without one stay empty. */
export interface Languages {
  "zh-CN"?: MessageTable;
  en?: MessageTable;
}

export function fillError(error: ErrorData, tables: Languages): void {
  const texts = error.messages as Writable<Texts>;
  inEach(tables, (table, language) => (texts[language] = errorText(table, error)));
  // What logs show is never empty.
  (error as Writable<ErrorData>).message = texts.en || texts["zh-CN"] || error.code;
}

/**
 * The text of a code, with the part of what was given that the stage names, with the problem in words of the language, and
 * with what would be right where the text does not say that itself.
 */
function errorText({ errors, problems, parts, additions }: MessageTable, { code, stage, details }: ErrorData): string {
  const problem = own(details, "problem");
  const closer = own(errors, code + ":" + problem);
  const template = closer || own(errors, code);
  if (!template) return "";
  const added = (name: "expected" | "suggestion" | "file"): string => {
    const isNew = hasOwn(details, name) && !template.includes("{" + name + "}");
    return isNew ? placed(own(additions, name), details) : "";
  };
  const words = typeof problem === "string" && own(problems, problem);
  // Whoever works with a table knows its cells, and nothing of JSON.
  const cell = own(details, "cell");
  const place = typeof cell === "string" ? { pointer: cell } : {};
  const said = words ? { problem: words + added("expected") } : {};
  const facts = { ...details, ...place, part: own(parts, stage) || stage, ...said };
  const isTold = !words || closer || template.includes("{problem}");
  return placed(template, facts) + (isTold ? "" : placed(additions.problem, facts)) + added("suggestion") + added("file");
}

/** A template with its placeholders filled; nothing where a table lacks it. */
export function placed(template: string | undefined, details: ErrorDetails): string {
  return (template || "").replace(/\{([^}:]*)(:time)?\}/g, (_, name: string, time?: string) => {
    const value = own(details, name);
    if (value === undefined) return "?";
    if (time && isInstant(value)) return inChina(value);
    return visible(typeof value === "string" ? value : JSON.stringify(value));
  });
}

/** What a decision's programme has people told in place of ids. */
export interface Titles {
  readonly tiers: { readonly [id: string]: Texts };
}

export function fillReason(reason: Reason, titles: Titles, tables: Languages): void {
  // What the programme's author wrote stays.
  if (LANGUAGES.some((language) => reason.message[language] !== "")) return;
  const texts = reason.message as Writable<Texts>;
  inEach(tables, (table, language) => (texts[language] = reasonText(table, language, reason, titles)));
}

/** The closest text that all facts are there for, as the core's `messages/reason.rs` has it. */
function reasonText(table: MessageTable, language: keyof Texts, reason: Reason, titles: Titles): string {
  const { verdict, code, path } = reason;
  const dot = code.indexOf(".");
  const claim = code.slice(0, dot);
  const cause = code.slice(dot + 1);
  const names = namesIn(path);
  const facts = reasonFacts(table, language, reason, claim, names, titles);
  const of = verdict + ":" + code;
  const end = of + ":" + (names[names.length - 1] || "");
  for (const name of [end + "." + variant(reason, cause, facts), end, of + ":figures", of]) {
    const template = own(table.codes, name);
    const asked = template && template.match(/[^{]+(?=\})/g);
    if (template && (asked || []).every((fact) => hasOwn(facts, fact))) {
      const text = placed(template, facts);
      return text.replace(/^[a-z]/, (first) => first.toUpperCase());
    }
  }
  return placed(own(own(table.reasons, verdict) || {}, cause), facts);
}

/** What tells apart texts about one fact. */
function variant({ actual, expected }: Reason, cause: string, facts: ErrorDetails): string {
  if (typeof actual === "boolean") return String(actual);
  if (Array.isArray(expected) && expected.length === 2 && cause !== "not_member") return hasOwn(facts, "period") ? "period" : "range";
  return hasOwn(facts, "age") ? "asked" : "";
}

/** What placeholders stand for. What is not told is not there. */
function reasonFacts(table: MessageTable, language: keyof Texts, reason: Reason, claim: string, names: string[], titles: Titles): ErrorDetails {
  const { path, expected } = reason;
  const { formats, things } = table;
  const facts: { [name: string]: string } = {};
  const add = (name: string, fact: string | undefined): void => {
    if (fact !== undefined) facts[name] = fact;
  };
  const inside = names.length > 1 ? own(things, names[0] + "." + names[1]) : undefined;
  // A reason about a record may be about the birthdate that leaves it open whether it counts.
  const isOfPath = (names[0] || "").startsWith(claim) || path.startsWith(claim);
  add("claim", (isOfPath && inside) || own(table.claims, claim) || claim);
  add("thing", inside || own(things, names[0] || ""));
  const title = own(titles.tiers, reason.rule);
  add("tier", (title && (own(title, language) || title["zh-CN"])) || formats.programme);
  const kind = reason.kind || "";
  add("kind", own(table.kinds, kind));
  add("unit", own(table.units, kind));
  const at = path.indexOf(".subject.age_over.");
  if (at >= 0) add("age", path.slice(at + ".subject.age_over.".length));
  add("actual", valueText(table, reason.actual));
  add("expected", valueText(table, expected));
  if (Array.isArray(expected) && expected.length === 2) {
    add("low", valueText(table, expected[0]));
    add("high", valueText(table, expected[1]));
    add("period", periodText(table, expected[1]));
  }
  const isStrict = reason.op !== null && ["<", ">", "before", "after"].includes(reason.op);
  add("reach", isStrict ? formats.more_than : formats.at_least);
  add("within", isStrict ? formats.less_than : formats.at_most);
  return facts;
}

/** Paths that begin with no input. */
const OF_NO_INPUT = /^(request\.|promised(\[|$))/;

/** The names in a path, without that of the input and without numbers. */
export function namesIn(path: string): string[] {
  const parts = path.split(/[.[\]]/).slice(OF_NO_INPUT.test(path) ? 0 : 1);
  return parts.filter((part) => part && !/^\d+$/.test(part));
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? own(value as { [name: string]: unknown }, name) : undefined;
}

/** A value of a decision; none of what has no words. */
export function valueText(table: MessageTable, value: unknown): string | undefined {
  const { formats } = table;
  if (typeof value === "string") {
    const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
    if (!day) return value;
    const [year, month, date] = day.slice(1).map((part) => part.replace(/^0+/, ""));
    return placed(formats.day, { iso: value, year, month, day: date } as ErrorDetails);
  }
  if (Array.isArray(value)) {
    const parts = value.map((part) => valueText(table, part));
    return parts.every((part) => part !== undefined) ? parts.join(formats.between) : undefined;
  }
  const amount = member(value, "amount");
  if (typeof amount !== "string") return undefined;
  return placed(formats.money, { amount: amount.replace(/^-?\d+/, (yuan) => yuan.replace(/\B(?=(\d{3})+$)/g, ",")) });
}

/** A period in words, such as `2 年` or `2 years 6 months`; none of what is no period. */
export function periodText({ periods }: MessageTable, period: unknown): string | undefined {
  const found = typeof period === "string" && /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:(\d+)B)?$/.exec(period);
  if (!found) return undefined;
  const [years, months, days, working] = found.slice(1).map((part) => Number(part || 0)) as [number, number, number, number];
  const all = years * 12 + months;
  const counts: [number, string][] = [
    [Math.floor(all / 12), "year"],
    [all % 12, "month"],
    [days, "day"],
    [working, "working_day"],
  ];
  const words = counts.filter(([count]) => count > 0);
  return words.map(([count, unit]) => placed(own(periods, count === 1 ? unit : unit + "s"), { count })).join(" ") || undefined;
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
  const shown = Math.floor(isInstant(there) ? there : seconds);
  const fraction = String(seconds).split(".")[1];
  return new Date(shown * 1000).toISOString().slice(0, 19).replace("T", " ") + (fraction ? "." + fraction : "");
}

/** UNIX seconds up to the year 9999, which have the spelling of every other time. */
function isInstant(value: unknown): value is number {
  return Number.isFinite(value) && (value as number) >= 0 && (value as number) <= 253402300799;
}

export const LANGUAGES: readonly (keyof Texts)[] = ["zh-CN", "en"];

/** Tells something in each language that there are texts of. */
export function inEach(tables: Languages, tell: (table: MessageTable, language: keyof Texts) => void): void {
  for (const language of LANGUAGES) {
    const table = own(tables, language);
    if (table) tell(table, language);
  }
}

export type Writable<T> = { -readonly [K in keyof T]: T[K] };
