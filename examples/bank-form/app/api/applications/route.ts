import { amountOf } from "../../../lib/amount";
import { bank } from "../../../lib/bank";
import { answered, bodyOf, refused } from "../../../lib/body";

/** `{"uscc", "amount"}` → `{"application", "request"}`: the request is for the wallets. */
export async function POST(request: Request): Promise<Response> {
  const body = await bodyOf(request);
  const { uscc, amount } = body ?? {};
  if (typeof uscc !== "string" || !/^[0-9A-Z]{18}$/.test(uscc)) return refused("request.wrong", 400);
  if (typeof amount !== "string" || amountOf(amount) !== amount) return refused("request.wrong", 400);
  const begun = (await bank()).apply(uscc, amount);
  return begun ? answered(begun) : refused("bank.busy", 503);
}
