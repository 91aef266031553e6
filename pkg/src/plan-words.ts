/** The words of a plan: what its holder is about to show, to whom, and what stays hidden. As the core's `messages/plan.rs` tells it. */

import type { Plan, PlanUnit, Texts } from "./index";
import { inEach, namesIn, placed, valueText } from "./messages";
import type { Languages, MessageTable, Writable } from "./messages";
import { own } from "./own";

/** What every bundle shows, which one sentence tells as a whole. */
const BASIC = ["subject_kind", "jurisdiction", "as_of"];

export function fillPlan(plan: Plan, tables: Languages): void {
  const words: Writable<Texts>[] = [];
  inEach(tables, (table, language) => {
    sentences(plan, table, language).forEach((sentence, i) => {
      (words[i] = words[i] || { "zh-CN": "", en: "" })[language] = sentence;
    });
  });
  (plan as Writable<Plan>).words = words;
}

function sentences(plan: Plan, table: MessageTable, language: keyof Texts): string[] {
  const { decision, shown, hidden, visible, audience } = plan;
  const say = (name: string, facts: { [fact: string]: string } = {}): string => placed(own(table.plan, name), facts);
  const programme = inLanguage(decision.titles.programme, language) || decision.programme.id;
  if (!plan.disclose) {
    return [say("nothing", { programme, outcome: own(table.outcomes, decision.outcome) || decision.outcome })];
  }
  const hasSeveral = decision.evidence.bundles.length > 1;
  const things = (units: readonly PlanUnit[], isShown: boolean): string => {
    const all = units.map((unit) => {
      const thing = called(table, unit, units, isShown);
      if (!hasSeveral) return thing;
      const input = inLanguage(own(decision.titles.inputs, unit.input), language) || unit.input;
      return placed(table.formats.of_input!, { input, thing });
    });
    return all.filter((thing, i) => all.indexOf(thing) === i).join(table.formats.between);
  };
  const to = audience === null ? "" : ".to";
  const told = [
    say((shown.length ? "show" : "basic") + to, { programme, audience: audience || "", things: things(shown, true) }),
    say("visible"),
  ];
  const open = visible.filter(({ path }) => !BASIC.includes(namesIn(path)[0] || "") && named(table, path));
  const lists = hidden.map(({ path }) => path);
  const outer = hidden.filter(({ path, kind }) => kind !== "record" || !lists.includes(listOf(path)));
  for (const [name, some] of [["visible.more", things(open, true)], ["hidden", things(outer, false)]] as const) {
    if (some) told.push(say(name, { things: some }));
  }
  if (plan.valid_until !== null) told.push(say("valid_until", { time: untilText(table, plan.valid_until) }));
  if (!plan.exact) told.push(say("inexact"));
  return told;
}

/** What a unit is called. Hidden records of a list are counted. */
function called(table: MessageTable, { path, kind, about }: PlanUnit, units: readonly PlanUnit[], isShown: boolean): string {
  const { formats } = table;
  const list = listOf(path);
  const stated = about && own(table.things, "clear." + about);
  if (stated) return stated;
  if (kind === "list" && isShown) return placed(formats.number_of, { thing: thingText(table, list) });
  if (kind === "record" && !isShown) {
    const count = units.filter((other) => other.kind === "record" && listOf(other.path) === list).length;
    return placed(formats.some_of, { thing: thingText(table, list), count: String(count) });
  }
  return thingText(table, path);
}

/** What a path such as `credit.listings[1]` stands for. */
function thingText(table: MessageTable, path: string): string {
  const { formats } = table;
  const age = /\.subject\.age_over\.(.*)/.exec(path);
  let thing = named(table, path) || path;
  if (path.endsWith(".subject.age_over")) thing = formats.ages!;
  else if (age) thing = placed(formats.age, { age: age[1]! });
  else if (!namesIn(path).length) thing = own(table.claims, "input") || "";
  const index = /\[(\d+)\]$/.exec(path);
  return index ? placed(formats.nth, { thing, n: String(Number(index[1]) + 1) }) : thing;
}

function named({ things }: MessageTable, path: string): string | undefined {
  const names = namesIn(path);
  return (names.length > 1 && own(things, names[0] + "." + names[1])) || own(things, names[0] || "");
}

function listOf(path: string): string {
  return path.split("[")[0]!;
}

function inLanguage(texts: Texts | undefined, language: keyof Texts): string {
  return (texts && (texts[language] || texts["zh-CN"])) || "";
}

/** An instant until which something is, in China. At midnight the last day is the one before. */
function untilText(table: MessageTable, instant: string): string {
  const { formats } = table;
  const there = Date.parse(instant) + 8 * 3_600_000;
  const day = (ms: number): string => valueText(table, new Date(ms).toISOString().slice(0, 10)) || "";
  const clock = new Date(there).toISOString().slice(11);
  if (clock === "00:00:00.000Z") return placed(formats.last_day, { day: day(there - 1) });
  return placed(formats.time, { day: day(there), clock: clock.slice(0, 5) });
}
