/**
 * What apps give, as the module takes it: documents as text, options as plain objects. Refused here is
 * what would be lost on the way to it, or what is too long to go there; everything else is the core's to
 * decide.
 */

import { XinyiError, failure } from "./error";
import type { Languages } from "./messages";
import type { ErrorData, Problem, Stage } from "./index";
import { createNonce } from "./nonce";
import { hasOwn, inherits } from "./own";
import type { Stored } from "./storage";
import { isMilliseconds, unixSeconds } from "./time";
import { decodeUtf8, utf8Length } from "./utf8";

// made of the code by: UPDATE=1 cargo test --lib typescript

/** In bytes of UTF-8; `bundles` are all of a call together, as JSON. */
const LIMITS = {
  bundle: 262144,
  bundles: 4194304,
  root: 65536,
  snapshot: 16777216,
  programme: 65536,
  input: 16777216,
};

const CREATE_OPTIONS = ["root", "snapshot", "storage", "now", "state", "minimum", "statusMaxAge", "allowDemoRoot", "requireConsent"];
const LOAD_OPTIONS = ["now", "state"];
const CHECK_OPTIONS = ["programme", "holder", "now", "subject", "request", "statusLists", "commitments", "explain"];
const FORECAST_OPTIONS = ["programme", "holder", "now", "subject", "request", "statusLists", "commitments", "explain", "at"];
const COMPARE_OPTIONS = ["programmes", "holder", "now", "subject", "request", "statusLists", "explain"];
const REQUEST_OPTIONS = ["programme", "audience", "nonce", "request", "now"];
const QR_OPTIONS = ["maxLength"];
const TRIAL_OPTIONS = ["now", "explain"];
const PLAN_OPTIONS = ["programme", "now", "subject", "request", "statusLists", "audience", "commitments"];
const PREPARE_OPTIONS = ["disclose", "audience", "nonce", "consent", "now"];
const COMMITMENT_OPTIONS = ["type", "item", "text", "programme", "audience", "nonce", "until", "now"];

// end

/** To leave these out is to ask for less, so it takes more than a value that happens to be missing. */
const NEVER_UNDEFINED = ["subject", "minimum", "statusMaxAge"];

interface Members {
  [name: string]: unknown;
}

export interface CreateInput {
  root: string;
  snapshot: SnapshotText | undefined;
  /** The snapshot that was given, where one that was stored comes first. */
  further: SnapshotText | undefined;
  options: object;
  now: number;
}

/** The text of a snapshot; of bytes that are none an empty one, and what the report says of it, since the core takes texts alone. */
export interface SnapshotText {
  text: string;
  error?: ErrorData;
}

export interface LoadInput {
  snapshot: SnapshotText;
  options: object;
  now: number;
}

export interface CheckInput {
  bundle: string;
  options: object;
}

export function createInput(options: unknown, stored: Stored | undefined, languages: Languages): CreateInput {
  const given = members(options, CREATE_OPTIONS, languages);
  const { root, now } = given;
  const snapshot = given.snapshot === undefined ? undefined : snapshotText(given.snapshot, languages);
  delete given.root;
  delete given.snapshot;
  if (root === undefined) throw invalid("/root", languages, "missing");
  if (stored) {
    if (given.state !== undefined) throw invalid("/state", languages, "given_beside_storage");
    delete given.storage;
    if (stored.state) given.state = stored.state;
  }
  const first = stored && stored.snapshot;
  return {
    root: documentText(root, "root", "/root", languages),
    snapshot: first ? snapshotText(first, languages) : snapshot,
    further: first ? snapshot : undefined,
    options: plain(given, "", languages),
    now: now as number,
  };
}

export function loadInput(snapshot: unknown, options: unknown, languages: Languages): LoadInput {
  const given = members(options, LOAD_OPTIONS, languages);
  return { snapshot: snapshotText(snapshot, languages), options: plain(given, "", languages), now: given.now as number };
}

