import * as xinyi from "xinyi";
import { decide, told } from "./src/decide.js";
import demo from "./src/demo.js";
import { ready } from "./ready.js";

ready.then(() => decide(xinyi, demo)).catch(told).then((outcome) => (globalThis.outcome = outcome));
