/** What every entry has in common. An entry adds how its host loads the module. */

import { Trap } from "./engine";
import type { Engine } from "./engine";
import { XinyiError, deepFreeze, failure } from "./error";
import type { Languages } from "./error";
import type {
  CheckOptions,
  CheckResult,
  Decision,
  Document,
  ErrorData,
  InitOptions,
  Report,
  Verifier,
  VerifierOptions,
} from "./index";
import { fillError, fillReason } from "./messages";
import { unixSeconds } from "./time";
import { decodeUtf8 } from "./utf8";

export interface Host {
  load(options: InitOptions): Engine | PromiseLike<Engine>;
  /** Where a host can load without a promise. */
  loadSync?(): Engine;
  languages(): Languages;
}

export interface Api {
  init(options?: InitOptions): Promise<void>;
  createVerifier(options: VerifierOptions): Promise<Verifier>;
  createVerifierSync(options: VerifierOptions): Verifier;
}

export function createApi(host: Host): Api {
  let engine: Engine | undefined;
  let pending: Promise<void> | undefined;

  function init(options?: InitOptions): Promise<void> {
    if (engine && !engine.dead) return Promise.resolve();
    if (!pending) {
      // In a promise, so that what a host throws at once is a rejection too. Cleared on failure:
      // some phones fail now and then, and succeed when asked again.
      pending = new Promise<Engine>((resolve) => resolve(host.load(options || {}))).then(
        (loaded) => {
          engine = loaded;
          pending = undefined;
        },
        (cause) => {
          pending = undefined;
          throw cannotLoad(cause);
        },
      );
    }
    return pending;
  }

  function createVerifier(options: VerifierOptions): Promise<Verifier> {
    // A dead engine is started again by the app's own init(), not in passing.
    const ready = engine ? Promise.resolve() : init();
    return ready.then(() => create(engine!, options, host.languages()));
  }

  function createVerifierSync(options: VerifierOptions): Verifier {
    if (!engine) {
      if (!host.loadSync) throw cannotLoad("call init() first, and wait for it");
      try {
        engine = host.loadSync();
      } catch (cause) {
        throw cannotLoad(cause);
      }
    }
    return create(engine, options, host.languages());
  }

  function cannotLoad(cause: unknown): XinyiError {
    const reason = String((cause as { message?: unknown } | null)?.message || cause);
    return failure("host.load", "host", { reason }, host.languages());
  }

  return { init, createVerifier, createVerifierSync };
}

function create(engine: Engine, options: VerifierOptions, languages: Languages): Verifier {
  const given = members(options, languages);
  const { root, snapshot } = given;
  delete given.root;
  delete given.snapshot;
  if (root === undefined) throw failure("input.options", "input", { pointer: "/root", problem: "missing" }, languages);
  const rootText = documentText(root, "root", languages);
  const snapshotText = snapshot === undefined ? undefined : documentText(snapshot, "snapshot", languages);
  const optionsText = optionText(given, languages);

  const { raw, reportText } = run(engine, languages, (glue) => {
    const raw = new glue.Verifier(rootText, snapshotText, optionsText);
    return { raw, reportText: raw.report() };
  });
  const created = JSON.parse(reportText) as { ok: true; report: Report } | Refusal;
  if (!created.ok) {
    run(engine, languages, () => raw.free());
    throw new XinyiError(refusal(created, languages).errors);
  }
  fillNested(created.report, languages);

  function safeCheck(bundle: Document, options: CheckOptions): CheckResult {
    try {
      const given = members(options, languages);
      const bundleText = documentText(bundle, "bundle", languages);
      const optionsText = optionText(given, languages);
      const text = run(engine, languages, () => raw.check(bundleText, optionsText));
      const result = JSON.parse(text) as { ok: true; decision: Decision } | Refusal;
      if (!result.ok) return refusal(result, languages);
      for (const reason of result.decision.reasons) fillReason(reason, languages);
      return deepFreeze(result);
    } catch (error) {
      if (!(error instanceof XinyiError)) throw error;
      return deepFreeze({ ok: false, error: error.toJSON(), errors: error.errors });
    }
  }

  function check(bundle: Document, options: CheckOptions): Decision {
    const result = safeCheck(bundle, options);
    if (!result.ok) throw new XinyiError(result.errors);
    return result.decision;
  }

  return Object.freeze({ check, safeCheck, report: deepFreeze(created.report) });
}

interface Refusal {
  ok: false;
  error: ErrorData;
  errors: ErrorData[];
}

function refusal(result: Refusal, languages: Languages): Refusal {
  fillError(result.error, languages);
  for (const error of result.errors) fillError(error, languages);
  return deepFreeze(result);
}

/** A report names why parts were refused; those are errors like any other. */
function fillNested(value: unknown, languages: Languages): void {
  if (typeof value !== "object" || value === null) return;
  const { code, details, messages } = value as Partial<ErrorData>;
  if (code && details && messages) fillError(value as ErrorData, languages);
  for (const name of Object.keys(value)) fillNested((value as { [name: string]: unknown })[name], languages);
}

function run<T>(engine: Engine, languages: Languages, call: Parameters<typeof engine.run<T>>[0]): T {
  try {
    return engine.run(call);
  } catch (error) {
    if (!(error instanceof Trap)) throw error;
    throw failure("host.trap", "host", { reason: error.reason }, languages);
  }
}

interface Members {
  [name: string]: unknown;
}

/** A copy of the options with `now` in seconds. Members that are unknown here are the core's to refuse. */
function members(options: unknown, languages: Languages): Members {
  if (options === undefined || options === null) options = {};
  if (typeof options !== "object" || Array.isArray(options)) {
    throw failure("input.options", "input", { pointer: "", problem: "not an object" }, languages);
  }
  const copy: Members = { ...options };
  const now = copy.now === undefined ? Math.floor(Date.now() / 1000) : unixSeconds(copy.now);
  if (now === undefined) {
    throw failure(
      "input.options",
      "input",
      { pointer: "/now", problem: "neither a Date, nor RFC 3339, nor UNIX seconds up to 1e11" },
      languages,
    );
  }
  copy.now = now;
  if (Array.isArray(copy.statusLists)) {
    copy.statusLists = copy.statusLists.map((list) => documentText(list, "status_list", languages));
  }
  if (isBytes(copy.programme)) copy.programme = documentText(copy.programme, "programme", languages);
  return copy;
}

function documentText(document: unknown, stage: string, languages: Languages): string {
  if (typeof document === "string") return document;
  if (isBytes(document)) {
    const { text, malformedAt } = decodeUtf8(document);
    if (malformedAt >= 0) throw failure("format.utf8", stage, { offset: malformedAt }, languages);
    return text;
  }
  if (typeof document === "object" && document !== null) return stringify(document, stage, languages);
  throw failure("input.options", "input", { pointer: "/" + stage, problem: "neither text, nor bytes, nor an object" }, languages);
}

function optionText(options: Members, languages: Languages): string {
  return stringify(options, "options", languages);
}

function stringify(value: object, option: string, languages: Languages): string {
  try {
    // A function would be left out without a word, and with it an option that nobody honours.
    return JSON.stringify(value, (_, member) => (typeof member === "function" ? {} : (member as unknown)));
  } catch (cause) {
    const problem = String((cause as { message?: unknown } | null)?.message || cause);
    throw failure("input.options", "input", { pointer: "/" + option, problem }, languages);
  }
}

/** Of any realm. */
function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}
