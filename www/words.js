// The words of one language: the page's own, and the package's for decisions.
import { wordsOf } from "./xinyi/letter.js";
import { texts } from "./texts.js";

/** `tables`: the package's messages by language; none before they are there. */
export function wordsIn(language, tables) {
  return { t: texts[language], language, ...(tables && wordsOf(language, tables[language])) };
}
