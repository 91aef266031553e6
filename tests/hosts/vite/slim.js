import { createVerifier, init } from "xinyi/slim";
import zh from "xinyi/messages/zh-CN.json";
import wasm from "xinyi/xinyi.wasm?url";
import { decide, told } from "./src/decide.js";
import demo from "./src/demo.js";

const ready = init({ wasm, messages: { "zh-CN": zh } });

ready.then(() => decide({ createVerifier }, demo)).catch(told).then((outcome) => (globalThis.outcome = outcome));
