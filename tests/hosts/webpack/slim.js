import { init } from "xinyi/slim";
import zh from "xinyi/messages/zh-CN.json";

const wasm = new URL("xinyi/xinyi.wasm", import.meta.url);
export const ready = init({ wasm, messages: { "zh-CN": zh } });
