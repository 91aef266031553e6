// Chooses a bundle and a programme, has the verifier decide, and shows what it says.
import { chosenLanguage, labelPage, loadLetter } from "./language.js";
import { element, headline, issuerNames, resultParts, showFault } from "./result.js";
import { wordsIn } from "./words.js";

const PAGE_FILES = ["./", "page.css", "page.js", "texts.js", "words.js", "language.js", "result.js", "icon.svg", "xinyi/browser.js", "xinyi/web-shared.js", "xinyi/texts.js", "xinyi/letter.js", "xinyi/xinyi.wasm", "xinyi/messages/zh-CN.json", "xinyi/messages/en.json"];
const PLATFORM = "demo/";
/** No bundle is larger; what is, need not be read whole to be refused. */
const READ_AT_MOST = 1 << 20;
const OWN = "own";

const at = (id) => document.getElementById(id);
let words;
/** What the package tells decisions with. */
let letter;
let demo;
/** The person's own file, once there is one: `{name, content}`. */
let own;
let offline = "preparing";

setLanguage();
addEventListener("hashchange", setLanguage);
start().catch((cause) => {
  showFault(cause);
  at("offline").hidden = true;
});

async function start() {
  const [{ createVerifier }, loaded] = await Promise.all([import("./xinyi/browser.js"), loadDemo()]);
  const { root, snapshot, platform } = loaded;
  const verifier = await createVerifier({ root, snapshot, now: platform.now, allowDemoRoot: true });
  letter = loaded.letter;
  words = wordsIn(words.language, letter);
  demo = { ...loaded, verifier };
  fillChoices();
  chooseBundle();
  at("bundle").addEventListener("change", chooseBundle);
  at("programme").addEventListener("change", chooseProgramme);
  at("request").addEventListener("input", decide);
  at("bound").addEventListener("change", decide);
  at("form").addEventListener("submit", (event) => event.preventDefault());
  at("file").addEventListener("change", ({ target }) => target.files[0] && open(target.files[0]));
  acceptDrops();
  keepForOffline([...PAGE_FILES, ...loaded.files]);
}

/** All of the platform at once, so that what is kept for offline use belongs together. */
async function loadDemo() {
  const files = [];
  const text = async (path) => {
    const response = await fetch(path);
    if (!response.ok) throw new Error(`${response.status} ${path}`);
    return (await response.text()).trimEnd();
  };
  const fetched = (name) => {
    files.push(PLATFORM + name);
    return text(PLATFORM + name);
  };
  const platform = JSON.parse(await fetched("platform.json"));
  const all = (entries, add) => Promise.all(entries.map(async (entry) => ({ ...entry, ...add(await fetched(entry.file)) })));
  const [letter, root, snapshot, programmes, bundles] = await Promise.all([
    loadLetter(),
    fetched(platform.root),
    fetched(platform.snapshot),
    all(platform.programmes, (text) => ({ document: JSON.parse(text) })),
    all(platform.bundles, (content) => ({ content })),
  ]);
  return { files, letter, platform, root, snapshot, programmes, bundles, issuers: issuerNames(snapshot) };
}

function setLanguage() {
  words = wordsIn(chosenLanguage(), letter);
  labelPage(words, words.t.title);
  showOffline();
  if (!demo) return;
  const [bundle, programme, request] = [at("bundle").value, at("programme").value, requested()];
  fillChoices();
  at("bundle").value = bundle;
  at("programme").value = programme;
  showProgramme(request);
  decide();
}

function fillChoices() {
  const { platform, programmes, bundles } = demo;
  const { t, language } = words;
  at("date").textContent = words.day(platform.date);
  at("date").dateTime = platform.date;
  const option = (value, text) => element("option", { value }, text);
  const groups = programmes.map(({ id, title }) => {
    const own = bundles.flatMap((bundle, i) => (bundle.programme === id ? [option(i, bundle.title[language])] : []));
    return element("optgroup", { label: title[language] }, own);
  });
  if (own) groups.push(element("optgroup", { label: t.ownFiles }, option(OWN, t.ownFile(own.name))));
  at("bundle").replaceChildren(...groups);
  at("programme").replaceChildren(...programmes.map(({ id, title }) => option(id, title[language])));
}

