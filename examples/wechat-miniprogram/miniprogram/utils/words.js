// A decision in sentences, by the package's messages. In JavaScript, since the till's page in Node says them too.
// For decisions about one bundle, as this app's are.

const CHINA_SECONDS = 8 * 3600;

/**
 * The words of `decision`, line by line: what came of it and what that means, and unless it is granted why, what can be
 * done or waited for, and whom to ask or object to. `kind`: how a line looks. `table`: the package's messages in `language`.
 *
 * @param {import("xinyi").Decision} decision
 * @param {"zh-CN" | "en"} language
 * @param {{ readonly [section: string]: { readonly [name: string]: string } }} table
 * @returns {{ kind: "title" | "line" | "quiet", text: string }[]}
 */
export function wordsOf(decision, language, table) {
  const text = (/** @type {string} */ section, /** @type {string} */ name) => (table[section] || {})[name];
  const put = (/** @type {string | undefined} */ template, /** @type {{ [name: string]: unknown }} */ facts = {}) =>
    capital((template || "").replace(/\{([^}]*)\}/g, (_, name) => String(facts[name] ?? "")));
  const say = (/** @type {string} */ name, /** @type {{ [name: string]: unknown } | undefined} */ facts = undefined) => put(text("letter", name), facts);
  const formats = (/** @type {string} */ name) => text("formats", name) || "";

  /** A calendar day, such as 2026-11-22. */
  function day(/** @type {string} */ iso) {
    const [year, month, date] = iso.split("-").map((part) => part.replace(/^0+/, ""));
    return put(formats("day"), { iso, year, month, day: date });
  }

  /** An instant: the day in China, with the time unless it is midnight. */
  function from(/** @type {string} */ instant) {
    const [date = "", time = ""] = inChina(instant).split("T");
    return time === "00:00:00" ? day(date) : put(formats("time"), { day: day(date), clock: time.slice(0, 5) });
  }

  /** What a path such as `credit.listings[1]` stands for. */
  function thing(/** @type {string} */ path) {
    const names = path.split(/[.[\]]/).slice(path.startsWith("request.") ? 0 : 1).filter((part) => part && !/^\d+$/.test(part));
    const age = path.split(".subject.age_over.")[1];
    const said = age ? put(formats("age"), { age }) : text("things", names.slice(0, 2).join(".")) || text("things", names[0] || "") || path;
    const index = /\[(\d+)\]$/.exec(path);
    return index ? put(formats("nth"), { thing: said, n: Number(index[1]) + 1 }) : said;
  }
  const things = (/** @type {readonly string[]} */ paths) => paths.map(thing).join(formats("between"));
  const tier = (/** @type {string} */ id) => (decision.titles.tiers[id] || { [language]: formats("tier") })[language];
  const benefit = (/** @type {import("xinyi").Benefit} */ given) => say("benefit", { benefit: benefitOf(given, language, table) });

  /** @type {ReturnType<typeof wordsOf>} */
  const lines = [];
  const add = (/** @type {"title" | "line" | "quiet"} */ kind, /** @type {string | null | undefined | false} */ said) => void (said && lines.push({ kind, text: said }));

  add("title", put(text("outcomes", decision.outcome)));
  if (decision.benefit) add("line", benefit(decision.benefit));
  if (decision.tier) add("line", say("tier", { tier: tier(decision.tier) }));
  add("line", say(decision.outcome));
  for (const { code } of decision.warnings) add("quiet", text("warnings", code) || code);
  const { upgrade } = decision;
  if (upgrade) add("line", say("upgrade", { things: things(upgrade.missing), tier: tier(upgrade.tier) }));
  if (decision.outcome === "granted") return lines;

  add("title", say("reasons").replace(/[:：]$/, ""));
  /** @type {Set<string>} */
  const said = new Set();
  for (const { message, record, basis } of decision.reasons) {
    // Tiers that fail by the same say the same.
    if (said.has(message[language])) continue;
    said.add(message[language]);
    add("line", message[language]);
    if (record) add("quiet", record.counts_until ? say("counts_until", { day: day(record.counts_until) }) : say("counts"));
    if (record) add("quiet", record.repairable_from ? say("repairable_from", { day: day(record.repairable_from) }) : say("no_repair_day"));
    if (basis) add("quiet", say("basis", { basis }));
  }

  const { missing, remedies, eligible_from: eligible } = decision;
  if (missing.length > 0) add("line", say("missing", { things: things(missing) }));
  if (decision.manual_review) add("line", say("manual_review"));
  const today = inChina(decision.evidence.decided_at).slice(0, 10);
  const atOnce = eligible !== null && inChina(eligible).slice(0, 10) === today;
  for (const { on, then, steps = [] } of [...remedies].sort((one, other) => (one.on < other.on ? -1 : 1))) {
    const isFresh = atOnce && on === today && steps.every(({ action }) => action === "refresh");
    add("line", say(isFresh ? "fresh" : "remedy", { day: day(on), tier: tier(then.tier) }));
    add("quiet", benefit(then.benefit));
    if (isFresh) continue;
    for (const { path, action, earliest, duties, confirmed } of steps) {
      add("quiet", say(earliest === today ? "step_now" : "step", { thing: thing(path), action: text("actions", action) || action, day: day(earliest) }));
      for (const duty of duties) add("quiet", say("duty", { duty: text("duties", duty) || duty }));
      if (!confirmed) add("quiet", text("notices", "unconfirmed"));
    }
  }
  if (eligible !== null && !(atOnce && remedies.length > 0)) {
    const isOpen = decision.outcome === "undetermined" || decision.reasons.some(({ path }) => path.includes(".subject.age_over."));
    const waiting = remedies.length > 0 ? "eligible_without" : isOpen ? "eligible_when_open" : "eligible_by_waiting";
    add("line", say(atOnce ? "fresh_only" : waiting, { day: from(eligible) }));
  }

  if (decision.contact) {
    add("line", put(text("contact", "programme"), { programme: decision.contact.programme }));
    for (const { name, text: how, url } of decision.contact.objection) {
      add("line", put(text("contact", how ? "objection" : "issuer"), { name: name[language] }));
      add("quiet", how && how[language]);
      add("quiet", url && put(text("contact", "objection.url"), { url }).trim());
    }
  }
  return lines;
}

