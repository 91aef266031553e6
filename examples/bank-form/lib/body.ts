/** A presentation of two bundles takes some ten kilobytes. */
const LIMIT = 131_072;

/** The JSON object of a request that anybody may have sent, or nothing. */
export async function bodyOf(request: Request): Promise<Record<string, unknown> | undefined> {
  // No form of another site can send this type.
  if (!request.headers.get("content-type")?.startsWith("application/json")) return undefined;
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size > LIMIT) {
      await reader?.cancel();
      return undefined;
    }
    chunks.push(part.value);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** What is decided on somebody is for nobody's cache. */
const HEADERS = { "cache-control": "no-store" };

export function answered(body: object): Response {
  return Response.json(body, { headers: HEADERS });
}

export function refused(code: "application.answered" | "application.unknown" | "bank.busy" | "request.wrong", status: number): Response {
  return Response.json({ refused: code }, { status, headers: HEADERS });
}
