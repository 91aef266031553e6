import * as xinyi from "xinyi";
import * as testing from "xinyi/testing";
import { decide, told } from "./src/decide.js";
import { made } from "./src/made.js";

export default {
  fetch: () => made(testing).then((demo) => decide(xinyi, demo)).catch(told).then((outcome) => new Response(outcome)),
};
