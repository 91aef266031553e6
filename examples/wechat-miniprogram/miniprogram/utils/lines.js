// A decision in lines, of the package's sentences. In JavaScript, since the till's page in Node shows them too.
import { letterParts, wordsOf } from "xinyi/letter";

/** @typedef {{ kind: "title" | "line" | "quiet", text: string }} Line `kind`: how it looks */

/**
 * What came of it and what that means, and unless it is granted why, what can be done or waited for, and whom to ask or
 * object to. `table`: the package's messages in `language`.
 *
 * @param {import("xinyi").Decision} decision
 * @param {"zh-CN" | "en"} language
 * @param {Parameters<typeof wordsOf>[1]} table
 * @returns {Line[]}
 */
export function linesOf(decision, language, table) {
  const words = wordsOf(language, table);
  const { outcome, reasons, open, ways, notes, contact } = letterParts(decision, words);
  const [, ...meaning] = outcome;
  /** @type {Line[]} */
  const lines = [{ kind: "title", text: words.outcome(decision.outcome) }];
  /** @param {readonly string[]} said the first says it, the others belong to it */
  const add = ([first, ...more]) => {
    if (first) lines.push({ kind: "line", text: first });
    for (const text of more) lines.push({ kind: "quiet", text });
  };
  for (const line of meaning) add([line]);
  for (const text of notes) lines.push({ kind: "quiet", text });
  for (const lines of open) add(lines);
  if (decision.outcome === "granted") return lines;
  if (reasons.length > 0) lines.push({ kind: "title", text: { "zh-CN": "理由", en: "Reasons" }[language] });
  for (const reason of reasons) add(reason.lines);
  for (const lines of ways) add(lines);
  for (const { line, text, url } of contact) add([line, text, url].filter(isText));
  return lines;
}

/** @param {string | null | undefined} text @returns {text is string} */
function isText(text) {
  return Boolean(text);
}
