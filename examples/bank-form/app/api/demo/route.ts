import { bank } from "../../../lib/bank";
import { MADE } from "../../../lib/demo";

export const dynamic = "force-dynamic";

/** What the page of this demo needs besides: a real app has the root inside, and wallets are other apps. */
export async function GET(): Promise<Response> {
  const { demo } = await bank();
  return Response.json({ seed: demo.seed, made: MADE, now: demo.now(), root: demo.root });
}
