import * as xinyi from "xinyi";
import { decide, told } from "./decide.js";
import demo from "./demo.js";

decide(xinyi, demo).catch(told).then((outcome) => (globalThis.outcome = outcome));
