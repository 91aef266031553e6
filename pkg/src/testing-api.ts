/** A demo platform for tests. It signs in a module of its own; the verifier's cannot sign. */

import type { Engine } from "./engine";
import { deepFreeze } from "./error";
import type { Reply } from "./glue";
import type { Bundles, Time } from "./index";
import { invalid, isBytes, isPlain, members, token } from "./input";
import { createLoader, run } from "./loader";
import type { Host, OwnModule } from "./loader";
import type { Languages } from "./messages";
import { randomBytes } from "./nonce";
import { own } from "./own";
import { unwrapped } from "./replies";
import type { IssueOptions, Platform, PlatformOptions, PresentOptions, Wallet } from "./testing";
import { createGlue } from "./testing-glue";
import type { Description, RawPlatform, RawWallet, TestingGlue } from "./testing-glue";
import { Utf8Encoder } from "./utf8";

export interface Testing {
  createPlatform(options?: PlatformOptions): Promise<Platform>;
  createPlatformSync(options?: PlatformOptions): Platform;
}

/** Values of a status list. */
const VALID = 0;
const REVOKED = 1;
const SUSPENDED = 2;

/** `ownModule`: the module, or its bytes. */
export function createTesting(ofHost: Host, ownModule: OwnModule, texts: Languages): Testing {
  const host = { ...ofHost, languages: () => texts };
  const loader = createLoader(host, createGlue, ownModule);

  async function createPlatform(options?: PlatformOptions): Promise<Platform> {
    const input = platformInput(options, host.languages());
    await loader.init();
    return create(loader.engine!, input, host.languages());
  }

  function createPlatformSync(options?: PlatformOptions): Platform {
    const input = platformInput(options, host.languages());
    const { engine } = loader;
    // There is no init() to ask for another one.
    return create(engine && !engine.dead ? engine : loader.loadSync(), input, host.languages());
  }

  return { createPlatform, createPlatformSync };
}

interface PlatformInput {
  seed: Uint8Array;
  /** Where the app has said what time it is. */
  now: number | undefined;
}

function platformInput(options: unknown, languages: Languages): PlatformInput {
  const given = known(options, ["seed", "now"], languages);
  return { seed: seedBytes(given.seed, languages), now: time(options, given) };
}

/** 256 bits. */
const SEED_BYTES = 32;

function seedBytes(seed: unknown, languages: Languages): Uint8Array {
  if (seed === undefined) return randomBytes(SEED_BYTES, languages);
  const bytes = typeof seed === "string" ? new Utf8Encoder().encode(seed) : seed;
  if (!isBytes(bytes)) throw invalid("/seed", languages, "text_or_bytes_expected");
  if (bytes.length === 0) throw invalid("/seed", languages, "empty_text");
  return bytes;
}

/** Options by name. There are no others. */
function known(options: unknown, names: readonly string[], languages: Languages): { [name: string]: unknown } {
  const given = members(options, [...names, "now"], languages);
  for (const name of Object.keys(given)) {
    if (name !== "now" && !names.includes(name)) throw invalid(token(name), languages, "unknown");
  }
  return given;
}

/** What `now` was given as, or nothing: the platform's clock need not be the host's. */
function time(options: unknown, given: { [name: string]: unknown }): number | undefined {
  return own(options as { now?: unknown }, "now") === undefined ? undefined : (given.now as number);
}

