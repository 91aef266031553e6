import * as xinyi from "xinyi/miniprogram";
import { decide } from "../decide.js";
import demo from "../demo.js";

export default () => decide(xinyi, demo);
