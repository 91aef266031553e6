/** What every entry has in common. An entry adds how its host loads the module. */

import type { CreateGlue } from "./create-glue";
import type { Engine } from "./engine";
import { XinyiError, deepFreeze } from "./error";
import type { Glue, RawVerifier, Reply } from "./glue";
import type {
  Bundles,
  CheckOptions,
  CheckResult,
  Decision,
  Document,
  InitOptions,
  LoadOptions,
  Part,
  PresentationRequest,
  PresentationRequestOptions,
  Presented,
  QrOptions,
  Report,
  RequestText,
  StateStorage,
  Verifier,
  VerifierOptions,
} from "./index";
import { createCommitments } from "./commitments";
import { createHolder } from "./holder";
import { checkInput, codeText, codeTexts, createInput, invalid, loadInput, qrInput, requestInput } from "./input";
import type { LoadInput, SnapshotText } from "./input";
import { createLoader, run } from "./loader";
import type { Host, OwnModule } from "./loader";
import type { Languages } from "./messages";
import { createNonce } from "./nonce";
import { own } from "./own";
import { decided, fillNested, refusal, unwrapped } from "./replies";
import { checkStorage, isThenable, parseStored, readStorage, writeStorage } from "./storage";
import type { Stored } from "./storage";

export interface Entry {
  init(options?: InitOptions): Promise<void>;
  createVerifier(options: VerifierOptions): Promise<Verifier>;
  createVerifierSync(options: VerifierOptions): Verifier;
}

export interface Api extends Entry {
  /**
   * The same, for an entry that brings a module (or none: `null`) and texts. The first one of a host that is used decides
   * which module is loaded; of texts there are all that were brought.
   */
  with(ownModule: OwnModule | null, texts: Languages): Entry;
  readonly shared: Shared;
}

/** What other entries of a host need of its main one. */
export interface Shared {
  /** What calls the module for a verifier; nothing for what is none that was made here. */
  callerOf(verifier: object): Caller | undefined;
  /** What an equal verifier is made of, as of now, in another module. */
  makingOf(verifier: object): Making | undefined;
  languages(): Languages;
}

/** As the modules take it. */
export interface Making {
  readonly root: string;
  readonly snapshot: string;
  readonly options: object;
}

/** By which a verifier is reached. */
interface Handle {
  readonly call: Caller;
  making(): Making;
}

type Caller = <T>(call: (raw: RawVerifier) => T) => T;

export function createApi(host: Host, createGlue: CreateGlue<Glue>): Api {
  const loader = createLoader(host, createGlue);
  const handles = new WeakMap<object, Handle>();

  function createVerifier(options: VerifierOptions, ownModule?: OwnModule | null): Promise<Verifier> {
    return loader.ready(ownModule).then(() => {
      const languages = host.languages();
      const storage = checkStorage(storageOf(options), languages);
      return Promise.resolve(storage && readStorage(storage, languages)).then((stored) => {
        const verifier = create(loader.engine!, options, storage && stored && { storage, stored }, languages, handles);
        const done = (): Verifier => verifier;
        return verifier.saved.then(done, done);
      });
    });
  }

  function createVerifierSync(options: VerifierOptions, ownModule?: OwnModule | null): Verifier {
    const engine = loader.engine || loader.loadSync(ownModule);
    const languages = host.languages();
    const storage = checkStorage(storageOf(options), languages);
    const stored = storage && readStorage(storage, languages);
    if (stored && isThenable(stored)) {
      // Its answer is of no use any more, and its failure nobody's.
      stored.then(undefined, () => undefined);
      throw invalid("/storage", languages, "answers_later");
    }
    return create(engine, options, storage && stored && { storage, stored }, languages, handles);
  }

  const shared: Shared = {
    callerOf: (verifier) => handles.get(verifier)?.call,
    makingOf: (verifier) => handles.get(verifier)?.making(),
    languages: host.languages,
  };
  return {
    init: (options) => loader.init(options),
    createVerifier: (options) => createVerifier(options),
    createVerifierSync: (options) => createVerifierSync(options),
    with(ownModule, texts) {
      const brought = (): OwnModule | null => {
        Object.assign(host.languages(), texts);
        return ownModule;
      };
      return {
        init: (options) => loader.init(options, brought()),
        createVerifier: (options) => createVerifier(options, brought()),
        createVerifierSync: (options) => createVerifierSync(options, brought()),
      };
    },
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
  handles: WeakMap<object, Handle>,
): Verifier {
  const stored = kept && kept.stored;
  const input = createInput(options, stored, languages);
  const { raw, created } = run(engine, languages, (glue) => {
    const raw = new glue.Verifier(input.root, input.snapshot?.text, input.options);
    return { raw, created: raw.report() };
  });
  if (!created.ok) {
    run(engine, languages, () => raw.free());
    throw new XinyiError(refusal(created, languages).errors);
  }
  tell(created.report, input.snapshot);

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

  /** With its texts; the module was given nothing of a snapshot that is no text. */
  function tell(report: Mutable<Report>, snapshot: SnapshotText | undefined): void {
    fillNested(report, languages);
    const error = snapshot && own(snapshot, "error");
    if (error) report.snapshot = { result: "refused", error };
  }

  function take(input: LoadInput): Report {
    const loaded = call((raw) => raw.load(input.snapshot.text, input.options));
    const { report } = unwrapped(loaded, languages);
    tell(report, input.snapshot);
    return report;
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
      take({ snapshot: { text: other.snapshot || "" }, options: { now, state: other.state }, now });
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

  /** What the module answers to a call that is about no verifier, or its error. */
  function answered<T>(call: (glue: Glue) => Reply<T>): T {
    return deepFreeze(unwrapped(run(engine, languages, call), languages));
  }

  function presentationRequest(options: PresentationRequestOptions): PresentationRequest {
    const input = requestInput(options, languages);
    return answered(() => raw.presentation_request(input)).request;
  }

  function readPresentationRequest(text: string): RequestText {
    const given = codeText(text, "/text", languages);
    return answered((glue) => glue.read_request(given)).request;
  }

  function toQr(bundle: Bundles, options?: QrOptions): readonly string[] {
    const input = qrInput(bundle, options, languages);
    return answered((glue) => glue.to_qr(input.bundle, input.options)).texts;
  }

  function fromQr(texts: string | readonly string[]): Presented {
    const given = codeTexts(texts, languages);
    return answered((glue) => glue.from_qr(given)).presented;
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
    ...createHolder({
      languages,
      raw: call,
      glue: (use) => run(engine, languages, use),
    }),
    presentationRequest,
    readPresentationRequest,
    toQr,
    fromQr,
    ...createCommitments({
      languages,
      glue: (use) => run(engine, languages, use),
    }),
    get saved() {
      return saved;
    },
    get report() {
      return report;
    },
  });
  handles.set(verifier, {
    call,
    making: () => ({ root: input.root, snapshot: snapshot() || "", options: { ...input.options, now, state: state() } }),
  });
  return verifier;
}

type Mutable<T> = { -readonly [name in keyof T]: T[name] };

/** Whether what was stored is of use. */
function storagePart(stored: Stored, report: Report): Part {
  const snapshot = own(report, "snapshot");
  if (stored.problem) return { result: "refused", error: stored.problem.toJSON() };
  return stored.snapshot && snapshot ? snapshot : { result: "accepted" };
}
