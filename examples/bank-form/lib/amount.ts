/** An amount as people type it, such as 500,000 or 500000.5, as documents have it: `500000.00`. Nothing if it is none. */
export function amountOf(typed: string): string | undefined {
  const found = /^(\d{1,12})(?:\.(\d{0,2}))?$/.exec(typed.replace(/[,，\s]/g, ""));
  if (!found) return undefined;
  const [, yuan = "", fen = ""] = found;
  const amount = `${BigInt(yuan)}.${fen.padEnd(2, "0")}`;
  return amount === "0.00" ? undefined : amount;
}
