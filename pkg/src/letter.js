// `xinyi/letter`: a decision in sentences. Every word is the package's, from `messages/<language>.json`, and the sentences
// are those that the command line prints (`src/messages/letter.rs`): a test compares them. For old phones too: nothing
// here needs more than ES2017.

const CHINA_SECONDS = 8 * 3600;
const NO_INPUTS = ["", "now", "promised", "request", "programme"];
/** Paths that begin with no input. */
const OF_NO_INPUT = /^(request\.|promised(\[|$))/;

/** The words of a language, from its table of messages. */
export function wordsOf(language, table) {
  const { formats } = table;
  const text = (section, name) => (has(table[section], name) ? table[section][name] : undefined);
  const placed = (template, facts) => template.replace(/\{([^}]*)\}/g, (_, name) => (has(facts, name) ? facts[name] : undefined) ?? "?");
  const put = (section, name, facts = {}) => placed(text(section, name) ?? name, facts);
  /** What a document says in this language, or else in Chinese, which every text is in. */
  const of = (texts) => texts?.[language] ?? texts?.["zh-CN"];

  /** A calendar day, such as 2026-11-22. */
  function day(iso) {
    const [year, month, date] = iso.split("-").map((part) => part.replace(/^0+/, ""));
    return placed(formats.day, { iso, year, month, day: date });
  }

  /** An instant from which something is: the day, with the time if that is not midnight in China. */
  function from(instant) {
    const [date, time] = inChina(instant).split("T");
    return time === "00:00:00" ? day(date) : placed(formats.time, { day: day(date), clock: time.slice(0, 5) });
  }

  /** An instant until which something is. At midnight the last day is the one before. */
  function until(instant) {
    if (!inChina(instant).endsWith("T00:00:00")) return from(instant);
    return placed(formats.last_day, { day: day(inChina(seconds(instant) - 1).slice(0, 10)) });
  }

  /** What came of it, in a few words. */
  const outcome = (outcome) => text("outcomes", outcome) ?? outcome;

  const money = ({ amount }) => placed(formats.money, { amount: amount.replace(/^-?\d+/, (yuan) => yuan.replace(/\B(?=(\d{3})+$)/g, ",")) });

  function period(iso) {
    const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:(\d+)B)?$/.exec(iso);
    if (!found) return iso;
    const [years, months, days, working] = found.slice(1).map((part) => Number(part ?? 0));
    const all = years * 12 + months;
    const counts = [[Math.floor(all / 12), "year"], [all % 12, "month"], [days, "day"], [working, "working_day"]];
    const some = counts.filter(([count]) => count > 0);
    return some.map(([count, unit]) => put("periods", count === 1 ? unit : `${unit}s`, { count })).join(" ") || iso;
  }

  /** What a tier gives. */
  function benefit(given) {
    const facts = { ...given };
    for (const [name, value] of Object.entries(given)) {
      if (value?.currency) facts[name] = money(value);
      else if (typeof value === "object") facts[name] = of(value);
    }
    if (given.field !== undefined) facts.field = text("fields", given.field) ?? given.field;
    if (given.period !== undefined) facts.period = period(given.period);
    // In Chinese a discount is told by what is still to be paid, in tenths.
    if (given.percent_off !== undefined) facts.tenths = Number(((100 - given.percent_off) / 10).toFixed(7));
    const kind = given.percent_off === 100 ? "discount:free" : given.kind;
    const parts = Object.entries(table.benefits).filter(([name]) => {
      const [whole, member] = name.split(".");
      return whole === kind && (member === undefined || (given[member] ?? false) !== false);
    });
    // Of a kind that a later release knows there are no words here.
    return parts.map(([, template]) => placed(template, facts)).join("") || given.kind;
  }

  /** What a path such as `credit.listings[1]` or `request.deposit` stands for; `label`: the name of its input. */
  function thing(path, label) {
    const parts = path.split(/[.[\]]/).slice(OF_NO_INPUT.test(path) ? 0 : 1);
    const names = parts.filter((part) => part && !/^\d+$/.test(part));
    const age = path.split(".subject.age_over.")[1];
    let said = text("things", names.slice(0, 2).join(".")) ?? text("things", names[0]) ?? path;
    if (names.length === 0) said = table.claims.input;
    if (age !== undefined) said = placed(formats.age, { age });
    const index = /\[(\d+)\]$/.exec(path);
    if (index) said = placed(formats.nth, { thing: said, n: Number(index[1]) + 1 });
    return label === undefined ? said : placed(formats.of_input, { input: label, thing: said });
  }

  return { language, text, put, of, day, from, until, outcome, money, benefit, thing, between: formats.between };
}

