import * as xinyi from "xinyi/inline";
import { decide } from "../decide.js";
import demo from "../demo.js";

// At any time, and without a promise.
export default () => decide({ createVerifier: xinyi.createVerifierSync }, demo);
