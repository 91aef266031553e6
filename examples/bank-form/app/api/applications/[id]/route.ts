import { bank } from "../../../../lib/bank";
import { answered, refused } from "../../../../lib/body";

/** How an application stands, for who has lost an answer: `{"state": "asked"}`, or `answered` with the answer. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const state = (await bank()).look((await params).id);
  return state ? answered(state) : refused("application.unknown", 404);
}
