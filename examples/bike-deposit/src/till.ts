// What this page may ask of the till's server. Presentations go there, never decisions.
import type { Decision, ErrorData } from "xinyi";

/** A ride, as it stands at the till. */
export interface Ride {
  readonly ride: string;
  readonly bike: string;
  readonly deposit: string;
  /** `asked`: a presentation is waited for, or the deposit; `due`: the deposit; `returned`: it is over. */
  readonly state: "asked" | "due" | "unlocked" | "returned";
  /** `XYQ1:…`, for the wallet, while a presentation is waited for. Without it there is nothing but the deposit. */
  readonly request?: string;
  /** In yuan, as what follows. */
  readonly waived: string;
  readonly due: string;
  readonly paid?: string;
  readonly refunded?: string;
  readonly decision?: Decision;
  readonly error?: ErrorData;
}

/** The server has refused the request itself. */
export class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** No answer came, or half of one. What was asked for may have been done all the same. */
export class Unanswered extends Error {}

export const begin = (bike: string) => send("POST", "/api/rides", { bike });
export const present = (ride: string, presentation: string) => send("POST", `/api/rides/${ride}/presentation`, { presentation });
export const pay = (ride: string, amount: string) => send("POST", `/api/rides/${ride}/deposit`, { amount });
export const giveBack = (ride: string) => send("DELETE", `/api/rides/${ride}`);
/** How a ride stands. */
export const look = (ride: string) => send("GET", `/api/rides/${ride}`);

/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 15_000;

async function send(method: string, path: string, body?: object): Promise<Ride> {
  const given = body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  let status: number;
  let answer: { readonly refused?: unknown };
  try {
    const response = await fetch(path, { method, signal: AbortSignal.timeout(PATIENCE), ...given });
    status = response.status;
    answer = await response.json();
  } catch (cause) {
    throw new Unanswered("no answer", { cause });
  }
  if (status === 200) return answer as Ride;
  // Of a server that has failed, or of one between, nobody knows how far it came.
  if (status >= 500 && answer.refused !== "till.busy") throw new Unanswered(`status ${status}`);
  throw new Refused(String(answer.refused));
}
