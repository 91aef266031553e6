import { init } from "xinyi";
import wasm from "xinyi/xinyi.wasm";

export const ready = init({ wasm });
