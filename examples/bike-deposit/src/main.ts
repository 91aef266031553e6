import QRCode from "qrcode";
import { createVerifier, init, isXinyiError, type Decision } from "xinyi";
import { letterParts, type Lines, type Words } from "xinyi/letter";
import { CONTACT, KEPT_DAYS } from "../server/terms.js";
import { readPhoto, readPicture, stickerOf, watchCamera } from "./scan";
import { texts } from "./texts";
import * as till from "./till";
import type { Asked, Wallets } from "./wallet";
import { wordsIn, type Language } from "./words";

interface Demo {
  readonly seed: string;
  readonly made: number;
  readonly now: number;
  readonly root: string;
  readonly bikes: readonly { readonly number: string; readonly deposit: string }[];
}

/** How often the preview's snapshot is fetched anew while the page is open, in milliseconds. */
const REFRESH = 3 * 3_600_000;
/** When a ride is looked up whose answer was lost, each time in milliseconds after the time before. */
const LOOKS = [0, 500, 1_500, 3_000];
/** What the till says where it has done before what it is asked for. */
const DONE_BEFORE = ["ride.answered", "ride.nothing_due", "ride.amount"];
/** Where the ride's id is kept, so that a page that is loaded again finds it. */
const KEPT = "ride";

/** A ride was looked up: it stands as it stood. */
class NotDone extends Error {}

const at = <Kind extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as Kind;
const holder = at<HTMLSelectElement>("holder");

let words: Words;
let demo: Demo | undefined;
/** Null where the page has to do without: bikes are there for their deposit all the same. */
let wallets: Wallets | null | undefined;
/** The ride that has begun, as the till has told last. */
let ride: till.Ride | undefined;
/** The id of a ride of which nobody knows how it stands: an answer was lost, or the page was loaded again. */
let lost: string | undefined;
let asked: Asked | undefined;
let wrong: unknown;
/** What was signed for the ride, and may have to be sent again: the till gives the same the same answer. */
let presentation: string | undefined;
let isBusy = false;

start().catch((error: unknown) => {
  console.error(error);
  at("fault").textContent = texts[chosenLanguage()].failed;
  reveal(at("fault"));
  at("choose").hidden = true;
});

async function start() {
  words = await wordsIn(chosenLanguage());
  label();
  wire();
  lost = kept();
  // A ride that the till knows no more is no reason to say anything.
  if (lost !== undefined) void run(() => lookAgain().catch((error) => (error instanceof till.Refused ? undefined : Promise.reject(error))));
  // Nothing of the demo and of the wallet is needed to ride with a deposit.
  try {
    const response = await fetch("/demo.json");
    demo = (await response.json()) as Demo;
    label();
    await drawStickers(demo);
  } catch (error) {
    console.warn(error);
    at("stickers").closest("details")?.remove();
  }
  await openWallet();
}

function wire() {
  for (const button of document.querySelectorAll<HTMLElement>("[data-language]")) {
    button.addEventListener("click", () => void changeLanguage(button.dataset["language"] as Language));
  }
  on("typed", "submit", () => choose(at<HTMLInputElement>("number").value.trim()));
  on("photo", "change", async () => {
    const input = at<HTMLInputElement>("photo");
    const file = input.files?.[0];
    input.value = "";
    if (file) await chooseSeen(await readPhoto(file).catch(() => undefined));
  });
  on("scan", "click", scan);
  on("holder", "change", ask);
  on("show", "click", () => act((id) => till.present(id, (presentation ??= (wallets as Wallets).present(asked as Asked)))));
  on("pay-instead", "click", () => act((id) => till.pay(id, (ride as till.Ride).due)));
  on("pay", "click", () => act((id) => till.pay(id, (ride as till.Ride).due)));
  on("return", "click", () => act(till.giveBack));
  on("look", "click", lookAgain);
  on("back", "click", restart);
  on("again", "click", restart);
  addEventListener("online", () => lost !== undefined && void run(lookAgain));
}

function on(id: string, event: string, handle: () => unknown) {
  at(id).addEventListener(event, (happened) => {
    happened.preventDefault();
    void run(handle);
  });
}

/** What cannot be done is told. Meanwhile nothing else is done, and what was pressed keeps the focus. */
async function run(what: () => unknown) {
  if (isBusy) return;
  setBusy(true);
  tellFault();
  try {
    await what();
  } catch (error) {
    tellFault(error);
  } finally {
    setBusy(false);
  }
}

function setBusy(value: boolean) {
  isBusy = value;
  for (const button of document.querySelectorAll("main button:not(#stop)")) button.setAttribute("aria-disabled", String(value));
  holder.disabled = value;
}

