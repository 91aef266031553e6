// The words of one language: the page's own, and the package's for decisions.
import { texts } from "./texts.js";

/** `letter`: what `loadLetter` gives; before it is there, the page has words of its own only. */
export function wordsIn(language, letter) {
  if (!letter) return { t: texts[language], language };
  const words = letter.wordsOf(language, letter.tables[language]);
  return { t: texts[language], ...words, partsOf: (decision) => letter.letterParts(decision, words) };
}
