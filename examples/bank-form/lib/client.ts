// What this page may ask of the bank's server. Presentations go there, never decisions.
import type { Decision, ErrorData } from "xinyi";
import type { Presentation } from "./wallet";

export interface Begun {
  readonly application: string;
  /** `XYQ1:…`, for the wallets. */
  readonly request: string;
}

export type Answer = { readonly decision: Decision; readonly record: string } | { readonly error: ErrorData };
/** How an application stands: a presentation is waited for, or it was answered. */
export type State = { readonly state: "asked" } | ({ readonly state: "answered" } & Answer);

/** The bank has refused the request itself. */
export class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** No answer came, or half of one. What was asked for may have been done all the same. */
export class Unanswered extends Error {}

/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 15_000;
/** When an application is looked up whose answer was lost, each time in milliseconds after the time before. */
const LOOKS = [0, 500, 1_500, 3_000];

export const apply = (uscc: string, amount: string) => send<Begun>("/api/applications", { uscc, amount });
export const present = (application: string, presentation: Presentation) => send<Answer>(`/api/applications/${application}/presentation`, { presentation });

/** How an application stands. It is asked several times before `Unanswered` is thrown. */
export async function look(application: string): Promise<State> {
  for (const [place, wait] of LOOKS.entries()) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    try {
      return await send<State>(`/api/applications/${application}`);
    } catch (error) {
      if (!(error instanceof Unanswered) || place === LOOKS.length - 1) throw error;
    }
  }
  throw new Unanswered();
}

async function send<Sent>(path: string, body?: object): Promise<Sent> {
  const given = body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  let status: number;
  let answer: { readonly refused?: unknown };
  try {
    const response = await fetch(path, { signal: AbortSignal.timeout(PATIENCE), cache: "no-store", ...given });
    status = response.status;
    answer = await response.json();
  } catch (cause) {
    throw new Unanswered("no answer", { cause });
  }
  if (status === 200) return answer as Sent;
  // Of a server that has failed, or of one between, nobody knows how far it came.
  if (status >= 500 && answer.refused !== "bank.busy") throw new Unanswered(`status ${status}`);
  throw new Refused(String(answer.refused));
}
