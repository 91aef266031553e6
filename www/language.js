// The language of a page: chosen by its address, or else the browser's.
import { texts } from "./texts.js";

export function chosenLanguage() {
  const chosen = new URLSearchParams(location.hash.slice(1)).get("lang");
  if (Object.hasOwn(texts, chosen)) return chosen;
  return /^zh\b/.test(navigator.language) ? "zh-CN" : "en";
}

/** Puts the page's own words into its parts, `title` into its title. */
export function labelPage({ language, t }, title) {
  document.documentElement.lang = language;
  document.title = `${title} · 信易 xinyi`;
  for (const part of document.querySelectorAll("[data-text]")) part.textContent = t[part.dataset.text];
  for (const part of document.querySelectorAll("[data-label]")) part.setAttribute("aria-label", t[part.dataset.label]);
  for (const link of document.querySelectorAll("nav a")) {
    if (link.lang === language) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** What the package tells decisions with: its messages by language, and what makes sentences of them. */
export async function loadLetter() {
  const messages = async (language) => {
    const path = `xinyi/messages/${language}.json`;
    const response = await fetch(path);
    if (!response.ok) throw new Error(`${response.status} ${path}`);
    return [language, await response.json()];
  };
  // Loaded here: without it the page still says so.
  const [{ letterParts, wordsOf }, ...tables] = await Promise.all([import("./xinyi/letter.js"), ...Object.keys(texts).map(messages)]);
  return { letterParts, wordsOf, tables: Object.fromEntries(tables) };
}
