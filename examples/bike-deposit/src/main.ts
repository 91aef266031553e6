import QRCode from "qrcode";
import { createVerifier, init, isXinyiError } from "xinyi";
import { readPhoto, readPicture, stickerOf, watchCamera } from "./scan";
import { texts } from "./texts";
import * as till from "./till";
import type { Asked, Wallets } from "./wallet";
import { wordsIn, type Language, type Line, type Words } from "./words";

interface Demo {
  readonly seed: string;
  readonly made: number;
  readonly now: number;
  readonly root: string;
  readonly bikes: readonly { readonly number: string; readonly deposit: string }[];
}

const at = <Kind extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as Kind;
const holder = at<HTMLSelectElement>("holder");

let words: Words;
let demo: Demo;
let wallets: Wallets;
/** Where the rider is: nothing chosen; a ride that has begun; one that is settled. */
let begun: till.Begun | undefined;
let asked: Asked | undefined;
let wrong: unknown;
let settled: till.Settled | undefined;

start().catch((error: unknown) => {
  console.error(error);
  at("fault").textContent = texts[chosenLanguage()].failed;
  reveal(at("fault"));
  at("choose").hidden = true;
});

async function start() {
  // The module loads while the documents are on their way.
  void init().catch(() => undefined);
  const [fetched, snapshot, chosen] = await Promise.all([
    fetch("/demo.json").then((response) => response.json() as Promise<Demo>),
    fetch("/snapshot.json").then((response) => response.text()),
    wordsIn(chosenLanguage()),
  ]);
  [demo, words] = [fetched, chosen];
  const opened = performance.now();
  const now = () => demo.now + Math.floor((performance.now() - opened) / 1_000);
  const verifier = await createVerifier({ root: demo.root, snapshot, allowDemoRoot: true, now: now() });
  // It brings a module that signs, which a real app has no use for.
  const { openWallets } = await import("./wallet");
  wallets = await openWallets(demo, verifier, now);

  label();
  await drawStickers();
  for (const button of document.querySelectorAll<HTMLElement>("[data-language]")) {
    button.addEventListener("click", () => void changeLanguage(button.dataset["language"] as Language));
  }
  on("typed", "submit", (event) => (event.preventDefault(), choose(at<HTMLInputElement>("number").value.trim())));
  on("photo", "change", async () => {
    const input = at<HTMLInputElement>("photo");
    const file = input.files?.[0];
    input.value = "";
    if (file) await chooseSeen(await readPhoto(file).catch(() => undefined));
  });
  on("scan", "click", scan);
  on("holder", "change", ask);
  on("show", "click", () => settle((ride) => till.present(ride, wallets.present(asked as Asked))));
  on("pay-instead", "click", () => settle((ride) => till.pay(ride, (begun as till.Begun).deposit)));
  on("pay", "click", () => settle((ride) => till.pay(ride, (settled as till.Settled).due)));
  on("return", "click", async () => {
    await till.giveBack((settled as till.Settled).ride);
    restart();
    announce(ownWords().returned);
  });
  on("back", "click", restart);
  on("again", "click", restart);
}

/** What a handler cannot do is told. While it works, nothing else can be pressed. */
function on(id: string, event: string, handle: (event: Event) => unknown) {
  at(id).addEventListener(event, async (happened) => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>("main button:not(#stop)")];
    buttons.forEach((button) => (button.disabled = true));
    tellFault();
    try {
      await handle(happened);
    } catch (error) {
      tellFault(error);
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  });
}

function tellFault(error?: unknown) {
  const t = ownWords();
  const place = begun || settled ? at("fault") : at("number-fault");
  for (const one of [at("fault"), at("number-fault")]) one.hidden = true;
  if (error === undefined) return;
  if (error instanceof till.Refused) place.textContent = t.refused[error.code] ?? t.refusedOtherwise;
  else if (error instanceof TypeError) place.textContent = t.offline;
  else if (isXinyiError(error)) place.textContent = error.messages[words.language];
  else {
    console.error(error);
    place.textContent = t.refusedOtherwise;
  }
  reveal(place);
}

