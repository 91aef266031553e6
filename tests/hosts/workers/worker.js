import * as xinyi from "xinyi";
import { decide, told } from "./src/decide.js";
import demo from "./src/demo.js";

export default {
  fetch: () => decide(xinyi, demo).catch(told).then((outcome) => new Response(outcome)),
};