function tellFault(error?: unknown) {
  const t = ownWords();
  for (const id of ["fault", "number-fault", "look"]) at(id).hidden = true;
  if (error === undefined) return;
  if (error instanceof till.Refused) tell(t.refused[error.code] ?? t.refusedOtherwise);
  else if (error instanceof till.Unanswered) {
    tell(lost === undefined ? t.offline : t.stillUncertain);
    at("look").hidden = lost === undefined;
  } else if (error instanceof NotDone) tell(ride?.state === "unlocked" ? t.notDone : t.notDoneLocked);
  else if (isXinyiError(error)) tell(error.messages[words.language]);
  else {
    console.error(error);
    tell(t.refusedOtherwise);
  }
}

/** Shows what went wrong, wherever the page is scrolled to. */
function tell(text: string) {
  const place = ride || lost !== undefined ? at("fault") : at("number-fault");
  place.textContent = text;
  reveal(place);
}

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
    if (error instanceof till.Refused || error instanceof till.Unanswered) throw error;
    tell(ownWords().noCamera);
    at("number").focus();
  } finally {
    at("camera").hidden = true;
  }
}

async function chooseSeen(number: string | undefined) {
  if (number) return choose(number);
  tell(ownWords().noCode);
}

async function choose(number: string) {
  at("done").hidden = true;
  take(await till.begin(number));
  at("deposit").focus();
}

function restart() {
  take(undefined);
  at("number").focus();
}

/** The ride as the till has told. It is kept for as long as the page is open, wherever the page is loaded again. */
function take(told: till.Ride | undefined) {
  const isOver = told?.state === "returned";
  [ride, lost] = [isOver ? undefined : told, undefined];
  keep(ride?.ride);
  ask();
  if (!isOver) return;
  at("done").textContent = ownWords().returned(told.refunded);
  at("done").hidden = false;
  announce(at("done").innerText);
  at("number").focus();
}

function keep(id: string | undefined) {
  try {
    if (id === undefined) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, id);
  } catch {
    // Without storage a page that is loaded again begins anew.
  }
}

function kept(): string | undefined {
  try {
    return sessionStorage.getItem(KEPT) ?? undefined;
  } catch {
    return undefined;
  }
}

async function drawStickers({ bikes }: Demo) {
  for (const { number, deposit } of bikes) {
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

async function openWallet() {
  try {
    if (!demo) throw new Error("no demo");
    // The module loads while the snapshot is on its way.
    void init().catch(() => undefined);
    const { now: made, root } = demo;
    const opened = performance.now();
    const now = () => made + Math.floor((performance.now() - opened) / 1_000);
    // A real page has the root and a first snapshot built in, and the `minimum` of its build.
    const verifier = await createVerifier({ root, snapshot: await fetchSnapshot(), allowDemoRoot: true, now: now() });
    // It brings a module that signs, which a real app has no use for.
    const { openWallets } = await import("./wallet");
    wallets = await openWallets(demo, verifier, now);
    const refresh = async () => {
      // A failure takes nothing away, and a part that does not verify is not taken.
      const snapshot = await fetchSnapshot().catch(() => undefined);
      if (snapshot !== undefined) verifier.load(snapshot, { now: now() });
      if (ride && !presentation && !isBusy) ask();
    };
    setInterval(refresh, REFRESH);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void refresh());
  } catch (error) {
    console.warn(error);
    wallets = null;
  }
  label();
  if (ride && !presentation) ask();
}

async function fetchSnapshot(): Promise<string> {
  const response = await fetch("/snapshot.json", { cache: "no-cache" });
  if (!response.ok) throw new Error(`snapshot: ${response.status}`);
  return response.text();
}

/** What the chosen wallet would show for the ride. */
function ask() {
  [asked, wrong, presentation] = [undefined, undefined, undefined];
  try {
    if (ride?.request && wallets) asked = wallets.ask(holder.value, ride.request);
  } catch (error) {
    if (!isXinyiError(error)) throw error;
    wrong = error;
  }
  show();
}

// What the till does for the ride.

/**
 * Has the till do something for the ride. Where no answer comes it may be done all the same, and where the till has done
 * it before, an answer was lost: so the page asks how the ride stands before it says anything.
 */
async function act(send: (ride: string) => Promise<till.Ride>) {
  if (!ride) return;
  const before = ride;
  try {
    settle(await send(before.ride));
  } catch (error) {
    const code = error instanceof till.Refused ? error.code : undefined;
    // Nothing is to be had from this ride any more.
    if (code === "ride.unknown" || code === "bike.in_use") take(undefined);
    if (!(error instanceof till.Unanswered) && !DONE_BEFORE.includes(code ?? "")) throw error;
    if (error instanceof till.Unanswered) tell(ownWords().uncertain);
    lost = before.ride;
    await lookAgain();
  }
}

/** Finds out how the ride stands, and shows it. Throws `NotDone` if it stands as before. */
async function lookAgain() {
  if (lost === undefined) return;
  let found: till.Ride;
  try {
    found = await lookUp(lost);
  } catch (error) {
    // The till knows it no more.
    if (error instanceof till.Refused) take(undefined);
    throw error;
  }
  tellFault();
  if (found.state !== ride?.state) return settle(found);
  lost = undefined;
  throw new NotDone();
}

async function lookUp(id: string): Promise<till.Ride> {
  for (const [place, wait] of LOOKS.entries()) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    try {
      return await till.look(id);
    } catch (error) {
      if (!(error instanceof till.Unanswered) || place === LOOKS.length - 1) throw error;
    }
  }
  throw new till.Unanswered();
}

