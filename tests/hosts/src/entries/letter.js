import { letter, wordsOf } from "xinyi/letter";
import en from "xinyi/messages/en.json" with { type: "json" };
import zh from "xinyi/messages/zh-CN.json" with { type: "json" };
import demo from "../demo.js";

/** A decision that somebody else has made, in both languages. */
export default async function () {
  const words = [wordsOf("zh-CN", zh), wordsOf("en", en)];
  return words.map((words) => letter(demo.decision, words).join("\n")).join("\n\n");
}
