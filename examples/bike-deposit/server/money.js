// Amounts as documents have them, such as "99.00", reckoned in fen: whole numbers of any size, never binary fractions.

/** @param {string} amount yuan, with two decimals. @returns {bigint} fen */
export function fen(amount) {
  if (!/^\d{1,12}\.\d{2}$/.test(amount)) throw new RangeError(`no amount in yuan and fen: ${amount}`);
  return BigInt(amount.replace(".", ""));
}

/** @param {bigint} fen @returns {string} yuan, with two decimals */
export function yuan(fen) {
  const digits = String(fen).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * What of a deposit is waived, and what is still to be paid. A benefit waives up to its `max`, and in yuan alone.
 *
 * @param {string} deposit
 * @param {import("xinyi").Benefit | null} benefit that of the decision
 */
export function settle(deposit, benefit) {
  const whole = fen(deposit);
  const isWaiver = benefit?.kind === "deposit_waiver" && benefit.max.currency === "CNY";
  const max = isWaiver ? fen(benefit.max.amount) : 0n;
  const waived = max < whole ? max : whole;
  return { waived: yuan(waived), due: yuan(whole - waived) };
}