/** Shows what went wrong, wherever the page is scrolled to. */
function reveal(place: HTMLElement) {
  place.hidden = false;
  place.scrollIntoView({ block: "center" });
}

// Choosing a bike.

async function scan() {
  const enough = new AbortController();
  at("camera").hidden = false;
  at("stop").addEventListener("click", () => enough.abort(), { once: true });
  try {
    const number = await watchCamera(at<HTMLVideoElement>("video"), enough.signal);
    if (number) await choose(number);
  } catch (error) {
    if (error instanceof till.Refused || error instanceof TypeError) throw error;
    at("number-fault").textContent = ownWords().noCamera;
    reveal(at("number-fault"));
    at("number").focus();
  } finally {
    at("camera").hidden = true;
  }
}

async function chooseSeen(number: string | undefined) {
  if (number) return choose(number);
  at("number-fault").textContent = ownWords().noCode;
  reveal(at("number-fault"));
}

async function choose(number: string) {
  begun = await till.begin(number);
  ask();
  at("deposit").focus();
}

function restart() {
  [begun, asked, settled, wrong] = [undefined, undefined, undefined, undefined];
  show();
  at("number").focus();
}

async function drawStickers() {
  for (const { number, deposit } of demo.bikes) {
    const button = element("button", { type: "button" });
    const canvas = element("canvas", { role: "img" });
    await QRCode.toCanvas(canvas, stickerOf(number), { margin: 4, scale: 4 });
    // Set by the library, where the policy allows no style in a document.
    canvas.removeAttribute("style");
    button.append(canvas, element("span", { "data-number": number, "data-deposit": deposit }));
    button.id = `sticker-${number}`;
    at("stickers").append(button);
    on(button.id, "click", () => chooseSeen(readPicture(canvas, canvas.width, canvas.height)));
  }
  label();
}

// The wallet, and the preview.

function ask() {
  [asked, wrong] = [undefined, undefined];
  try {
    if (begun) asked = wallets.ask(holder.value, begun.request);
  } catch (error) {
    if (!isXinyiError(error)) throw error;
    wrong = error;
  }
  show();
}

async function settle(send: (ride: string) => Promise<till.Settled>) {
  const ride = settled?.ride ?? begun?.ride;
  if (!ride) return;
  const decided = settled;
  settled = await send(ride);
  // What was decided before the deposit was paid stays on the page.
  if (decided && settled.paid) settled = { ...decided, ...settled };
  show();
  at("result").focus();
  announce(at("settled").innerText);
}

// What is on the page.

function ownWords() {
  return texts[words?.language ?? chosenLanguage()];
}

function chosenLanguage(): Language {
  const given = new URLSearchParams(location.search).get("lang") ?? navigator.language;
  return given.startsWith("en") ? "en" : "zh-CN";
}

async function changeLanguage(language: Language) {
  words = await wordsIn(language);
  history.replaceState(null, "", `?lang=${language}`);
  label();
  show();
}

function label() {
  const t = ownWords();
  document.documentElement.lang = words.language;
  document.title = `${t.title} · ${t.brand}`;
  for (const one of document.querySelectorAll<HTMLElement>("[data-text]")) one.textContent = t[one.dataset["text"] as "title"];
  for (const one of document.querySelectorAll<HTMLElement>("[data-label]")) one.setAttribute("aria-label", t[one.dataset["label"] as "title"]);
  for (const one of document.querySelectorAll<HTMLElement>("[data-language]")) {
    one.setAttribute("aria-pressed", String(one.dataset["language"] === words.language));
  }
  for (const one of document.querySelectorAll<HTMLElement>("[data-number]")) {
    one.textContent = t.sticker(one.dataset["number"] ?? "", one.dataset["deposit"] ?? "");
  }
  at("date").textContent = words.day(new Date((demo.now + 8 * 3_600) * 1_000).toISOString().slice(0, 10));
  const { value } = holder;
  holder.replaceChildren(...wallets.wallets.map(({ name, title }) => element("option", { value: name }, title[words.language])));
  holder.value = value || (wallets.wallets[0]?.name ?? "");
}

