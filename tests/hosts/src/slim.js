import * as xinyi from "xinyi/slim";
import en from "xinyi/messages/en.json";
import { decide, told } from "./decide.js";
import demo from "./demo.js";

// The file lies beside the page.
const ready = xinyi.init({ wasm: "xinyi.wasm", messages: { en } });

ready.then(() => decide(xinyi, demo)).catch(told).then((outcome) => (globalThis.outcome = outcome));