/**
 * What a tier gives, in a few words.
 *
 * @param {import("xinyi").Benefit} benefit
 * @param {"zh-CN" | "en"} language
 * @param {Parameters<typeof wordsOf>[2]} table
 */
export function benefitOf(benefit, language, table) {
  /** @type {{ [name: string]: any }} */
  const facts = Object.assign({}, benefit);
  for (const name of Object.keys(facts)) {
    const value = facts[name];
    if (value && value.currency) facts[name] = ((table.formats || {}).money || "").replace("{amount}", value.amount);
    else if (value && typeof value === "object") facts[name] = value[language];
  }
  // In Chinese a discount is told by what is still to be paid, in tenths.
  if (facts.percent_off !== undefined) facts.tenths = Number(((100 - facts.percent_off) / 10).toFixed(7));
  const kind = facts.percent_off === 100 ? "discount:free" : benefit.kind;
  const parts = Object.entries(table.benefits || {}).filter(([name]) => {
    const [whole, member] = name.split(".");
    return whole === kind && (member === undefined || facts[member]);
  });
  return parts.map(([, template]) => template.replace(/\{([^}]*)\}/g, (_, name) => String(facts[name] ?? ""))).join("");
}

/** As clocks in China show it. */
function inChina(/** @type {string} */ instant) {
  return new Date(Date.parse(instant) + CHINA_SECONDS * 1000).toISOString().slice(0, 19);
}

function capital(/** @type {string} */ line) {
  return line.replace(/^[a-z]/, (first) => first.toUpperCase());
}
