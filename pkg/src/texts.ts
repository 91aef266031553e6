/** The texts of both languages, in a file of their own: nothing else of the package has them inside. */

import en from "../../src/messages/en.json";
import zh from "../../src/messages/zh-CN.json";
import type { Languages } from "./messages";

export const texts: Languages = { "zh-CN": zh, en };