export function checkInput(bundle: unknown, options: unknown, languages: Languages): CheckInput {
  return presented(bundle, members(options, CHECK_OPTIONS, languages), languages);
}

export function forecastInput(bundle: unknown, options: unknown, languages: Languages): CheckInput {
  const given = members(options, FORECAST_OPTIONS, languages);
  if (given.at !== undefined) given.at = seconds(given.at, "/at", languages);
  return presented(bundle, given, languages);
}

/** As the module for authors takes it: the options as JSON. */
export function compareInput(earlier: unknown, later: unknown, options: unknown, languages: Languages): { earlier: string; later: string; options: string } {
  const given = members(options, COMPARE_OPTIONS, languages);
  if (Array.isArray(given.statusLists)) {
    given.statusLists = given.statusLists.map((list, i) => documentText(list, "status_list", "/statusLists/" + i, languages));
  }
  if (given.holder !== undefined) given.holder = withSeconds(given.holder, languages);
  return {
    earlier: documentText(earlier, "bundle", "/earlier", languages),
    later: documentText(later, "bundle", "/later", languages),
    options: stringify(given, "", languages),
  };
}

export function planInput(bundle: unknown, options: unknown, languages: Languages): CheckInput {
  const given = members(options, PLAN_OPTIONS, languages);
  const { commitments } = given;
  if (Array.isArray(commitments)) given.commitments = commitments.map((one, i) => commitment(one, "/commitments/" + i, languages));
  return presented(bundle, given, languages);
}

/** The options of a draft, for one bundle or for each of several by alias: the pointers are those of the alias. */
export interface PrepareInput {
  ofOne(): object;
  ofSeveral(): [string, object][];
}

export function prepareInput(options: unknown, languages: Languages): PrepareInput {
  const given = members(options, PREPARE_OPTIONS, languages);
  const { consent, disclose } = given;
  if (isPlain(consent) && hasOwn(consent, "until")) {
    given.consent = { ...consent, until: seconds((consent as Members).until, "/consent/until", languages) };
  }
  const with_ = (pointers: unknown): object => plain({ ...given, disclose: pointers }, "", languages);
  const byAlias = isPlain(disclose) ? (disclose as Members) : undefined;
  return {
    ofOne() {
      if (!byAlias) return plain(given, "", languages);
      const [alias, ...others] = Object.keys(byAlias);
      if (alias === undefined || others.length) throw invalid("/disclose", languages, "array_expected");
      return with_(byAlias[alias]);
    },
    ofSeveral() {
      if (!byAlias) throw invalid("/disclose", languages, disclose === undefined ? "missing" : "object_expected");
      return Object.keys(byAlias).map((alias) => [alias, with_(byAlias[alias])]);
    },
  };
}

/** The text of one bundle, or the texts of several by alias. */
export function bundlesOf(bundle: unknown, languages: Languages): string | { [alias: string]: string } {
  const text = bundleText(bundle, languages);
  if (!isObjectText(text)) return text;
  try {
    return JSON.parse(text) as { [alias: string]: string };
  } catch {
    // What is wrong with it is for the core to say.
    return text;
  }
}

/** A nonce is made by the host where none is given. */
export function requestInput(options: unknown, languages: Languages): object {
  const given = members(options, REQUEST_OPTIONS, languages);
  if (given.nonce === undefined) given.nonce = createNonce(undefined, languages);
  return plain(given, "", languages);
}

export function qrInput(bundle: unknown, options: unknown, languages: Languages): CheckInput {
  return presented(bundle, members(options, QR_OPTIONS, languages), languages);
}

/** The texts of codes, one a line, without the white space that scanners add. */
export function codeTexts(texts: unknown, languages: Languages): string {
  const all: unknown[] = Array.isArray(texts) ? texts : [texts];
  return all.map((text, i) => codeText(text, Array.isArray(texts) ? "/texts/" + i : "/texts", languages)).join("\n");
}

