import * as authoring from "xinyi/authoring/inline";
import { author } from "./author.js";
import { told } from "./decide.js";

author(authoring).catch(told).then((outcome) => (globalThis.outcome = outcome));
