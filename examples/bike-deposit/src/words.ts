// The package's words for decisions, in the language that is chosen: its table alone is loaded.
import type { Texts } from "xinyi";
import { wordsOf } from "xinyi/letter";

export type Language = keyof Texts;

const tables = {
  "zh-CN": () => import("xinyi/messages/zh-CN.json"),
  en: () => import("xinyi/messages/en.json"),
};

export async function wordsIn(language: Language) {
  const { default: table } = await tables[language]();
  return wordsOf(language, table);
}
