// A decision in sentences, by the package's messages.
import type { Benefit, Decision, Money, Texts } from "xinyi";

export type Language = keyof Texts;
type Table = Record<string, Record<string, string>>;

/** One line, and what belongs to it; `url` is where to go. */
export interface Line {
  readonly text: string;
  readonly more: readonly string[];
  readonly url?: string | null;
}

const CHINA = 8 * 3_600_000;

/** The messages of one language alone. */
const load = {
  "zh-CN": () => import("xinyi/messages/zh-CN.json"),
  en: () => import("xinyi/messages/en.json"),
} satisfies Record<Language, () => Promise<unknown>>;

export type Words = Awaited<ReturnType<typeof wordsIn>>;

export async function wordsIn(language: Language) {
  const table = ((await load[language]()) as { default: unknown }).default as Table;
  const text = (section: string, name: string) => table[section]?.[name];
  const put = (template: string | undefined, facts: Record<string, unknown> = {}) =>
    capital((template ?? "").replace(/\{([^}]*)\}/g, (_, name: string) => String(facts[name] ?? "")));
  const say = (name: string, facts?: Record<string, unknown>) => put(text("letter", name), facts);

  /** A calendar day, such as 2026-11-22. */
  function day(iso: string): string {
    const [year, month, date] = iso.split("-").map((part) => part.replace(/^0+/, ""));
    return put(text("formats", "day"), { iso, year, month, day: date });
  }

  /** An instant: the day in China, with the time unless it is midnight. */
  function from(instant: string | number): string {
    const [date = "", time = ""] = inChina(instant).split("T");
    return time.startsWith("00:00") ? day(date) : put(text("formats", "time"), { day: day(date), clock: time.slice(0, 5) });
  }

  /** An instant that is out: of midnight the last day is the one before. */
  function until(instant: string): string {
    const midnight = inChina(instant).slice(11).startsWith("00:00");
    if (!midnight) return from(instant);
    return put(text("formats", "last_day"), { day: day(inChina(Date.parse(instant) / 1_000 - 1).slice(0, 10)) });
  }

  const money = ({ amount }: Money) => put(text("formats", "money"), { amount: amount.replace(/^\d+/, (yuan) => yuan.replace(/\B(?=(\d{3})+$)/g, ",")) });

  /** A span such as P2Y6M, or of working days: P5B. */
  function period(iso: string): string {
    const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:(\d+)B)?$/.exec(iso);
    if (!found) return iso;
    const [years = 0, months = 0, days = 0, working = 0] = found.slice(1).map((part) => Number(part ?? 0));
    const all = years * 12 + months;
    const counts = [[Math.floor(all / 12), "year"], [all % 12, "month"], [days, "day"], [working, "working_day"]] as const;
    const some = counts.filter(([count]) => count > 0);
    return some.map(([count, unit]) => put(text("periods", count === 1 ? unit : `${unit}s`), { count })).join(" ") || iso;
  }

  /** What a tier gives. */
  function benefit(given: Benefit): string {
    const members = Object.entries(given) as [string, unknown][];
    const facts: Record<string, unknown> = Object.fromEntries(members.map(([name, value]) => [name, isMoney(value) ? money(value) : isTexts(value) ? value[language] : value]));
    let kind: string = given.kind;
    if (given.kind === "clean_record") {
      facts["field"] = text("fields", given.field) ?? given.field;
      facts["period"] = period(given.period);
    }
    if (given.kind === "discount") {
      // In Chinese a discount is told by what is still to be paid, in tenths.
      facts["tenths"] = Number(((100 - given.percent_off) / 10).toFixed(7));
      if (given.percent_off === 100) kind = "discount:free";
    }
    const parts = Object.entries(table["benefits"] ?? {}).filter(([name]) => {
      const [whole, member] = name.split(".");
      return whole === kind && (member === undefined || (facts[member] ?? false) !== false);
    });
    // Of a kind that a later release knows there are no words here.
    if (parts.length === 0) return kind;
    return parts.map(([, template]) => put(template, facts)).join("");
  }

  /** What a path such as `credit.listings[1]` stands for. */
  function thing(path: string): string {
    const names = path.split(/[.[\]]/).filter((part) => part !== "" && !/^\d+$/.test(part));
    const known = path.startsWith("request.") ? names : names.slice(1);
    const said = text("things", known.slice(0, 2).join(".")) ?? text("things", known[0] ?? "") ?? path;
    const index = /\[(\d+)\]$/.exec(path);
    return index ? put(text("formats", "nth"), { thing: said, n: Number(index[1]) + 1 }) : said;
  }
  const things = (paths: readonly string[]) => paths.map(thing).join(text("formats", "between"));

  /** In a few words, and what that means. */
  function outcome(decision: Decision): Line {
    const { outcome, tier, titles } = decision;
    const title = tier === null ? undefined : titles.tiers[tier];
    const more = [
      decision.benefit && say("benefit", { benefit: benefit(decision.benefit) }),
      title && say("tier", { tier: title[language] }),
      text("letter", outcome) && say(outcome),
      decision.valid_until && say("valid_until", { time: until(decision.valid_until) }),
    ];
    return { text: put(text("outcomes", outcome)), more: more.filter(isText) };
  }

  function reasons(decision: Decision): Line[] {
    const lines = decision.reasons.map((reason) => {
      const { message, basis, record, path } = reason;
      const input = Object.keys(decision.titles.inputs).length > 1 ? decision.titles.inputs[path.split(/[.[]/)[0] ?? ""] : undefined;
      const more = [
        record?.counts_until && say("counts_until", { day: day(record.counts_until) }),
        record?.repairable_from && say("repairable_from", { day: day(record.repairable_from) }),
        basis && say("basis", { basis }),
      ];
      return { text: (input ? `[${input[language]}] ` : "") + message[language], more: more.filter(isText) };
    });
    // Tiers that fail by the same say the same.
    return lines.filter((line, at) => lines.findIndex(({ text }) => text === line.text) === at);
  }

  /** What can be shown, done or waited for, and from when it helps. */
  function ways(decision: Decision): Line[] {
    const { missing, upgrade, remedies, eligible_from, titles, outcome } = decision;
    const tierOf = (id: string) => titles.tiers[id]?.[language] ?? text("formats", "tier");
    const found: Line[] = [];
    if (missing.length > 0) found.push({ text: say("missing", { things: things(missing) }), more: [] });
    if (upgrade) {
      const more = [say("benefit", { benefit: benefit(upgrade.benefit) })];
      found.push({ text: say("upgrade", { things: things(upgrade.missing), tier: tierOf(upgrade.tier) }), more });
    }
    if (decision.manual_review) found.push({ text: say("manual_review"), more: [] });
    for (const { on, then, steps = [] } of [...remedies].sort((one, other) => one.on.localeCompare(other.on))) {
      const more = [say("benefit", { benefit: benefit(then.benefit) })];
      for (const { path, action, earliest, duties, confirmed } of steps) {
        more.push(say("step", { thing: thing(path), action: text("actions", action) ?? action, day: day(earliest) }));
        more.push(...duties.map((duty) => say("duty", { duty: text("duties", duty) ?? duty })));
        if (!confirmed) more.push(put(text("notices", "unconfirmed")));
      }
      found.push({ text: say("remedy", { day: day(on), tier: tierOf(then.tier) }), more });
    }
    if (eligible_from !== null) {
      const waiting = outcome === "undetermined" ? "eligible_when_open" : "eligible_by_waiting";
      found.push({ text: say(remedies.length > 0 ? "eligible_without" : waiting, { day: from(eligible_from) }), more: [] });
    }
    return found;
  }

  const notes = (decision: Decision) => decision.warnings.map(({ code }): Line => ({ text: text("warnings", code) ?? code, more: [] }));

  /** Whom to ask about the programme, and where to object to what is on record. */
  function contact({ contact }: Decision): Line[] {
    if (!contact) return [];
    const objection = contact.objection.map(({ name, text: how, url }) => ({
      text: put(text("contact", how ? "objection" : "issuer"), { name: name[language] }),
      more: how ? [how[language]] : [],
      url,
    }));
    const once = objection.filter((line, at) => objection.findIndex(({ text }) => text === line.text) === at);
    return [{ text: put(text("contact", "programme"), { programme: contact.programme }), more: [] }, ...once];
  }

  return { language, day, from, outcome, reasons, ways, notes, contact, benefit, heading: (name: string) => say(name).replace(/[:：]$/, "") };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isMoney(value: unknown): value is Money {
  return typeof value === "object" && value !== null && "amount" in value;
}

function isTexts(value: unknown): value is Texts {
  return typeof value === "object" && value !== null && "zh-CN" in value;
}

/** As clocks in China show it. UNIX seconds, or RFC 3339. */
function inChina(instant: string | number): string {
  const milliseconds = typeof instant === "number" ? instant * 1_000 : Date.parse(instant);
  return new Date(milliseconds + CHINA).toISOString().slice(0, 19);
}

function capital(line: string): string {
  return line.replace(/^[a-z]/, (first) => first.toUpperCase());
}