function has(object, name) {
  return Object.prototype.hasOwnProperty.call(object, name);
}

/** UNIX seconds, or RFC 3339. */
function seconds(instant) {
  return typeof instant === "number" ? instant : Date.parse(instant) / 1000;
}

/** As clocks in China show it. */
function inChina(instant) {
  return new Date((seconds(instant) + CHINA_SECONDS) * 1000).toISOString().slice(0, 19);
}

/**
 * The parts of a letter, each of lines: `head`, `outcome`, `reasons` (`{reason, lines}`), `open` (what is missing, a
 * better tier, a person's review), `ways` (what can be done, and what comes by waiting), `setAside`, `notes`, `contact`
 * (`{line, text?, url?}`: whom to ask, and where to object).
 */
export function letterParts(decision, words) {
  const { text, put, of, day } = words;
  const { evidence, titles } = decision;
  const say = (name, facts) => capital(put("letter", name, facts));
  const labels = Object.keys(titles.inputs).length > 1;
  const inputs = [...(evidence.bundles ?? []).map(({ input }) => input), ...decision.reasons.map(({ path }) => alias(path))];
  const several = labels || new Set(inputs.filter((input) => !NO_INPUTS.includes(input))).size > 1;
  const label = (input) => (several && !NO_INPUTS.includes(input ?? "") ? (of(titles.inputs[input]) ?? input) : undefined);
  const thing = (path) => words.thing(path, label(alias(path)));
  const things = (paths) => paths.map(thing).join(words.between);
  const title = (tier) => of(titles.tiers[tier]);
  const tier = (id) => title(id) ?? put("formats", "tier");
  const benefit = (given) => say("benefit", { benefit: words.benefit(given) });
  const basis = (basis) => say("basis", { basis });

  const programme = of(titles.programme) ?? decision.programme.id;
  const head = [
    evidence.verified !== true && say("trial"),
    say("programme", { programme, version: decision.programme.version }),
    evidence.programme_signed === false && say("unsigned"),
  ];
  const outcome = [
    say("outcome", { outcome: words.outcome(decision.outcome) }),
    text("letter", decision.outcome) && say(decision.outcome),
    decision.tier && title(decision.tier) && say("tier", { tier: title(decision.tier) }),
    decision.benefit && benefit(decision.benefit),
    decision.valid_until && say("valid_until", { time: words.until(decision.valid_until) }),
  ];

  const reasons = [];
  for (const reason of decision.reasons) {
    const { message, path, record, others } = reason;
    const input = label(alias(path));
    const lines = [
      (input === undefined ? "" : `[${input}] `) + of(message),
      record && (record.counts_until ? say("counts_until", { day: day(record.counts_until) }) : say("counts")),
      record && (record.repairable_from ? say("repairable_from", { day: day(record.repairable_from) }) : say("no_repair_day")),
      others?.length > 0 && say("others", { things: things(others) }),
      reason.basis && basis(reason.basis),
    ].filter(Boolean);
    // Two tiers may ask for two values of what is out of date.
    const same = reasons.find((known) => String(known.lines) === String(lines));
    if (same) same.alike.push(reason);
    else reasons.push({ lines, alike: [reason] });
  }

  const { missing, upgrade } = decision;
  const open = [
    missing.length > 0 && [say("missing", { things: things(missing) })],
    upgrade && [say("upgrade", { things: things(upgrade.missing), tier: tier(upgrade.tier) }), benefit(upgrade.benefit)],
    decision.manual_review && [say("manual_review")],
  ];

  const today = inChina(evidence.decided_at).slice(0, 10);
  const { eligible_from: eligible, remedies } = decision;
  // From the next second on: nothing is to be waited for, what is out of date is to be fetched anew.
  const atOnce = eligible !== null && inChina(eligible).slice(0, 10) === today;
  // The soonest first.
  const inOrder = [...remedies].sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0));
  const ways = inOrder.map(({ on, then, steps = [] }) => {
    const named = { day: day(on), tier: tier(then.tier) };
    if (atOnce && on === today && steps.every(({ action }) => action === "refresh")) return [say("fresh", named), benefit(then.benefit)];
    const step = ({ path, action, earliest, duties, basis: of, confirmed }) => [
      say(earliest === today ? "step_now" : "step", { thing: thing(path), action: text("actions", action) ?? action, day: day(earliest) }),
      ...duties.map((duty) => say("duty", { duty: text("duties", duty) ?? duty })),
      basis(of),
      !confirmed && put("notices", "unconfirmed"),
    ];
    return [say("remedy", named), benefit(then.benefit), ...all(steps.map(step))].filter(Boolean);
  });
  if (eligible !== null && !(atOnce && remedies.length > 0)) {
    const isRepair = ({ steps = [] }) => steps.some(({ action }) => action === "credit_repair");
    // What is not known stays so until that day, and may have been so before.
    // Whom a bundle shows by a mere age to be too young may come of age any day.
    const isOpen = decision.outcome === "undetermined" || decision.reasons.some(({ path }) => path.includes(".subject.age_over."));
    const waiting = isOpen ? "eligible_when_open" : "eligible_by_waiting";
    const beside = remedies.every(isRepair) ? "eligible_from" : "eligible_without";
    const name = atOnce ? "fresh_only" : remedies.length > 0 ? beside : waiting;
    ways.push([say(name, { day: words.from(eligible) })]);
  }

  const setAside = decision.set_aside.map(({ path, ground, since, basis: of }) => {
    const facts = { thing: thing(path), ground: text("grounds", ground) ?? ground };
    return [since ? say("record_since", { ...facts, day: day(since) }) : say("record", facts), basis(of)];
  });
  const notes = decision.warnings.map(({ code, input }) => {
    const said = text("warnings", code) ?? code;
    const of = label(input);
    return say("warning", { warning: of === undefined ? said : put("formats", "of_input", { input: of, thing: said }) });
  });
  const objection = ({ input, name, text: how, url }) => {
    const named = label(input);
    const said = put("contact", how ? "objection" : "issuer", { name: of(name) });
    return { line: (named === undefined ? "" : `[${named}] `) + said, text: how ? of(how) : undefined, url };
  };
  const contact = decision.contact
    ? [{ line: put("contact", "programme", { programme: decision.contact.programme }) }, ...decision.contact.objection.map(objection)]
    : [];
  return { head: head.filter(Boolean), outcome: outcome.filter(Boolean), reasons, open: open.filter(Boolean), ways, setAside, notes, contact };
}

/** The letter, line by line, as the command line prints it. */
export function letter(decision, words) {
  const { head, outcome, reasons, open, ways, setAside, notes, contact } = letterParts(decision, words);
  const below = (lines) => lines.map((line, i) => (i > 0 ? `  ${line}` : line));
  const inside = (lines) => lines.map((line) => `  ${line}`);
  const title = (name, parts) => (parts.length > 0 ? [capital(words.put("letter", name))] : []);
  return [
    ...head,
    ...outcome,
    ...title("reasons", reasons),
    ...all(reasons.map(({ lines }) => inside(lines))),
    ...all(open.map(below)),
    ...all(ways.map(below)),
    ...title("set_aside", setAside),
    ...all(setAside.map(inside)),
    ...notes,
    ...contact.map(({ line, text, url }) => line + (text ? words.put("contact", "objection.text", { text }) : "") + (url ? words.put("contact", "objection.url", { url }) : "")),
  ];
}

function all(lists) {
  return [].concat(...lists);
}

/** The alias of the input that a path leads into. */
function alias(path) {
  return path.split(/[.[]/)[0];
}

function capital(line) {
  return line.replace(/^[a-z]/, (first) => first.toUpperCase());
}
