import * as xinyi from "xinyi/slim";
import zh from "xinyi/messages/zh-CN.json" with { type: "json" };
import { xinyi as wasm } from "../../wasm.js";
import { decide } from "../decide.js";
import demo from "../demo.js";

/** It has nothing of its own: first it says so. */
export default async function () {
  const before = problemOf(() => xinyi.createVerifierSync(demo));
  await xinyi.init({ wasm, messages: { "zh-CN": zh } });
  return `${before}, ${await decide(xinyi, demo)}`;
}

function problemOf(call) {
  try {
    call();
    return "no problem";
  } catch (error) {
    return error.details.problem;
  }
}
