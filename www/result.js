// A decision, or the error in its place, for people. Whatever comes from documents is put in as text.

const MARKS = { granted: "✓", not_granted: "✕", undetermined: "?", not_applicable: "–", refused: "!" };
const VERDICT_MARKS = { true: "✓", false: "✕", unknown: "?" };
/** Members of an error's details that are UNIX seconds. */
const TIMES = ["end", "exp", "floor", "iat", "nbf", "now"];

export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) made.setAttribute(name, value);
  made.append(...children.flat().filter(Boolean));
  return made;
}

/** The outcome in a sentence. */
export function headline({ ok, decision, error }, words) {
  const [title, note] = words.t.outcomes[ok ? decision.outcome : "refused"];
  const more = ok ? (decision.benefit ? words.benefit(decision.benefit) : note) : errorText(error, words);
  return words.t.sentence(title) + more;
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
  const { reasons, missing, upgrade, warnings } = decision;
  return [
    outcome(decision.outcome, about, words, [
      decision.benefit && element("p", { class: "benefit" }, words.benefit(decision.benefit)),
      decision.tier && element("p", null, t.tier(decision.tier)),
      decision.valid_until && element("p", null, t.validUntil(words.until(decision.valid_until))),
      decision.eligible_from && element("p", null, t.eligibleFrom(words.from(decision.eligible_from))),
      decision.manual_review && element("p", null, t.review),
    ]),
    missing.length > 0 && section(headings.missing, element("p", null, t.missingNote), list(missing.map((path) => fact(path, words)))),
    upgrade && section(headings.upgrade, element("p", null, t.upgrade(upgrade.tier, words.benefit(upgrade.benefit), t.join(upgrade.missing.map(words.thing))))),
    reasons.length > 0 && section(headings.reasons, element("ul", { class: "reasons" }, alike(reasons).map((reasons) => reasonItem(reasons, words)))),
    decision.remedies.length > 0 && section(headings.remedies, ...decision.remedies.map((remedy) => remedyItem(remedy, words))),
    decision.set_aside.length > 0 && section(headings.setAside, list(decision.set_aside.map((record) => setAside(record, words)))),
    warnings.length > 0 && section(headings.warnings, list(warnings.map(({ code, message }) => message?.[words.language] ?? t.warnings[code] ?? code))),
    decision.contact && section(headings.contact, list(contactItems(decision.contact, words))),
    section(headings.evidence, evidence(decision, issuers, words), hint(t.zone)),
  ].filter(Boolean);
}

function errorParts({ error, errors }, about, words) {
  const { t } = words;
  const details = Object.entries(error.details);
  const timed = details.some(([name, value]) => isTime(name, value));
  const rows = details.map(([name, value]) => [name, isTime(name, value) ? words.instant(value) : value]);
  const others = errors.filter(({ code }) => code !== error.code);
  return [
    outcome("refused", about, words, [element("p", { class: "benefit" }, errorText(error, words))]),
    section(t.headings.details, facts([[t.error.code, error.code], [t.error.stage, error.stage], ...rows], words), timed && hint(t.zone)),
    others.length > 0 && section(t.headings.errors, list(others.map((other) => [errorText(other, words), " ", element("code", null, other.code)]))),
  ].filter(Boolean);
}

function outcome(kind, about, { t }, lines) {
  const [title, note] = t.outcomes[kind];
  return element(
    "div",
    { class: `outcome ${kind}` },
    element("span", { class: "mark", "aria-hidden": "true" }, MARKS[kind]),
    element("div", null, hint(about), element("h2", null, title), lines, hint(note)),
  );
}

/** Reasons that say the same of the same fact, together: two tiers may ask for two values of it. */
function alike(reasons) {
  const groups = new Map();
  for (const reason of reasons) {
    const key = JSON.stringify([reason.verdict, reason.path, reason.message]);
    groups.set(key, [...(groups.get(key) ?? []), reason]);
  }
  return [...groups.values()];
}