function create(engine: Engine<TestingGlue>, input: PlatformInput, languages: Languages): Platform {
  const hostTime = (): number => Math.floor(Date.now() / 1000);
  let pinned = input.now;
  const clock = (): number => (pinned === undefined ? hostTime() : pinned);

  const raw = run(engine, languages, (glue) => new glue.Platform(input.seed, clock()));
  const { root, programmes, wallets } = read<Description>((raw) => raw.describe());

  function read<T>(call: (raw: RawPlatform) => string): T {
    const text = run(engine, languages, () => call(raw));
    return unwrapped(JSON.parse(text) as Reply<T>, languages);
  }

  /** At a time, or the second after the last change. A clock that was set shows it then. */
  function change(now: number | undefined, call: (raw: RawPlatform, now: number) => string): void {
    const at = now === undefined ? clock() : now;
    const published = read<{ now: number }>((raw) => call(raw, at)).now;
    if (pinned !== undefined) pinned = published;
  }

  function present(wallet: string, options: PresentOptions): Bundles {
    const given = known(options, ["audience", "nonce", "disclose", "signer"], languages);
    const audience = textOf(given.audience, "/audience", languages);
    const nonce = textOf(given.nonce, "/nonce", languages);
    const disclose = given.disclose === undefined ? undefined : disclosures(given.disclose, languages);
    const signer = given.signer === undefined ? undefined : textOf(given.signer, "/signer", languages);
    const signed = time(options, given);
    const now = signed === undefined ? clock() : signed;
    const { presented } = read<{ presented: { [alias: string]: string } }>((raw) => raw.present(wallet, audience, nonce, now, disclose, signer));
    const [first, ...others] = Object.keys(presented);
    return first !== undefined && others.length === 0 ? presented[first]! : deepFreeze(presented);
  }

  function issue(wallet: unknown, options: IssueOptions): { readonly [alias: string]: string } {
    const name = textOf(wallet, "/wallet", languages);
    const { holder } = known(options, ["holder"], languages);
    if (holder === undefined) throw invalid("/holder", languages, "missing");
    if (!isPlain(holder)) throw invalid("/holder", languages, "object_expected");
    return deepFreeze(read<{ bundles: { [alias: string]: string } }>((raw) => raw.issue(name, JSON.stringify(holder))).bundles);
  }

  function sign(wallet: string, signingInput: unknown): Uint8Array {
    const message = typeof signingInput === "string" ? new Utf8Encoder().encode(signingInput) : signingInput;
    if (!isBytes(message)) throw invalid("/signingInput", languages, "text_or_bytes_expected");
    return run(engine, languages, () => raw.sign(wallet, message))!;
  }

  function walletOf(known: RawWallet): Wallet {
    const { name } = known;
    const bundles = (): { readonly [alias: string]: string } =>
      deepFreeze(read<{ bundles: { [alias: string]: string } }>((raw) => raw.bundles(name)).bundles);
    return Object.freeze({
      ...deepFreeze(known),
      get bundle() {
        return bundles().credit!;
      },
      get bundles() {
        return bundles();
      },
      present: (options: PresentOptions) => present(name, options),
      sign: (signingInput: string | Uint8Array) => sign(name, signingInput),
    });
  }

  function setStatus(status: number, wallet: unknown, options: unknown): void {
    const name = textOf(wallet, "/wallet", languages);
    const now = time(options, known(options, [], languages));
    change(now, (raw, at) => raw.set_status(name, status, at));
  }

  const list = Object.freeze(wallets.map(walletOf));
  return Object.freeze({
    root,
    programmes: deepFreeze(programmes),
    wallets: list,
    get now() {
      return clock();
    },
    snapshot: () => read<{ snapshot: string }>((raw) => raw.snapshot()).snapshot,
    wallet(name: string): Wallet {
      const found = list.find((wallet) => wallet.name === name);
      if (found) return found;
      // It says which name was meant.
      const text = textOf(name, "/wallet", languages);
      read((raw) => raw.bundles(text));
      throw invalid("/wallet", languages, "unknown");
    },
    issue,
    refresh(options?: { now?: Time }): void {
      change(time(options, known(options, [], languages)), (raw, at) => raw.refresh(at));
    },
    revoke: (wallet: string, options?: { now?: Time }) => setStatus(REVOKED, wallet, options),
    suspend: (wallet: string, options?: { now?: Time }) => setStatus(SUSPENDED, wallet, options),
    reinstate: (wallet: string, options?: { now?: Time }) => setStatus(VALID, wallet, options),
  });
}

function textOf(value: unknown, pointer: string, languages: Languages): string {
  if (typeof value !== "string") throw invalid(pointer, languages, value === undefined ? "missing" : "string_expected");
  return value;
}

/** JSON pointers by alias, as JSON; a list alone is of the bundle of public credit. */
function disclosures(disclose: unknown, languages: Languages): string {
  const byAlias = Array.isArray(disclose) ? { credit: disclose } : disclose;
  if (!isPlain(byAlias)) throw invalid("/disclose", languages, "array_expected");
  const texts = Object.create(null) as { [alias: string]: string[] };
  for (const alias of Object.keys(byAlias)) {
    const list = (byAlias as { [alias: string]: unknown })[alias];
    const pointer = "/disclose" + token(alias);
    if (!Array.isArray(list)) throw invalid(pointer, languages, "array_expected");
    texts[alias] = list.map((one: unknown, i) => textOf(one, pointer + "/" + i, languages));
  }
  return JSON.stringify(texts);
}
