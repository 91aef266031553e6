/** Keeping state and snapshot in the app's storage, so that what was seen is not forgotten. */

import { failure } from "./error";
import type { Languages, XinyiError } from "./error";
import type { StateStorage } from "./index";

/** What was stored, as far as it can be used. */
export interface Stored {
  /** The text as it was read. */
  text?: string;
  state?: string;
  snapshot?: string;
  /** Why it cannot be used. */
  problem?: XinyiError;
}

/** Throws for what is no adapter. */
export function checkStorage(storage: unknown, languages: Languages): StateStorage | undefined {
  if (storage === undefined) return undefined;
  const { get, set, update } = (storage || {}) as Partial<StateStorage>;
  const isOne = typeof get === "function" && typeof set === "function" && (update === undefined || typeof update === "function");
  if (!isOne) throw failure("input.options", "input", { pointer: "/storage", problem: "an object with get and set expected" }, languages);
  return storage as StateStorage;
}

/** Does not fail: an app must start whatever has become of its storage. */
export function readStorage(storage: StateStorage, languages: Languages): Stored | PromiseLike<Stored> {
  const failed = (cause: unknown): Stored => ({ problem: storageFailure(cause, languages) });
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
  if (text === undefined || text === null || text === "") return {};
  try {
    const { state, snapshot } = JSON.parse(text as string) as { state: unknown; snapshot: unknown };
    if (typeof state === "string" && (typeof snapshot === "string" || snapshot === null)) {
      return snapshot === null ? { text: text as string, state } : { text: text as string, state, snapshot };
    }
  } catch {
    // Nor is it ours if it is no JSON.
  }
  return { problem: failure("state.unreadable", "state", {}, languages) };
}

/**
 * Writes what `change` makes of what is stored by then. At once where the storage answers at once;
 * the promise says when it is done, and rejects with `host.storage`.
 */
export function writeStorage(storage: StateStorage, change: (stored: unknown) => string, languages: Languages): Promise<void> {
  const failed = (cause: unknown): never => {
    throw storageFailure(cause, languages);
  };
  try {
    if (storage.update) return Promise.resolve(storage.update(change)).then(() => undefined, failed);
    const stored = storage.get();
    const set = (text: unknown): unknown => storage.set(change(text));
    return Promise.resolve(isThenable(stored) ? stored.then(set) : set(stored)).then(() => undefined, failed);
  } catch (cause) {
    return Promise.resolve().then(() => failed(cause));
  }
}

function storageFailure(cause: unknown, languages: Languages): XinyiError {
  const reason = String((cause as { message?: unknown } | null)?.message || cause);
  return failure("host.storage", "host", { reason }, languages);
}
