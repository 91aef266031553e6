import * as authoring from "xinyi/authoring";
import { author } from "./src/author.js";
import { told } from "./src/decide.js";

export default {
  fetch: () => author(authoring).catch(told).then((outcome) => new Response(outcome)),
};
