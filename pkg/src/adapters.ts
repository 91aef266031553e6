/** Storage for state and snapshot, over what hosts have. Nothing global is named: hosts differ in that. */

import type { IDBFactoryLike, KeyValueStore, StateStorage } from "./index";
import { member, own } from "./own";

type BrowserStore = Extract<KeyValueStore, { getItem: unknown }>;

/** Over `localStorage`, or a mini-program's `wx` and its like. */
export function keyValueStorage(store: KeyValueStore | (() => KeyValueStore), options: { key?: string } = {}): StateStorage {
  const key = own(options, "key") ?? "xinyi";
  const found = (): KeyValueStore => (typeof store === "function" ? store() : store);
  const isBrowsers = (store: KeyValueStore): store is BrowserStore => member(store, "getItem") !== undefined;
  return {
    get: () => {
      const store = found();
      return isBrowsers(store) ? store.getItem(key) : store.getStorageSync(key);
    },
    set: (text) => {
      const store = found();
      return isBrowsers(store) ? store.setItem(key, text) : store.setStorageSync(key, text);
    },
  };
}

/** Over `indexedDB`, where reading and writing are one transaction, whatever other pages do. */
export function indexedDbStorage(factory: IDBFactoryLike, options: { name?: string } = {}): StateStorage {
  const name = own(options, "name") ?? "xinyi";
  const [table, key] = ["documents", "trust"];

  const open = (): Promise<Database> =>
    new Promise((resolve, reject) => {
      const request = factory.open(name, 1) as Request<Database>;
      request.onupgradeneeded = () => request.result.createObjectStore(table!);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  /** Reads what is stored, and puts what `change` makes of it in its place. */
  const transact = (mode: string, change: (stored: unknown) => string | undefined): Promise<unknown> =>
    open().then(
      (database) =>
        new Promise((resolve, reject) => {
          let problem: unknown;
          const transaction = database.transaction(table!, mode);
          const store = transaction.objectStore(table!);
          const request = store.get(key!);
          request.onsuccess = () => {
            try {
              const text = change(request.result);
              if (text !== undefined) store.put(text, key!);
            } catch (cause) {
              problem = cause;
              transaction.abort();
            }
          };
          transaction.oncomplete = () => resolve(request.result);
          transaction.onabort = () => reject(problem || transaction.error);
          // Waits for the transaction.
          database.close();
        }),
    );

  return {
    get: () => transact("readonly", () => undefined),
    set: (text) => transact("readwrite", () => text),
    update: (change) => transact("readwrite", change),
  };
}

// What is used of IndexedDB. Mini-programs, which share this file, have no such types.

interface Request<T> {
  readonly result: T;
  readonly error: unknown;
  onsuccess: () => void;
  onerror: () => void;
  onupgradeneeded: () => void;
}

interface Database {
  createObjectStore(name: string): void;
  transaction(name: string, mode: string): Transaction;
  close(): void;
}

interface Transaction {
  readonly error: unknown;
  oncomplete: () => void;
  onabort: () => void;
  abort(): void;
  objectStore(name: string): { get(key: string): Request<unknown>; put(value: string, key: string): void };
}
