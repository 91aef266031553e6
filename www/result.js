// A decision, or the error in its place, for people. Whatever comes from documents is put in as text.

const MARKS = { granted: "✓", not_granted: "✕", undetermined: "?", not_applicable: "–", refused: "!" };
const VERDICT_MARKS = { true: "✓", false: "✕", unknown: "?" };
/** Members of an error's details that are UNIX seconds. */
const TIMES = ["end", "exp", "floor", "iat", "nbf", "now"];

export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) made.setAttribute(name, value);
  made.append(...children.flat(Infinity).filter(Boolean));
  return made;
}

/** That nothing can be decided, and why, in place of the work. */
export function showFault(cause) {
  document.getElementById("cause").textContent = cause?.code ? `${cause.code}: ${cause.message}` : String(cause?.message ?? cause);
  document.getElementById("fault").hidden = false;
  document.getElementById("work").hidden = true;
}

/** For display beside the identifiers that the verifier vouches for. */
export function issuerNames(snapshot) {
  const payload = JSON.parse(snapshot).trust_list.payload.replace(/-/g, "+").replace(/_/g, "/");
  const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
  const { entries } = JSON.parse(new TextDecoder().decode(bytes));
  return Object.fromEntries(entries.map(({ issuer, name }) => [issuer, name]));
}

/** The outcome in a sentence. */
export function headline({ ok, decision, error }, words) {
  if (!ok) return words.t.sentence(words.t.refused[0]) + errorText(error, words);
  const { outcome } = decision;
  const more = decision.benefit ? words.benefit(decision.benefit) : (words.text("letter", outcome) ?? "");
  return words.t.sentence(words.outcome(outcome)) + more;
}

/**
 * What the page shows of a result. `about`: what was checked, for what. `issuers`: names of
 * issuers by identifier, each in both languages.
 */
export function resultParts(result, about, issuers, words) {
  const parts = result.ok ? decisionParts(result.decision, about, issuers, words) : errorParts(result, about, words);
  const raw = element("pre", { tabindex: "0" }, JSON.stringify(result, null, 2));
  return [...parts, element("details", { class: "card" }, element("summary", null, words.t.headings.raw), raw)];
}

function decisionParts(decision, about, issuers, words) {
  const { t } = words;
  const { headings } = t;
  const parts = words.partsOf(decision);
  const [, ...lines] = parts.outcome;
  return [
    outcome(decision.outcome, about, words.outcome(decision.outcome), lines.map((line) => element("p", null, line))),
    parts.open.length > 0 && section(headings.open, parts.open.map(block), paths(decision)),
    parts.reasons.length > 0 && section(headings.reasons, element("ul", { class: "reasons" }, parts.reasons.map((reason) => reasonItem(reason, words)))),
    parts.ways.length > 0 && section(headings.ways, parts.ways.map(block)),
    parts.setAside.length > 0 && section(headings.setAside, list(parts.setAside.map(block))),
    parts.notes.length > 0 && section(headings.warnings, list(parts.notes)),
    parts.contact.length > 0 && section(headings.contact, list(parts.contact.map(contactItem))),
    section(headings.evidence, evidence(decision, issuers, words), hint(t.zone)),
  ].filter(Boolean);
}

/** A line, and what belongs to it. */
function block([first, ...more]) {
  return element("div", null, element("p", null, first), more.map(hint));
}

/** What is missing, as apps name it. */
function paths({ missing, upgrade }) {
  const all = [...missing, ...(upgrade?.missing ?? [])];
  return all.length > 0 && element("p", { class: "hint" }, all.flatMap((path) => [element("code", null, path), " "]));
}

function errorParts({ error, errors }, about, words) {
  const { t } = words;
  const details = Object.entries(error.details);
  const timed = details.some(([name, value]) => isTime(name, value));
  const rows = details.map(([name, value]) => [name, isTime(name, value) ? words.from(value) : value]);
  const others = errors.filter(({ code }) => code !== error.code);
  return [
    outcome("refused", about, t.refused[0], [element("p", { class: "benefit" }, errorText(error, words)), hint(t.refused[1])]),
    section(t.headings.details, facts([[t.error.code, error.code], [t.error.stage, error.stage], ...rows]), timed && hint(t.zone)),
    others.length > 0 && section(t.headings.errors, list(others.map((other) => [errorText(other, words), " ", element("code", null, other.code)]))),
  ].filter(Boolean);
}

function outcome(kind, about, title, lines) {
  return element(
    "div",
    { class: `outcome ${kind}` },
    element("span", { class: "mark", "aria-hidden": "true" }, MARKS[kind]),
    element("div", null, hint(about), element("h2", null, title), lines),
  );
}

function reasonItem({ lines: [message, ...more], alike }, words) {
  const { t } = words;
  const [{ verdict }] = alike;
  const rows = (reason) => Object.entries(t.reason).map(([name, label]) => [label, reason[name]]);
  return element(
    "li",
    { class: `verdict-${verdict}` },
    element("span", { class: "mark", "aria-hidden": "true" }, VERDICT_MARKS[verdict]),
    element(
      "div",
      null,
      element("p", null, element("span", { class: "unseen" }, t.verdicts[verdict]), message),
      more.map(hint),
      element("details", null, element("summary", null, t.more), alike.map((reason) => facts(rows(reason)))),
    ),
  );
}

/** Whom to ask about the programme, or where to object to records. */
function contactItem({ line, text, url }) {
  return [
    line,
    text && hint(text),
    // The page that is linked learns nothing of this one.
    url && element("p", { class: "hint" }, element("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, url)),
  ];
}

function evidence({ programme, evidence }, issuers, words) {
  const { t } = words;
  const label = t.evidence;
  const bundles = evidence.bundles.flatMap((bundle) => [
    [label.issuer, element("span", null, issuers[bundle.issuer]?.[words.language], " ", element("code", null, bundle.issuer))],
    [label.kid, `${bundle.kid} (${bundle.alg})`],
    [label.holder_bound, t.bindings[bundle.holder_bound]],
    [label.iat, words.from(bundle.iat)],
    [label.exp, words.until(bundle.exp)],
    [label.status_list_iat, bundle.status_list_iat === null ? null : words.from(bundle.status_list_iat)],
    [label.sha256, element("code", null, bundle.sha256)],
  ]);
  const rest = [
    [label.decided_at, words.from(evidence.decided_at)],
    [label.programme, `${programme.id} (${programme.version})`],
    [label.programme_sha256, evidence.programme_sha256 && element("code", null, evidence.programme_sha256)],
    [label.trust_list_version, evidence.trust_list_version],
    [label.manifest_version, evidence.manifest_version],
    [label.engine, evidence.engine],
  ];
  return facts([...bundles, ...rest]);
}

const errorText = ({ messages }, words) => messages[words.language];

function isTime(name, value) {
  return TIMES.includes(name) && typeof value === "number";
}

function section(title, ...content) {
  return element("section", { class: "card" }, element("h3", null, title), content);
}

function hint(text) {
  return text && element("p", { class: "hint" }, text);
}

function list(items) {
  return element("ul", null, items.map((item) => element("li", null, item)));
}

/** Names and values; what has no value is left out. */
function facts(rows) {
  const given = rows.filter(([, value]) => value !== undefined && value !== null);
  const shown = (value) => (value instanceof Node || typeof value === "string" ? value : JSON.stringify(value));
  return element("dl", null, given.map(([name, value]) => element("div", null, element("dt", null, name), element("dd", null, shown(value)))));
}