/** The text of a code, which holds a few thousand characters. */
export function codeText(text: unknown, pointer: string, languages: Languages): string {
  if (typeof text !== "string") throw invalid(pointer, languages, "string_expected");
  checkLength(text, LIMITS.bundle, "input", languages);
  return text.trim();
}

export function commitmentInput(bundle: unknown, options: unknown, languages: Languages): CheckInput {
  return presented(bundle, commitment(options, "", languages), languages);
}

function commitment(options: unknown, at: string, languages: Languages): Members {
  const given = members(options, COMMITMENT_OPTIONS, languages, at);
  if (given.until !== undefined) given.until = seconds(given.until, at + "/until", languages);
  return given;
}

export function lintText(programme: unknown, languages: Languages): string {
  return documentText(programme, "programme", "/programme", languages);
}

export function trialInput(
  programme: unknown,
  facts: unknown,
  options: unknown,
  languages: Languages,
): { programme: string; facts: string; options: string } {
  return {
    programme: lintText(programme, languages),
    facts: documentText(facts, "input", "/facts", languages),
    options: stringify(members(options, TRIAL_OPTIONS, languages), "", languages),
  };
}

export function casesText(cases: unknown, languages: Languages): string {
  return documentText(cases, "input", "/cases", languages);
}

const RENDER_OPTIONS = ["language", "format"];

/** A text in Chinese for whoever says nothing else, as on the command line. */
export function renderInput(programme: unknown, options: unknown, languages: Languages): { programme: string; language: string; isMarkdown: boolean } {
  const given = members(options, RENDER_OPTIONS, languages);
  for (const name of Object.keys(given)) if (!RENDER_OPTIONS.includes(name)) throw invalid(token(name), languages, "unknown");
  const { language = "zh-CN", format = "text" } = given;
  // The tables of texts are by language.
  if (typeof language !== "string" || !hasOwn(languages, language)) throw invalid("/language", languages, "value");
  if (format !== "text" && format !== "markdown") throw invalid("/format", languages, "value");
  return { programme: lintText(programme, languages), language, isMarkdown: format === "markdown" };
}

const IDENTIFY_OPTIONS = ["kind", "now"];
const KINDS = ["permanent_resident_id", "resident_id", "uscc"];

/** `kind`: empty where nobody says what it is. */
export function identifyInput(code: unknown, options: unknown, languages: Languages): { code: string; kind: string; now: number } {
  if (typeof code !== "string") throw invalid("/code", languages, "string_expected");
  checkLength(code, LIMITS.bundle, "input", languages);
  const given = members(options, IDENTIFY_OPTIONS, languages);
  for (const name of Object.keys(given)) if (!IDENTIFY_OPTIONS.includes(name)) throw invalid(token(name), languages, "unknown");
  const { kind = "", now } = given;
  if (kind !== "" && !KINDS.includes(kind as string)) throw invalid("/kind", languages, "value");
  return { code, kind: kind as string, now: now as number };
}

/** The rows of a sheet as JSON. */
export function rowsText(rows: unknown, languages: Languages): string {
  if (!Array.isArray(rows)) throw invalid("/rows", languages, "array_expected");
  const texts = rows.map((row: unknown, i) => {
    if (!Array.isArray(row)) throw invalid("/rows/" + i, languages, "array_expected");
    return row.map((cell: unknown, j) => {
      if (typeof cell !== "string") throw invalid("/rows/" + i + "/" + j, languages, "string_expected");
      return cell;
    });
  });
  const text = JSON.stringify(texts);
  checkLength(text, LIMITS.input, "input", languages);
  return text;
}

function presented(bundle: unknown, given: Members, languages: Languages): CheckInput {
  if (Array.isArray(given.statusLists)) {
    given.statusLists = given.statusLists.map((list, i) => documentText(list, "status_list", "/statusLists/" + i, languages));
  }
  if (given.holder !== undefined) given.holder = withSeconds(given.holder, languages);
  return { bundle: bundleText(bundle, languages), options: plain(given, "", languages) };
}

