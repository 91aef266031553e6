/** What somebody else's exception says. Not all that is thrown is an Error. */

import { member } from "./own";

/** Mini-programs reject with `{ errMsg }` or `{ errorMessage }`. */
const NAMES = ["message", "errMsg", "errorMessage"];

export function reasonOf(cause: unknown): string {
  for (const name of NAMES) {
    const text = member(cause, name);
    if (typeof text === "string" && text !== "") return text;
  }
  const kind = Object.prototype.toString.call(cause);
  try {
    return kind === "[object Object]" ? JSON.stringify(cause) : String(cause);
  } catch {
    // No text can be made of it.
    return kind;
  }
}
