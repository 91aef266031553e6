import * as xinyi from "xinyi/slim";
import en from "xinyi/messages/en.json" with { type: "json" };
import { compressed as wasm } from "../../wasm.js";
import { decide } from "../decide.js";
import demo from "../demo.js";

export default () => xinyi.init({ wasm, messages: { en } }).then(() => decide(xinyi, demo));
