import * as authoring from "xinyi/authoring";
import { authoring as wasm } from "../../wasm.js";
import { author } from "../author.js";
import demo from "../demo.js";

export default () => author(authoring, demo, { wasm });