/** A holder policy, the time in it in seconds. */
function withSeconds(holder: unknown, languages: Languages): unknown {
  if (!isPlain(holder) || !hasOwn(holder, "presentedAt") || (holder as Members).presentedAt === undefined) return holder;
  return { ...holder, presentedAt: seconds((holder as Members).presentedAt, "/holder/presentedAt", languages) };
}

/** One bundle as it is, or several by alias as JSON. One that is `undefined` is left out. */
function bundleText(bundle: unknown, languages: Languages): string {
  if (isBytes(bundle) || typeof bundle === "string") {
    return documentText(bundle, "bundle", "/bundle", languages, isObjectText(bundle) ? LIMITS.bundles : LIMITS.bundle);
  }
  if (!isPlain(bundle)) throw invalid("/bundle", languages, "bundles_expected");
  // Without a prototype "__proto__" is a name like any other.
  const texts = Object.create(null) as Members;
  for (const alias of Object.keys(bundle)) {
    let one = (bundle as Members)[alias];
    if (one === undefined) continue;
    const pointer = "/bundle" + token(alias);
    // As a `vp_token` of OpenID4VP has it.
    if (Array.isArray(one)) {
      if (one.length !== 1) throw invalid(pointer, languages, "several");
      one = one[0];
    }
    if (!isBytes(one) && typeof one !== "string") throw invalid(pointer, languages, "text_or_bytes_expected");
    // That one of them is too long is for the core to say, which says of which input it is.
    texts[alias] = documentText(one, "bundle", pointer, languages, LIMITS.bundles);
  }
  const text = JSON.stringify(texts);
  checkLength(text, LIMITS.bundles, "bundle", languages);
  return text;
}

/** Whether a text, or the bytes of one, begins like a JSON object. */
function isObjectText(document: string | Uint8Array): boolean {
  const unit = (at: number): number => (typeof document === "string" ? document.charCodeAt(at) : document[at]!);
  let at = 0;
  while ([0x20, 0x09, 0x0a, 0x0d].includes(unit(at))) at++;
  return unit(at) === 0x7b;
}

/**
 * A copy of the options, with `now` in seconds. They are the object's own, with getters or without. One
 * that comes from its class is refused: to pass over a `subject` would be to ask for less.
 */
export function members(options: unknown, known: readonly string[], languages: Languages, at = ""): Members {
  if (options === undefined || options === null) options = {};
  if (typeof options !== "object" || Array.isArray(options)) throw invalid(at, languages);
  const given = options as Members;
  // Without a prototype "__proto__" is a name like any other.
  const copy = Object.create(null) as Members;
  // The core refuses these by their names, whatever they hold.
  for (const name of Object.keys(given)) if (!known.includes(name)) copy[name] = null;
  // By name, since copying passes over what is not enumerable.
  for (const name of known) {
    if (!hasOwn(given, name)) {
      if (inherits(given, name)) throw invalid(at + "/" + name, languages, "inherited");
      continue;
    }
    const value = given[name];
    if (value !== undefined) copy[name] = value;
    else if (NEVER_UNDEFINED.includes(name)) copy[name] = null;
  }
  if (known.includes("now")) copy.now = copy.now === undefined ? Math.floor(Date.now() / 1000) : seconds(copy.now, at + "/now", languages);
  return copy;
}

function seconds(time: unknown, pointer: string, languages: Languages): number {
  const found = unixSeconds(time);
  if (found === undefined) throw invalid(pointer, languages, isMilliseconds(time) ? "milliseconds" : "time_expected");
  return found;
}

/** What is wrong with a snapshot is in the report, which the core makes. One that is too long is replaced by as little as shows that. */
function snapshotText(snapshot: unknown, languages: Languages): SnapshotText {
  try {
    return { text: documentText(snapshot, "snapshot", "/snapshot", languages) };
  } catch (error) {
    const { code } = error as XinyiError;
    if (code === "limit.bytes") return { text: " ".repeat(LIMITS.snapshot + 1) };
    if (code !== "format.utf8") throw error;
    return { text: "", error: (error as XinyiError).toJSON() };
  }
}

