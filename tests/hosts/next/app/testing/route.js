import * as xinyi from "xinyi";
import * as testing from "xinyi/testing";
import { decide, told } from "../../src/decide.js";
import { made } from "../../src/made.js";

export async function GET() {
  return new Response(await made(testing).then((demo) => decide(xinyi, demo)).catch(told));
}
