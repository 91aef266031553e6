/** What a module replies, with the texts that it leaves to its host. */

import { XinyiError, deepFreeze } from "./error";
import type { Refusal, Reply } from "./glue";
import type { ErrorData, Reason } from "./index";
import { fillError, fillReason } from "./messages";
import type { Languages, Titles } from "./messages";
import { own } from "./own";

/** What has the form of a decision. */
interface Reasoned {
  readonly reasons: readonly Reason[];
  readonly titles: Titles;
}

/** A decision, or why there is none. */
export function decided<D extends Reasoned>(reply: Reply<{ decision: D }>, languages: Languages): { readonly ok: true; readonly decision: D } | Refusal {
  if (!reply.ok) return refusal(reply, languages);
  fillDecision(reply.decision, languages);
  return deepFreeze(reply);
}

/** What was asked for. Throws what the module has against it. */
export function unwrapped<T>(reply: Reply<T>, languages: Languages): T {
  if (!reply.ok) throw new XinyiError(refusal(reply, languages).errors);
  return reply;
}

export function refusal(reply: Refusal, languages: Languages): Refusal {
  fillError(reply.error, languages);
  for (const error of reply.errors) fillError(error, languages);
  return deepFreeze(reply);
}

export function fillDecision({ reasons, titles }: Reasoned, languages: Languages): void {
  for (const reason of reasons) fillReason(reason, titles, languages);
}

/** Fills in the texts of errors at any depth: a report names why parts were refused. */
export function fillNested(value: unknown, languages: Languages): void {
  if (typeof value !== "object" || value === null) return;
  const part = value as ErrorData;
  if (own(part, "code") && own(part, "details") && own(part, "messages")) fillError(value as ErrorData, languages);
  for (const name of Object.keys(value)) fillNested((value as { [name: string]: unknown })[name], languages);
}
