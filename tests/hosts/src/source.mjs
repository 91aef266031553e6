// A module by the standard's own way of importing one, on hosts that have it.
import source wasm from "xinyi/xinyi.wasm";
import * as xinyi from "xinyi/slim";
import { decide, told } from "./decide.js";
import demo from "./demo.js";

xinyi.init({ wasm }).then(() => decide(xinyi, demo)).catch(told).then(console.log);
