import * as authoring from "xinyi/authoring";
import { author } from "./author.js";
import { told } from "./decide.js";

author(authoring).catch(told).then(console.log);
