import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as xinyi from "xinyi/slim";
import { decide, told } from "./decide.js";
import demo from "./demo.js";

const wasm = readFileSync(fileURLToPath(import.meta.resolve("xinyi/xinyi.wasm")));

xinyi.init({ wasm }).then(() => decide(xinyi, demo)).catch(told).then(console.log);
