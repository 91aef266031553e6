import { createVerifier, init } from "xinyi/slim";
import zh from "xinyi/messages/zh-CN.json";
import { decide, told } from "./src/decide.js";
import demo from "./src/demo.js";

const wasm = new URL("xinyi/xinyi.wasm", import.meta.url);
const ready = init({ wasm, messages: { "zh-CN": zh } });

ready.then(() => decide({ createVerifier }, demo)).catch(told).then((outcome) => (globalThis.outcome = outcome));
