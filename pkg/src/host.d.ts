/**
 * A host's own part, which all entries of the package for that host share: `host-node.ts` or `host-web.ts`, built into
 * a file of its own. There is one instance of the verifier's module behind all of them, and one class of errors. What
 * else they share, `scripts/package.mjs` takes from there too: `error`, `input`, `loader`, `messages`, `not-loaded`, `own` and `replies`.
 */
import type { Api, Making } from "./api";
import type { ForecastCall } from "./forecast";
import type { Host } from "./loader";

export const host: Host;
export const api: Api;
export const forecast: ForecastCall;
export function makingOf(verifier: object): Making | undefined;
export { indexedDbStorage, keyValueStorage } from "./adapters";
export { XinyiError, isXinyiError } from "./error";