function show() {
  at("choose").hidden = Boolean(begun);
  at("deposit").hidden = !begun || Boolean(settled);
  at("result").hidden = !settled;
  if (settled) showResult(settled);
  else if (begun) showDeposit(begun);
}

function showDeposit({ bike, deposit }: till.Begun) {
  const t = ownWords();
  at("bike").textContent = t.bike(bike);
  at("amount").textContent = t.yuan(deposit);
  const isShown = Boolean(asked?.plan.disclose);
  at("show").hidden = !isShown;
  at("pay-instead").textContent = isShown ? t.payInstead(deposit) : t.payBecause(deposit);
  at("pay-instead").className = isShown ? "" : "main";
  const parts: (HTMLElement | undefined)[] = [];
  if (isXinyiError(wrong)) parts.push(paragraph(wrong.messages[words.language], "fault"));
  if (asked) {
    const { text, more } = words.outcome(asked.plan.decision);
    const preview = element("div", { class: "preview" }, paragraph(`${t.preview}${words.language === "en" ? ": " : "："}${text}`), ...more.map(hint), hint(t.previewNote));
    const [first, ...others] = asked.plan.words.map((sentence) => sentence[words.language]);
    parts.push(paragraph(first ?? ""), ...others.map(hint), preview);
    if (!isShown) parts.push(...letterOf(asked.plan.decision));
  }
  at("plan").replaceChildren(...parts.filter((part) => part !== undefined));
}

function showResult({ state, deposit, waived, due, paid, decision, error }: till.Settled) {
  const t = ownWords();
  const box = element("div", { class: `settled ${state}` });
  if (state === "unlocked") box.append(element("h2", {}, t.unlocked), paragraph(paid ? t.paid(paid) : t.waived(deposit)));
  else box.append(element("h2", {}, t.due(due)), paragraph(waived === "0.00" ? t.dueNote : t.partly(waived, due)));
  at("settled").replaceChildren(box);
  at("pay").hidden = state === "unlocked";
  at("pay").textContent = t.pay(due);
  at("return").hidden = state !== "unlocked";
  at("again").hidden = state === "unlocked";
  const parts: HTMLElement[] = [];
  if (error) parts.push(element("h3", {}, t.refusedBecause), paragraph(error.messages[words.language]));
  if (decision) {
    const { text, more } = words.outcome(decision);
    parts.push(element("h3", {}, text), ...more.map(hint), ...letterOf(decision));
  }
  at("letter").replaceChildren(...parts);
}

/** Why, what helps and from when, and whom to ask. */
function letterOf(decision: NonNullable<till.Settled["decision"]>): HTMLElement[] {
  const t = ownWords();
  const parts: [string, readonly Line[]][] = [
    [words.heading("reasons"), words.reasons(decision)],
    [t.ways, words.ways(decision)],
    [t.notes, words.notes(decision)],
    [t.contact, words.contact(decision)],
  ];
  const some = parts.filter(([, lines]) => lines.length > 0);
  return some.map(([title, lines]) => element("div", { class: "part" }, element("h3", {}, title), element("ul", {}, ...lines.map(item))));
}

function item({ text, more, url }: Line): HTMLElement {
  const made = element("li", {}, paragraph(text), ...more.map(hint));
  if (url?.startsWith("https://")) made.append(element("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, url));
  return made;
}

function announce(text: string) {
  at("announcement").textContent = text;
}

const hint = (text: string) => paragraph(text, "hint");
const paragraph = (text: string, kind?: string) => element("p", kind ? { class: kind } : {}, text);

function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Record<string, string> = {}, ...children: (Node | string)[]) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