function reasonItem(reasons, words) {
  const { t } = words;
  const [{ verdict, message, basis, others }] = reasons;
  const rows = (reason) => Object.entries(t.reason).map(([name, label]) => [label, reason[name]]);
  return element(
    "li",
    { class: `verdict-${verdict}` },
    element("span", { class: "mark", "aria-hidden": "true" }, VERDICT_MARKS[verdict]),
    element(
      "div",
      null,
      element("p", null, element("span", { class: "unseen" }, t.verdicts[verdict]), message[words.language]),
      hint(found(reasons[0], words)),
      others && hint(t.likewise(t.join(others.map(words.thing)))),
      basis && hint(t.basis(basis)),
      element("details", null, element("summary", null, t.more), reasons.map((reason) => facts(rows(reason), words))),
    ),
  );
}

/** The fact that a reason turns on, as far as the message leaves it open. */
function found({ verdict, path, actual }, { t, thing, value }) {
  const simple = typeof actual !== "object" || actual?.currency !== undefined;
  if (simple) return t.found(thing(path), value(actual));
  return verdict === "true" ? "" : thing(path);
}

function remedyItem({ steps, on, then }, words) {
  const { t } = words;
  const step = ({ path, action, earliest, duties, basis, confirmed }) => [
    t.step(words.thing(path), t.actions[action] ?? action, words.day(earliest)),
    ...duties.map((duty) => hint(t.duties[duty] ?? duty)),
    hint(t.basis(basis)),
    !confirmed && hint(t.unconfirmed),
  ];
  return element("div", null, element("p", null, t.remedy(words.day(on), then.tier, words.benefit(then.benefit))), list(steps.map(step)));
}

function setAside({ path, ground, basis, since }, words) {
  const { t } = words;
  const said = t.setAside(words.thing(path), t.grounds[ground] ?? ground, since && words.day(since));
  return [said, basis && hint(t.basis(basis))];
}

/** Whom to ask about the programme, and where to object to records. */
function contactItems({ programme, objection }, { t, language }) {
  const items = objection.map(({ name, url, text }) => [
    text === null ? t.contact.issuer(name[language]) : t.contact.objection(name[language]),
    hint(text?.[language]),
    // The page that is linked learns nothing of this one.
    url && element("p", { class: "hint" }, element("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, url)),
  ]);
  return [t.contact.programme(programme), ...items];
}

function evidence({ programme, evidence }, issuers, words) {
  const { t } = words;
  const label = t.evidence;
  const bundles = evidence.bundles.flatMap((bundle) => [
    [label.issuer, element("span", null, issuers[bundle.issuer]?.[words.language], " ", element("code", null, bundle.issuer))],
    [label.kid, `${bundle.kid} (${bundle.alg})`],
    [label.holder_bound, t.bindings[bundle.holder_bound]],
    [label.iat, words.instant(bundle.iat)],
    [label.exp, words.until(bundle.exp)],
    [label.status_list_iat, bundle.status_list_iat === null ? null : words.instant(bundle.status_list_iat)],
    [label.sha256, element("code", null, bundle.sha256)],
  ]);
  const rest = [
    [label.decided_at, words.instant(evidence.decided_at)],
    [label.programme, t.version(programme.id, programme.version)],
    [label.programme_sha256, evidence.programme_sha256 && element("code", null, evidence.programme_sha256)],
    [label.trust_list_version, evidence.trust_list_version],
    [label.manifest_version, evidence.manifest_version],
    [label.engine, evidence.engine],
  ];
  return facts([...bundles, ...rest], words);
}

const errorText = ({ messages }, words) => messages[words.language];

function isTime(name, value) {
  return TIMES.includes(name) && typeof value === "number";
}

function fact(path, words) {
  return [words.thing(path), " ", element("code", null, path)];
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
function facts(rows, words) {
  const given = rows.filter(([, value]) => value !== undefined && value !== null);
  const shown = (value) => (value instanceof Node ? value : words.value(value));
  return element("dl", null, given.map(([name, value]) => element("div", null, element("dt", null, name), element("dd", null, shown(value)))));
}
