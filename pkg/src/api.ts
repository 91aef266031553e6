/** What every entry has in common. An entry adds how its host loads the module. */

import { Trap } from "./engine";
import type { Engine } from "./engine";
import { XinyiError, deepFreeze, failure } from "./error";
import type { Languages, Titles } from "./messages";
import type { Glue, RawVerifier, Refusal, Reply } from "./glue";
import type {
  Bundles,
  CheckOptions,
  CheckResult,
  Decision,
  Document,
  ErrorData,
  InitOptions,
  LoadOptions,
  Part,
  Reason,
  Report,
  StateStorage,
  Verifier,
  VerifierOptions,
} from "./index";
import { createCommitments } from "./commitments";
import { checkInput, createInput, loadInput } from "./input";
import type { LoadInput } from "./input";
import { fillError, fillReason } from "./messages";
import { createNonce } from "./nonce";
import { NotLoaded, notLoaded } from "./not-loaded";
import { own } from "./own";
import { reasonOf } from "./reason";
import { checkStorage, isThenable, parseStored, readStorage, writeStorage } from "./storage";
import type { Stored } from "./storage";

export interface Host {
  load(options: InitOptions, ownModule?: OwnModule): Engine | PromiseLike<Engine>;
  /** Where a host can load without a promise. */
  loadSync?(ownModule?: OwnModule): Engine;
  languages(): Languages;
}

/** The module that comes with an entry, in one of the forms that `init({ wasm })` takes; nothing where it cannot be found. */
export type OwnModule = () => unknown;

export interface Entry {
  init(options?: InitOptions): Promise<void>;
  createVerifier(options: VerifierOptions): Promise<Verifier>;
  createVerifierSync(options: VerifierOptions): Verifier;
}

export interface Api extends Entry {
  /** The same, for an entry that brings a module. The first one of a host that is used decides which is loaded. */
  withModule(ownModule: OwnModule): Entry;
  readonly shared: Shared;
}

/** What other entries of a host need of its main one. */
export interface Shared {
  /** Calls the module, which is loaded first where that takes no promise. */
  call<T>(call: (glue: Glue) => T): T;
  /** What calls the module for a verifier; nothing for what is none that was made here. */
  callerOf(verifier: object): Caller | undefined;
  languages(): Languages;
}

type Caller = <T>(call: (raw: RawVerifier) => T) => T;