function settle(told: till.Ride) {
  take(told);
  if (!ride) return;
  at(isSettled(ride) ? "result" : "deposit").focus();
  if (isSettled(ride)) announce(at("settled").innerText);
}

/** Whether something was decided, or the bike is out. */
function isSettled({ state, decision, error }: till.Ride): boolean {
  return state === "unlocked" || decision !== undefined || error !== undefined;
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
  at("note").hidden = !demo;
  if (demo) at("date").textContent = words.day(new Date((demo.now + 8 * 3_600) * 1_000).toISOString().slice(0, 10));
  const { value } = holder;
  const shown = wallets?.wallets ?? [];
  holder.replaceChildren(...shown.map(({ name, title }) => element("option", { value: name }, title[words.language])));
  holder.value = value || (shown[0]?.name ?? "");
}

function show() {
  at("choose").hidden = Boolean(ride);
  at("deposit").hidden = !ride || isSettled(ride);
  at("result").hidden = !ride || !isSettled(ride);
  if (ride && isSettled(ride)) showResult(ride);
  else if (ride) showDeposit(ride);
}

function showDeposit({ bike, due, request }: till.Ride) {
  const t = ownWords();
  at("bike").textContent = t.bike(bike);
  at("amount").textContent = t.yuan(due);
  const isWithout = wallets === null || !request;
  at("wallet").hidden = isWithout;
  at("deposit-only").hidden = !isWithout;
  at("chooser").hidden = !wallets;
  const isShown = Boolean(asked?.plan.disclose);
  at("show").hidden = !isShown;
  at("pay-instead").textContent = isShown ? t.payInstead(due) : t.payBecause(due);
  at("pay-instead").className = isShown ? "" : "main";
  const parts: (HTMLElement | undefined)[] = [];
  if (wallets === undefined) parts.push(hint(t.walletLoading));
  if (isXinyiError(wrong)) parts.push(paragraph(wrong.messages[words.language], "fault"));
  if (asked) {
    const { plan, consent } = asked;
    const { title, more } = outcomeOf(plan.decision);
    const preview = element("div", { class: "preview" }, paragraph(`${t.preview}${words.language === "en" ? ": " : "："}${title}`), ...more.map(hint), hint(t.previewNote));
    const [first, ...others] = plan.words.map((sentence) => sentence[words.language]);
    if (isShown) parts.push(preview, element("h3", {}, t.consent));
    parts.push(paragraph(first ?? ""), ...others.map(hint));
    if (isShown) {
      const programme = plan.decision.titles.programme[words.language];
      const agreed = t.consentWords({ programme, contact: CONTACT, days: KEPT_DAYS, until: words.from(consent.until) });
      parts.push(...agreed.map((sentence) => paragraph(sentence)));
    } else parts.push(preview, ...letterOf(plan.decision));
  }
  at("plan").replaceChildren(...parts.filter((part) => part !== undefined));
}

function showResult({ state, deposit, waived, due, paid, decision, error }: till.Ride) {
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
    const { title, more } = outcomeOf(decision);
    parts.push(element("h3", {}, title), ...more.map(hint), ...letterOf(decision));
  }
  at("letter").replaceChildren(...parts);
}

/** What came of it in a few words, and what that means. */
function outcomeOf(decision: Decision) {
  const [, ...more] = letterParts(decision, words).outcome;
  return { title: words.outcome(decision.outcome), more };
}

/** Why, what helps and from when, and whom to ask. */
function letterOf(decision: Decision): HTMLElement[] {
  const t = ownWords();
  const { reasons, open, ways, notes, contact } = letterParts(decision, words);
  const parts: [string, HTMLElement[]][] = [
    [t.reasons, reasons.map(({ lines }) => item(lines))],
    [t.ways, [...open, ...ways].map((lines) => item(lines))],
    [t.notes, notes.map((line) => item([line]))],
    [t.contact, contact.map(({ line, text, url }) => item(text ? [line, text] : [line], url))],
  ];
  const some = parts.filter(([, items]) => items.length > 0);
  return some.map(([title, items]) => element("div", { class: "part" }, element("h3", {}, title), element("ul", {}, ...items)));
}

function item([line = "", ...more]: Lines, url?: string | null): HTMLElement {
  const made = element("li", {}, paragraph(line), ...more.map(hint));
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
