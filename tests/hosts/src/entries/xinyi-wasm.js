import * as xinyi from "xinyi";
import { xinyi as wasm } from "../../wasm.js";
import { decide } from "../decide.js";
import demo from "../demo.js";

export default () => xinyi.init({ wasm }).then(() => decide(xinyi, demo));
