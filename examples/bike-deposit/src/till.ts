// What this page may ask of the till's server. Presentations go there, never decisions.
import type { Decision, ErrorData } from "xinyi";

export interface Begun {
  readonly ride: string;
  readonly bike: string;
  readonly deposit: string;
  /** `XYQ1:…`, for the wallet. */
  readonly request: string;
}

export interface Settled {
  readonly ride: string;
  readonly bike: string;
  readonly deposit: string;
  readonly state: "due" | "unlocked";
  /** In yuan. */
  readonly waived: string;
  readonly due: string;
  readonly paid?: string;
  readonly decision?: Decision;
  readonly error?: ErrorData;
}

/** The server has refused the request itself. */
export class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export const begin = (bike: string) => send<Begun>("POST", "/api/rides", { bike });
export const present = (ride: string, presentation: string) => send<Settled>("POST", `/api/rides/${ride}/presentation`, { presentation });
export const pay = (ride: string, amount: string) => send<Settled>("POST", `/api/rides/${ride}/deposit`, { amount });
export const giveBack = (ride: string) => send<undefined>("DELETE", `/api/rides/${ride}`);

async function send<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const given = body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, { method, ...given });
  if (response.status === 204) return undefined as Answer;
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refused((answer as { refused: string }).refused);
  return answer as Answer;
}