function documentText(
  document: unknown,
  stage: "bundle" | "input" | "programme" | "root" | "snapshot" | "status_list",
  pointer: string,
  languages: Languages,
  limit = stage === "status_list" ? LIMITS.input : LIMITS[stage],
): string {
  const named = stage === "status_list" ? "input" : stage;
  if (isBytes(document)) {
    checkLength(document, limit, named, languages);
    const { text, malformedAt } = decodeUtf8(document);
    if (malformedAt >= 0) {
      const isPdf = [0x25, 0x50, 0x44, 0x46].every((byte, i) => document[i] === byte);
      throw failure("format.utf8", stage, { offset: malformedAt, ...(isPdf && { problem: "pdf" }) }, languages);
    }
    return text;
  }
  if (typeof document !== "string" && !isPlain(document)) {
    throw invalid(pointer, languages, "document_expected");
  }
  const text = typeof document === "string" ? document : stringify(document, pointer, languages);
  checkLength(text, limit, named, languages);
  return text;
}

function checkLength(document: string | Uint8Array, limit: number, stage: Stage, languages: Languages): void {
  if (document.length <= limit) return;
  const found = typeof document === "string" ? utf8Length(document) : document.length;
  throw failure("limit.bytes", stage, { limit, found }, languages);
}

/** JSON text. */
function stringify(value: object, pointer: string, languages: Languages): string {
  return JSON.stringify(plain(value, pointer, languages));
}

/** What JSON has of a value that says so itself, as a Date does. */
function asJson(value: unknown, name: string): unknown {
  const convert: unknown = typeof value === "object" && value !== null && (value as { toJSON?: unknown }).toJSON;
  return typeof convert === "function" ? (convert.call(value, name) as unknown) : value;
}

/**
 * A copy of what JSON has of a value, so that no code of the app's runs once it is in the module: no getter,
 * no `toJSON`, nothing from a prototype. Refuses, at its pointer, what JSON does not have, and would leave out
 * or take for `{}`.
 */
function plain(value: object, pointer: string, languages: Languages): object {
  const within: object[] = [];
  const copyOf = (parent: object, at: string): object => {
    if (within.includes(parent)) throw invalid(at, languages);
    within.push(parent);
    const isList = Array.isArray(parent);
    const copy = (isList ? Object.setPrototypeOf([], null) : Object.create(null)) as Members;
    const names = isList ? Array.from({ length: parent.length }, (_, i) => String(i)) : Object.keys(parent);
    for (const name of names) {
      const member = asJson((parent as Members)[name], name);
      if (member === null || ["string", "number", "boolean"].includes(typeof member)) copy[name] = member;
      else if (Array.isArray(member) || isPlain(member)) copy[name] = copyOf(member, at + token(name));
      else throw invalid(at + token(name), languages);
    }
    within.pop();
    return copy;
  };
  try {
    return copyOf(value, pointer);
  } catch (cause) {
    // Nested too deep, or a getter that throws.
    throw cause instanceof XinyiError ? cause : invalid(pointer, languages);
  }
}

/** A name as part of a JSON pointer (RFC 6901). */
export function token(name: string): string {
  return "/" + name.replace(/~/g, "~0").replace(/\//g, "~1");
}

export function invalid(pointer: string, languages: Languages, problem: Problem = "type"): XinyiError {
  return failure("input.options", "input", { pointer, problem }, languages);
}

/** Of any realm. */
export function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}

/** An object of no class, of any realm. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A signature as WebCrypto gives it, or its bytes. */
export function signatureBytes(signature: unknown, pointer: string, languages: Languages): Uint8Array {
  if (Object.prototype.toString.call(signature) === "[object ArrayBuffer]") return new Uint8Array(signature as ArrayBuffer);
  if (!isBytes(signature)) throw invalid(pointer, languages);
  return signature;
}