/** A demo bundle comes with the programme that it was made for. */
function chooseBundle() {
  const { programme } = chosenBundle();
  if (programme) at("programme").value = programme;
  chooseProgramme();
}

function chooseProgramme() {
  const id = at("programme").value;
  const bundle = chosenBundle();
  const sample = bundle.programme === id ? bundle : demo.bundles.find(({ programme }) => programme === id);
  showProgramme(sample?.request ?? {});
  decide();
}

function chosenBundle() {
  const { value } = at("bundle");
  return value === OWN ? own : demo.bundles[value];
}

function chosenProgramme() {
  return demo.programmes.find(({ id }) => id === at("programme").value).document;
}

/** What there is to say of the programme, and fields for what it asks of the app. */
function showProgramme(request) {
  const { t } = words;
  const programme = chosenProgramme();
  const [valid_from, valid_until] = [words.day(programme.valid_from), words.day(programme.valid_until)];
  at("owner").textContent = t.owner({ owner: programme.owner, valid_from, valid_until });
  const fields = Object.entries(programme.request ?? {}).map(([name, { type }]) => {
    const id = `request-${name}`;
    const input = element("input", { id, name, autocomplete: "off", ...inputAttributes(type) });
    if (type === "boolean") input.checked = request[name] === true;
    else input.value = request[name]?.amount ?? request[name] ?? "";
    const path = `request.${name}`;
    const thing = words.thing(path);
    const label = thing === path ? name : thing;
    return element("div", null, element("label", { for: id }, type === "money" ? t.inUnit(label) : label), input);
  });
  at("request").replaceChildren(...fields);
}

function inputAttributes(type) {
  switch (type) {
    case "boolean":
      return { type: "checkbox" };
    case "date":
      return { type: "date" };
    case "money":
    case "number":
      return { type: "text", inputmode: "decimal" };
    default:
      return { type: "text" };
  }
}

/** What was not filled in is left out, and so unknown. */
function requested() {
  const fields = [...at("request").querySelectorAll("input")];
  const given = fields.map((input) => [input.name, input.type === "checkbox" ? input.checked : input.value.trim()]);
  return Object.fromEntries(given.filter(([, value]) => value !== ""));
}

function decide() {
  const { platform, verifier, issuers } = demo;
  const result = verifier.safeCheck(chosenBundle().content, {
    programme: at("programme").value,
    holder: at("bound").checked ? { audience: platform.audience, nonce: platform.nonce } : "unbound",
    request: requested(),
    // The demo's day, never this device's.
    now: platform.now,
    // All there is to know: the person looking is the subject, or the demo's.
    explain: "full",
  });
  at("result").replaceChildren(...resultParts(result, about(), issuers, words));
  at("announcement").textContent = headline(result, words);
}

function about() {
  const [bundle, programme] = ["bundle", "programme"].map((id) => at(id).selectedOptions[0].textContent);
  return `${bundle} → ${programme}`;
}

async function open(file) {
  const bytes = new Uint8Array(await file.slice(0, READ_AT_MOST).arrayBuffer());
  // A text editor ends a file with a newline; a bundle has none.
  let end = bytes.length;
  while (end > 0 && [9, 10, 13, 32].includes(bytes[end - 1])) end -= 1;
  own = { name: file.name, content: bytes.subarray(0, end) };
  at("file").value = "";
  const programme = at("programme").value;
  fillChoices();
  at("bundle").value = OWN;
  at("programme").value = programme;
  chooseBundle();
}

function acceptDrops() {
  const { classList } = document.body;
  addEventListener("dragover", (event) => {
    event.preventDefault();
    classList.add("dropping");
  });
  addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || classList.remove("dropping"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    classList.remove("dropping");
    const [file] = event.dataTransfer.files;
    if (file) open(file);
  });
}

async function keepForOffline(files) {
  const workers = navigator.serviceWorker;
  try {
    workers.addEventListener("message", ({ data }) => data.kept && showOffline("ready"));
    await workers.register("sw.js");
    const { active } = await workers.ready;
    active.postMessage(files.map((file) => new URL(file, location.href.split("#")[0]).href));
  } catch {
    showOffline("impossible");
  }
}

function showOffline(state = offline) {
  offline = state;
  at("offline").dataset.state = state;
  at("offline").textContent = words.t.offline[state];
}
