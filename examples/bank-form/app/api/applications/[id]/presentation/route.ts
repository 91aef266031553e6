import { bank } from "../../../../../lib/bank";
import { bodyOf, refused } from "../../../../../lib/body";

/** `{"presentation": {"credit", "officer"}}` → `{"decision", "record"}`, or `{"error"}` where it is not accepted. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { presentation } = (await bodyOf(request)) ?? {};
  const { credit, officer } = typeof presentation === "object" && presentation !== null ? (presentation as Record<string, unknown>) : {};
  if (typeof credit !== "string" || typeof officer !== "string") return refused("request.wrong", 400);
  const answer = (await bank()).decide((await params).id, { credit, officer });
  return answer ? Response.json(answer) : refused("application.unknown", 404);
}
