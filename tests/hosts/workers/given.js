import { createVerifier, init } from "xinyi";
import wasm from "xinyi/xinyi.wasm";
import { decide, told } from "./src/decide.js";
import demo from "./src/demo.js";

export default {
  async fetch() {
    await init({ wasm });
    return new Response(await decide({ createVerifier }, demo).catch(told));
  },
};
