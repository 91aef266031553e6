import * as authoring from "xinyi/authoring/inline";
import { author } from "../author.js";
import demo from "../demo.js";

export default () => author(authoring, demo);
