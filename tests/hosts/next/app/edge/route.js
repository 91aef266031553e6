import * as xinyi from "xinyi";
import { decide, told } from "../../src/decide.js";
import demo from "../../src/demo.js";

export const runtime = "edge";

export async function GET() {
  return new Response(await decide(xinyi, demo).catch(told));
}
