import { bank } from "../../../../../lib/bank";
import { answered, bodyOf, refused } from "../../../../../lib/body";

/**
 * `{"presentation": {"credit", "officer"}}` → `{"decision", "record"}`, or `{"error"}` where it is not accepted. The same
 * presentation again gets the same answer.
 */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { presentation } = (await bodyOf(request)) ?? {};
  const { credit, officer } = typeof presentation === "object" && presentation !== null ? (presentation as Record<string, unknown>) : {};
  if (typeof credit !== "string" || typeof officer !== "string") return refused("request.wrong", 400);
  const answer = (await bank()).decide((await params).id, { credit, officer });
  if (answer === undefined) return refused("application.unknown", 404);
  return answer === "answered" ? refused("application.answered", 409) : answered(answer);
}