export function createApi(host: Host): Api {
  let engine: Engine | undefined;
  let pending: Promise<void> | undefined;
  const callers = new WeakMap<object, Caller>();

  function init(options?: InitOptions, ownModule?: OwnModule): Promise<void> {
    if (engine && !engine.dead) return Promise.resolve();
    if (!pending) {
      // In a promise, so that what a host throws at once is a rejection too. Cleared on failure:
      // some phones fail now and then, and succeed when asked again.
      pending = new Promise<Engine>((resolve) => resolve(host.load(options || {}, ownModule))).then(
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

  function createVerifier(options: VerifierOptions, ownModule?: OwnModule): Promise<Verifier> {
    // A dead engine is started again by the app's own init(), not in passing.
    const ready = engine ? Promise.resolve() : init({}, ownModule);
    return ready.then(() => {
      const languages = host.languages();
      const storage = checkStorage(storageOf(options), languages);
      return Promise.resolve(storage && readStorage(storage, languages)).then((stored) => {
        const verifier = create(engine!, options, storage && stored && { storage, stored }, languages, callers);
        const done = (): Verifier => verifier;
        return verifier.saved.then(done, done);
      });
    });
  }

  function createVerifierSync(options: VerifierOptions, ownModule?: OwnModule): Verifier {
    const loaded = loadedSync(ownModule);
    const languages = host.languages();
    const storage = checkStorage(storageOf(options), languages);
    const stored = storage && readStorage(storage, languages);
    if (stored && isThenable(stored)) {
      // Its answer is of no use any more, and its failure nobody's.
      stored.then(undefined, () => undefined);
      throw failure("input.options", "input", { pointer: "/storage", problem: "answers_later" }, languages);
    }
    return create(loaded, options, storage && stored && { storage, stored }, languages, callers);
  }

  function loadedSync(ownModule?: OwnModule): Engine {
    if (!engine) {
      try {
        if (!host.loadSync) throw new NotLoaded("not_loaded");
        engine = host.loadSync(ownModule);
      } catch (cause) {
        throw cannotLoad(cause);
      }
    }
    return engine;
  }

  function cannotLoad(cause: unknown): XinyiError {
    const told = cause instanceof NotLoaded ? cause : notLoaded(reasonOf(cause));
    return failure("host.load", "host", told.details, host.languages());
  }

  const shared: Shared = {
    call: (call) => run(loadedSync(), host.languages(), call),
    callerOf: (verifier) => callers.get(verifier),
    languages: host.languages,
  };
  return {
    init: (options) => init(options),
    createVerifier: (options) => createVerifier(options),
    createVerifierSync: (options) => createVerifierSync(options),
    withModule: (ownModule) => ({
      init: (options) => init(options, ownModule),
      createVerifier: (options) => createVerifier(options, ownModule),
      createVerifierSync: (options) => createVerifierSync(options, ownModule),
    }),
    shared,
  };
}

/** Whatever was given: what it is worth is seen later. */
function storageOf(options: unknown): unknown {
  return own(options as Partial<VerifierOptions>, "storage");
}

/** An app's storage, and what was in it. */
interface Kept {
  storage: StateStorage;
  stored: Stored;
}

function create(
  engine: Engine,
  options: VerifierOptions,
  kept: Kept | undefined,
  languages: Languages,
  callers: WeakMap<object, Caller>,
): Verifier {
  const stored = kept && kept.stored;
  const input = createInput(options, stored, languages);
  const { raw, created } = run(engine, languages, (glue) => {
    const raw = new glue.Verifier(input.root, input.snapshot, input.options);
    return { raw, created: raw.report() };
  });
  if (!created.ok) {
    run(engine, languages, () => raw.free());
    throw new XinyiError(refusal(created, languages).errors);
  }
  fillNested(created.report, languages);

  const call: Caller = (use) => run(engine, languages, () => use(raw));

  function safeCheck(bundle: Bundles, options: CheckOptions): CheckResult {
    try {
      const input = checkInput(bundle, options, languages);
      return decided<Decision>(call((raw) => raw.check(input.bundle, input.options)), languages);
    } catch (error) {
      if (!(error instanceof XinyiError)) throw error;
      return deepFreeze({ ok: false, error: error.toJSON(), errors: error.errors });
    }
  }

  function check(bundle: Bundles, options: CheckOptions): Decision {
    const result = safeCheck(bundle, options);
    if (!result.ok) throw new XinyiError(result.errors);
    return result.decision;
  }

  let report: Mutable<Report> = created.report;
  if (stored && (stored.text || stored.problem)) report.storage = storagePart(stored, report);
  deepFreeze(report);

  function take(input: LoadInput): Report {
    const loaded = call((raw) => raw.load(input.snapshot, input.options));
    if (!loaded.ok) throw new XinyiError(refusal(loaded, languages).errors);
    fillNested(loaded.report, languages);
    return loaded.report;
  }

  function load(snapshot: Document, options?: LoadOptions): Report {
    const input = loadInput(snapshot, options, languages);
    report = deepFreeze(take(input));
    now = input.now;
    save();
    return report;
  }

  const state = (): string => call((raw) => raw.state()) || "";
  const snapshot = (): string | null => call((raw) => raw.snapshot()) || null;
  const storedText = (): string => JSON.stringify({ state: state(), snapshot: snapshot() });

  let now = input.now;
  let written = stored && stored.text;
  let writing = 0;
  let saved: Promise<void> = Promise.resolve();

  /**
   * Others may have stored in the meantime. What they know is learnt first, so that it is not lost.
   * A snapshot that is of no use now, for want of a clock that is right, may be of use later.
   */
  function change(text: unknown): string {
    const other = parseStored(text, languages);
    if (other.text !== written && other.state) {
      take({ snapshot: other.snapshot || "", options: { now, state: other.state }, now });
    }
    written = storedText();
    if (!other.snapshot || snapshot()) return written;
    return JSON.stringify({ state: state(), snapshot: other.snapshot });
  }

  function save(): void {
    if (!kept || storedText() === written) return;
    const { storage } = kept;
    const write = (): Promise<void> => {
      writing++;
      const done = writeStorage(storage, change, languages);
      const end = (): void => void writing--;
      done.then(end, end);
      return done;
    };
    // One after the other. The first at once: where storage answers at once, load ends with it done.
    saved = writing ? saved.then(write, write) : write();
    // Whoever wants to know looks at `saved`.
    saved.catch(() => undefined);
  }

  if (stored) {
    if (input.further !== undefined) {
      const storage = own(report, "storage");
      const further: Mutable<Report> = take({ snapshot: input.further, options: { now }, now });
      if (storage) further.storage = storage;
      report = deepFreeze(further);
    }
    save();
  }

  function nonce(randomBytes?: unknown): string {
    return createNonce(randomBytes, languages);
  }

  const verifier: Verifier = Object.freeze({
    check,
    safeCheck,
    load,
    exportState: state,
    exportSnapshot: snapshot,
    createNonce: nonce,
    ...createCommitments({
      languages,
      glue: (use) => run(engine, languages, use),
      refusal: (result) => refusal(result, languages),
    }),
    get saved() {
      return saved;
    },
    get report() {
      return report;
    },
  });
  callers.set(verifier, call);
  return verifier;
}

type Mutable<T> = { -readonly [name in keyof T]: T[name] };

/** Whether what was stored is of use. */
function storagePart(stored: Stored, report: Report): Part {
  const snapshot = own(report, "snapshot");
  if (stored.problem) return { result: "refused", error: stored.problem.toJSON() };
  return stored.snapshot && snapshot ? snapshot : { result: "accepted" };
}

/** A decision, or what has the form of one, or why there is none. */
export function decided<D extends { readonly reasons: readonly Reason[]; readonly titles: Titles }>(
  result: Reply<{ decision: D }>,
  languages: Languages,
): { readonly ok: true; readonly decision: D } | Refusal {
  if (!result.ok) return refusal(result, languages);
  const { reasons, titles } = result.decision;
  for (const reason of reasons) fillReason(reason, titles, languages);
  return deepFreeze(result);
}

export function refusal(result: Refusal, languages: Languages): Refusal {
  fillError(result.error, languages);
  for (const error of result.errors) fillError(error, languages);
  return deepFreeze(result);
}

/** Fills in the texts of errors at any depth: a report names why parts were refused. */
export function fillNested(value: unknown, languages: Languages): void {
  if (typeof value !== "object" || value === null) return;
  const part = value as ErrorData;
  if (own(part, "code") && own(part, "details") && own(part, "messages")) fillError(value as ErrorData, languages);
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
