import * as xinyi from "./entry";
import { decide, told } from "./decide";
import demo from "./demo";

export const run = (wasmPath) => xinyi.init({ wasmPath }).then(() => decide(xinyi, demo)).catch(told);
