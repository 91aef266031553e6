import * as xinyi from "xinyi/slim";
import wasm from "xinyi/xinyi.wasm";
import { decide, told } from "./src/decide.js";
import demo from "./src/demo.js";

export default {
  fetch: () => xinyi.init({ wasm }).then(() => decide(xinyi, demo)).catch(told).then((outcome) => new Response(outcome)),
};
