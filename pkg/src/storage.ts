/** Keeping state and snapshot in the app's storage, so that what was seen is not forgotten. */

import { failure } from "./error";
import type { XinyiError } from "./error";
import type { Languages } from "./messages";
import type { StateStorage } from "./index";
import { member, own } from "./own";
import { reasonOf } from "./reason";

/** What was stored, as far as it can be used. Every member is its own. */
export interface Stored {
  /** The text as it was read. */
  readonly text: string | undefined;
  readonly state: string | undefined;
  readonly snapshot: string | undefined;
  /** Why it cannot be used. */
  readonly problem: XinyiError | undefined;
}

const NOTHING: Stored = { text: undefined, state: undefined, snapshot: undefined, problem: undefined };

/** The adapter by its own functions, or by those of its class. Throws for what is none. */
export function checkStorage(storage: unknown, languages: Languages): StateStorage | undefined {
  if (storage === undefined) return undefined;
  const isFunction = (name: string): boolean => typeof member(storage, name) === "function";
  const isOne = isFunction("get") && isFunction("set") && (isFunction("update") || member(storage, "update") === undefined);
  if (!isOne) throw failure("input.options", "input", { pointer: "/storage", problem: "storage_expected" }, languages);
  const call = (name: string, ...given: unknown[]): unknown => (member(storage, name) as (...given: unknown[]) => unknown).apply(storage, given);
  const adapter: StateStorage = { get: () => call("get"), set: (text) => call("set", text) };
  if (isFunction("update")) adapter.update = (change) => call("update", change);
  return adapter;
}

/** Never fails: an app has to start whatever became of its storage. */
export function readStorage(storage: StateStorage, languages: Languages): Stored | PromiseLike<Stored> {
  const failed = (cause: unknown): Stored => ({ ...NOTHING, problem: storageFailure(cause, languages) });
  try {
    const text = storage.get();
    if (isThenable(text)) return text.then((text) => parseStored(text, languages), failed);
    return parseStored(text, languages);
  } catch (cause) {
    return failed(cause);
  }
}

export function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === "object" && value !== null && typeof (value as PromiseLike<T>).then === "function";
}

/** Hosts say in different ways that there is nothing. */
export function parseStored(text: unknown, languages: Languages): Stored {
  if (text === undefined || text === null || text === "") return NOTHING;
  try {
    const document = JSON.parse(text as string) as { state: unknown; snapshot: unknown };
    const [state, snapshot] = [own(document, "state"), own(document, "snapshot")];
    if (typeof state === "string" && (typeof snapshot === "string" || snapshot === null)) {
      return { ...NOTHING, text: text as string, state, snapshot: snapshot === null ? undefined : snapshot };
    }
  } catch {
    // Nor is it ours if it is no JSON.
  }
  return { ...NOTHING, problem: failure("state.unreadable", "state", {}, languages) };
}

/**
 * Replaces what is stored by what `change` makes of it: at once, if the storage answers at once. The promise settles
 * when it is done, and rejects with `host.storage`.
 */
export function writeStorage(storage: StateStorage, change: (stored: unknown) => string, languages: Languages): Promise<void> {
  const failed = (cause: unknown): never => {
    throw storageFailure(cause, languages);
  };
  try {
    const update = own(storage, "update");
    if (update) return Promise.resolve(update(change)).then(() => undefined, failed);
    const stored = storage.get();
    const set = (text: unknown): unknown => storage.set(change(text));
    return Promise.resolve(isThenable(stored) ? stored.then(set) : set(stored)).then(() => undefined, failed);
  } catch (cause) {
    return Promise.resolve().then(() => failed(cause));
  }
}

function storageFailure(cause: unknown, languages: Languages): XinyiError {
  const reason = reasonOf(cause);
  return failure("host.storage", "host", { reason }, languages);
}
