import * as xinyi from "./entry.js";
import { decide, told } from "./decide.js";
import demo from "./demo.js";

export const run = (wasmPath) => xinyi.init({ wasmPath }).then(() => decide(xinyi, demo)).catch(told);
