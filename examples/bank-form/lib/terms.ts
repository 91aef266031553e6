// What the bank and its page tell people in the same words, and what presentations and records are made by.

/** Whom presentations have to be made for. It is the bank's own name, whatever address it is reached by. */
export const AUDIENCE = "https://loans.bank.example";
/** Of a firm (`credit`) and its legal representative (`officer`). */
export const PROGRAMME = "demo.xinyi-dai.firm-and-officer";
/** Where somebody asks, withdraws consent, objects, or asks for a person. */
export const CONTACT = "xinyidai@bank.example";
/** For how many days presentation and decision are kept: until the decision can no longer be objected to. */
export const KEPT_DAYS = 1_095;
