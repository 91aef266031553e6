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
  LoadOptions,
  Report,
  Verifier,
  VerifierOptions,
} from "./index";
import { checkTexts, createTexts, loadTexts } from "./input";
import { fillError, fillReason } from "./messages";
import { createNonce } from "./nonce";

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
  const texts = createTexts(options, languages);
  const { raw, reportText } = run(engine, languages, (glue) => {
    const raw = new glue.Verifier(texts.root, texts.snapshot, texts.options);
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
      const texts = checkTexts(bundle, options, languages);
      const text = run(engine, languages, () => raw.check(texts.bundle, texts.options));
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

  let report = deepFreeze(created.report);

  function load(snapshot: Document, options?: LoadOptions): Report {
    const texts = loadTexts(snapshot, options, languages);
    const text = run(engine, languages, () => raw.load(texts.snapshot, texts.options));
    const loaded = JSON.parse(text) as { ok: true; report: Report } | Refusal;
    if (!loaded.ok) throw new XinyiError(refusal(loaded, languages).errors);
    fillNested(loaded.report, languages);
    report = deepFreeze(loaded.report);
    return report;
  }

  function exported(): { state: string; snapshot: string | null } {
    return JSON.parse(run(engine, languages, () => raw.export())) as { state: string; snapshot: string | null };
  }

  function nonce(randomBytes?: unknown): string {
    return createNonce(randomBytes, languages);
  }

  return Object.freeze({
    check,
    safeCheck,
    load,
    exportState: () => exported().state,
    exportSnapshot: () => exported().snapshot,
    createNonce: nonce,
    get report() {
      return report;
    },
  });
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
