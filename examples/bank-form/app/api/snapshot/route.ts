import { bank } from "../../../lib/bank";

export const dynamic = "force-dynamic";

/** What the platform has published, for the preview in the page. */
export async function GET(): Promise<Response> {
  const { demo } = await bank();
  return new Response(await demo.fetchSnapshot(), { headers: { "content-type": "application/json" } });
}
