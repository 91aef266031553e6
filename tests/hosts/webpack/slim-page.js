import { createVerifier } from "xinyi/slim";
import { ready } from "./slim.js";
import { decide, told } from "./src/decide.js";
import demo from "./src/demo.js";

ready.then(() => decide({ createVerifier }, demo)).catch(told).then((outcome) => (globalThis.outcome = outcome));
