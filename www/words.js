// Times, benefits and paths in the words of one language.
import { texts } from "./texts.js";

const CHINA = "Asia/Shanghai";
const CHINA_SECONDS = 8 * 3600;
const DAY_SECONDS = 86_400;

export function wordsIn(language) {
  const t = texts[language];
  const locale = language === "en" ? "en-GB" : language;
  const days = new Intl.DateTimeFormat(locale, { timeZone: CHINA, dateStyle: "long" });
  const minutes = new Intl.DateTimeFormat(locale, { timeZone: CHINA, dateStyle: "long", timeStyle: "short" });

  /** UNIX seconds, or RFC 3339. */
  const seconds = (at) => (typeof at === "number" ? at : Date.parse(at) / 1000);
  const startsDay = (at) => (seconds(at) + CHINA_SECONDS) % DAY_SECONDS === 0;
  const dayAt = (at) => days.format(seconds(at) * 1000);

  /** A calendar day, such as 2026-11-22. */
  const day = (text) => dayAt(`${text}T00:00:00+08:00`);
  const instant = (at) => minutes.format(seconds(at) * 1000);
  /** An end, exclusive. One at midnight is told by the last day before it. */
  const until = (at) => (startsDay(at) ? t.lastDay(dayAt(seconds(at) - 1)) : instant(at));
  const from = (at) => (startsDay(at) ? dayAt(at) : instant(at));

  const benefit = (given) => t.benefits[given.kind]?.(given, t) ?? given.kind;

  /** What a path such as `credit.listings[1]` or `request.deposit` stands for. */
  function thing(path) {
    const parts = path.split(/[.[\]]+/).filter(Boolean);
    // Before the fact stands the place of the bundle in the programme.
    const names = parts[0] === "request" ? parts : parts.slice(1);
    const [first, second, third] = names;
    if (first === "subject" && second === "age_over" && third) return t.ageOver(third);
    if (first === undefined) return t.bundle;
    const known = t.things[`${first}.${second}`] ?? t.things[first];
    if (known === undefined) return path;
    return /^\d+$/.test(second) ? t.nth(known, Number(second) + 1) : known;
  }

  /** A value as reasons and errors hold it. */
  function value(given) {
    if (given?.currency) return t.money(given);
    if (typeof given === "boolean") return t.booleans[given];
    return typeof given === "string" ? (t.codes[given] ?? given) : JSON.stringify(given);
  }

  return { t, language, day, instant, until, from, benefit, thing, value };
}
