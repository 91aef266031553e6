// The whole way on one page: an app asks, a holder shows what is enough, the app decides. The two sides have nothing in
// common but what is published, and pictures of codes.
import { chosenLanguage, labelPage, loadLetter } from "./language.js";
import { element, headline, issuerNames, resultParts, showFault } from "./result.js";
import { wordsIn } from "./words.js";

/** Somebody who is granted more or less, with two bundles, a firm, and somebody who has nothing to show. */
const WALLETS = ["zhang-gold", "li-silver", "jiang-two-bundles", "firm-loan", "zhao-listed"];

const at = (id) => document.getElementById(id);
let words;
/** What the package tells decisions with. */
let letter;
let demo;
/** What has come of the wallet that is chosen: the request, the plan or the error in its place, the result. */
let state;

setLanguage();
addEventListener("hashchange", setLanguage);
start().catch(showFault);

async function start() {
  const [{ createVerifier }, { createPlatform, ...codes }, loaded] = await Promise.all([
    import("./xinyi/browser.js"),
    import("./libraries/libraries.js"),
    loadLetter(),
  ]);
  const platform = await createPlatform();
  const snapshot = platform.snapshot();
  const [app, holder] = await Promise.all([1, 2].map(() => createVerifier({ root: platform.root, snapshot, allowDemoRoot: true })));
  const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const jwk = await crypto.subtle.exportKey("jwk", publicKey);
  demo = { platform, app, holder, jwk, key: privateKey, codes, issuers: issuerNames(snapshot) };
  letter = loaded;
  setLanguage();
  at("wallet").addEventListener("change", () => ask().catch(showFault));
  at("agree").addEventListener("click", () => answer().catch(showFault));
  at("form").addEventListener("submit", (event) => event.preventDefault());
  await ask();
}

function setLanguage() {
  words = wordsIn(chosenLanguage(), letter);
  labelPage(words, words.t.presentTitle);
  if (!demo) return;
  const { value } = at("wallet");
  const options = WALLETS.map((name) => element("option", { value: name }, demo.platform.wallet(name).title[words.language]));
  at("wallet").replaceChildren(...options);
  at("wallet").value = value || WALLETS[0];
  if (state) tell();
}

/** The app asks, and the holder's device reads what it is asked and finds out what is enough. */
async function ask() {
  const { platform, app, holder, jwk } = demo;
  const wallet = platform.wallet(at("wallet").value);
  const terms = { programme: wallet.programme, request: wallet.request };
  const request = app.presentationRequest({ ...terms, audience: location.origin });
  const asking = { wallet, terms, request, bundles: platform.issue(wallet.name, { holder: jwk }) };
  state = asking;
  // Until the new question is there, nobody can agree to the one before.
  at("plan").replaceChildren();
  for (const id of ["agree", "answered", "decided"]) at(id).hidden = true;
  const [text] = await carry("request", [request.text], "M");
  if (state !== asking) return;
  try {
    asking.read = holder.readPresentationRequest(text);
    const { nonce, ...asked } = asking.read;
    asking.plan = holder.plan(asking.bundles, asked);
  } catch (error) {
    if (!error.messages) throw error;
    asking.error = error;
  }
  tell();
}

/** The holder agrees: the key signs, and the app reads the answer and decides. */
async function answer() {
  const { app, holder, key } = demo;
  const asked = state;
  const { audience, nonce } = asked.read;
  const drafts = holder.prepare(asked.bundles, { disclose: asked.plan.disclose, audience, nonce });
  const signatures = {};
  for (const [alias, signingInput] of Object.entries(drafts.signingInputs)) {
    signatures[alias] = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, signingInput);
  }
  if (state !== asked) return;
  const texts = await carry("answer", holder.toQr(drafts.finish(signatures)), "L");
  if (state !== asked) return;
  asked.result = app.safeCheck(app.fromQr(texts), { ...asked.terms, holder: { audience: location.origin, nonce: asked.request.nonce } });
  asked.count = texts.length;
  tell();
}

/** Draws texts as codes, and reads them from their pictures. */
async function carry(id, texts, errorCorrectionLevel) {
  const { qrcode, jsQR } = demo.codes;
  const drawn = texts.map(async (text) => {
    const canvas = element("canvas", { role: "img", "aria-label": words.t.present.code });
    await qrcode.toCanvas(canvas, text, { errorCorrectionLevel, scale: 4, margin: 4 });
    return canvas;
  });
  const canvases = await Promise.all(drawn);
  at(id).replaceChildren(...canvases);
  return canvases.map((canvas) => {
    const { width, height } = canvas;
    return jsQR(canvas.getContext("2d").getImageData(0, 0, width, height).data, width, height)?.data ?? "";
  });
}

function tell() {
  const { wallet, request, plan, error, result, count } = state;
  const { t, language } = words;
  const { title } = demo.platform.programmes.find(({ id }) => id === wallet.programme);
  at("asked").textContent = t.present.asked({ audience: request.audience, programme: title[language] });
  const sentences = error ? [error.messages] : plan.words;
  at("plan").replaceChildren(...sentences.map((sentence) => element("p", null, sentence[language])));
  at("agree").hidden = !plan?.disclose || Boolean(result);
  at("answered").hidden = !result;
  at("decided").hidden = !result;
  at("announcement").textContent = result ? headline(result, words) : "";
  if (!result) return;
  at("count").textContent = t.present.codes(count);
  at("result").replaceChildren(...resultParts(result, `${wallet.title[language]} → ${title[language]}`, demo.issuers, words));
}
