/** A module of the package as a host loads it: once, whoever asks for it, and again after a failure or a trap. */

import type { CreateGlue } from "./create-glue";
import { Trap } from "./engine";
import type { Engine } from "./engine";
import { XinyiError, failure } from "./error";
import type { InitOptions } from "./index";
import type { Languages } from "./messages";
import { NotLoaded, notLoaded } from "./not-loaded";
import { reasonOf } from "./reason";

/** What a host does for every module. `ownModule` is loaded where the options name no other. */
export interface Host {
  load<G>(createGlue: CreateGlue<G>, options: InitOptions, ownModule?: OwnModule | null): Engine<G> | PromiseLike<Engine<G>>;
  /** Where a host can load without a promise. */
  loadSync?<G>(createGlue: CreateGlue<G>, ownModule?: OwnModule | null): Engine<G>;
  /** The texts that there are. Where entries bring them it is one object, and they add theirs to it. */
  languages(): Languages;
}

/**
 * The module that comes with an entry, in one of the forms that `init({ wasm })` takes; nothing where it cannot be found.
 * An entry that comes with none has `null` in its place.
 */
export type OwnModule = () => unknown;

export interface Loader<G> {
  /** What was loaded last, be it dead. */
  readonly engine: Engine<G> | undefined;
  /** Does nothing where one is alive. */
  init(options?: InitOptions, ownModule?: OwnModule | null): Promise<void>;
  /** For a verifier. Does nothing where there is one, be it dead: the app's own `init` starts it again, nothing in passing. */
  ready(ownModule?: OwnModule | null): Promise<void>;
  /** Loads one without a promise, whatever there is. */
  loadSync(ownModule?: OwnModule | null): Engine<G>;
}

/** Asks nothing of the host before it is called, so that bundlers can leave it out. */
export function createLoader<G>(host: Host, createGlue: CreateGlue<G>, theOwn?: OwnModule): Loader<G> {
  let engine: Engine<G> | undefined;
  let pending: Promise<void> | undefined;

  function init(options?: InitOptions, ownModule: OwnModule | null | undefined = theOwn): Promise<void> {
    if (engine && !engine.dead) return Promise.resolve();
    if (!pending) {
      // At once, so that nobody waits for a load that cannot be.
      if (!options && ownModule === null) return Promise.reject(cannotLoad(new NotLoaded("not_loaded")));
      // In a promise, so that what a host throws at once is a rejection too. Cleared on failure:
      // some phones fail now and then, and succeed when asked again.
      pending = new Promise<Engine<G>>((resolve) => resolve(host.load(createGlue, options || {}, ownModule))).then(
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

  function ready(ownModule?: OwnModule | null): Promise<void> {
    if (engine) return Promise.resolve();
    // What began earlier may fail for want of a network that is there by then, or by what it was given.
    const load = (): Promise<void> => init(undefined, ownModule);
    return pending && ownModule ? pending.catch(load) : load();
  }

  function loadSync(ownModule: OwnModule | null | undefined = theOwn): Engine<G> {
    try {
      if (!host.loadSync) throw new NotLoaded("not_loaded");
      engine = host.loadSync(createGlue, ownModule);
      return engine;
    } catch (cause) {
      throw cannotLoad(cause);
    }
  }

  function cannotLoad(cause: unknown): XinyiError {
    return notLoadedError(cause instanceof NotLoaded ? cause : notLoaded(reasonOf(cause)), host.languages());
  }

  return {
    get engine() {
      return engine;
    },
    init,
    ready,
    loadSync,
  };
}

export function notLoadedError(told: NotLoaded, languages: Languages): XinyiError {
  return failure("host.load", "host", told.details, languages);
}

/** Calls a module. Throws `host.trap` if it stopped, now or before. */
export function run<T, G>(engine: Engine<G>, languages: Languages, call: (glue: G) => T): T {
  try {
    return engine.run(call);
  } catch (error) {
    if (!(error instanceof Trap)) throw error;
    throw failure("host.trap", "host", { reason: error.reason }, languages);
  }
}
