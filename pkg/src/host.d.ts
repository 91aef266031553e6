/**
 * A host's own part, which all entries of the package for that host share: `host-node.ts` or `web.ts`, built into
 * a file of its own. There is one instance of the module behind all of them, and one class of errors.
 */
import type { Api } from "./api";
import type { Authoring } from "./authoring-api";

export const api: Api;
export const authoring: Authoring;
export { indexedDbStorage, keyValueStorage } from "./adapters";
export { XinyiError, isXinyiError } from "./error";
