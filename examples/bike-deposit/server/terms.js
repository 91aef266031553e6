// What the till and its page tell people in the same words, and what presentations and records are made by.

/** Whom presentations have to be made for. It is the till's own name, whatever address it is reached by. */
export const AUDIENCE = "https://till.bikes.example";
export const PROGRAMME = "demo.xinyi-zu.shared-bike";
/** Where a rider asks, withdraws consent, objects, or asks for a person. */
export const CONTACT = "xinyi@bikes.example";
/** For how many days presentation and decision are kept: until a deposit can no longer be disputed. */
export const KEPT_DAYS = 90;
