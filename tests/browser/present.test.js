// From an app's page to a holder's page and back by pictures of codes, with a key that never leaves the holder's page.
import assert from "node:assert/strict";
import test from "node:test";
import { buildSync } from "esbuild";
import { createPlatform } from "xinyi/testing";
import { root } from "../js/load-vectors.js";
import { inBrowser, skip, testInEach } from "./harness.js";

const audience = "https://bikes.example";
const terms = { programme: "demo.xinyi-zu.shared-bike", request: { deposit: "99.00" } };

/** What is in both pages: the package, a library that draws codes, and one that reads them. */
function script() {
  const contents = `
    export * from "${root}pkg/dist/inline.js";
    export { default as jsQR } from "jsqr";
    export { default as qrcode } from "qrcode";
  `;
  const { outputFiles } = buildSync({ stdin: { contents, resolveDir: `${root}tests/js` }, bundle: true, platform: "browser", format: "iife", globalName: "api", write: false });
  return outputFiles[0].text;
}

/** In a page: the verifier, and how it shows and sees codes. */
async function prepare({ root, snapshot }) {
  globalThis.verifier = await api.createVerifier({ root, snapshot, allowDemoRoot: true });
  globalThis.show = async (texts, errorCorrectionLevel) => {
    const drawn = texts.map(async (text) => {
      const canvas = document.createElement("canvas");
      await api.qrcode.toCanvas(canvas, text, { errorCorrectionLevel, scale: 4, margin: 4 });
      return canvas;
    });
    document.body.replaceChildren(...(await Promise.all(drawn)));
  };
  globalThis.see = (images) => Promise.all(images.map(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    return api.jsQR(context.getImageData(0, 0, width, height).data, width, height)?.data;
  }));
}

/** In the holder's page: a key that cannot be extracted goes into the page's storage as it is. Returns the public half. */
async function makeKey() {
  const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  await new Promise((resolve, reject) => {
    const opening = indexedDB.open("holder");
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys").put(privateKey, "holder");
    opening.onsuccess = resolve;
    opening.onerror = reject;
  });
  return crypto.subtle.exportKey("jwk", publicKey);
}

/** In the holder's page: takes the key out of the storage again. Returns what comes of each try to extract it. */
async function loadKey() {
  globalThis.key = await new Promise((resolve, reject) => {
    const opening = indexedDB.open("holder");
    opening.onsuccess = () => {
      const reading = opening.result.transaction("keys").objectStore("keys").get("holder");
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = reject;
    };
    opening.onerror = reject;
  });
  return Promise.all(["jwk", "pkcs8"].map((form) => crypto.subtle.exportKey(form, key).catch(({ name }) => name)));
}

/** What a camera sees of the codes on a page. */
async function photographs(page) {
  const codes = await page.locator("canvas").all();
  return Promise.all(codes.map(async (code) => (await code.screenshot()).toString("base64")));
}

test("a key that cannot be extracted answers a page's request, shown and read as codes, with the network cut", { skip }, async (t) => {
  const platform = await createPlatform();
  await inBrowser({ "/": `${root}tests/browser/page` }, "/", async (holder, context, url) => {
    // Another device has another profile.
    const elsewhere = await context.browser().newContext();
    const app = await elsewhere.newPage();
    const failures = [];
    app.on("pageerror", (error) => failures.push(String(error)));
    await app.goto(url);
    const jwk = await holder.evaluate(makeKey);
    const { credit } = platform.issue("zhang-gold", { holder: jwk });

    // On another day the holder's page is opened anew, and has what it has stored.
    await holder.reload();
    const published = { root: platform.root, snapshot: platform.snapshot() };
    for (const page of [holder, app]) {
      await page.addScriptTag({ content: script() });
      await page.evaluate(prepare, published);
    }
    const refused = await holder.evaluate(loadKey);
    assert.deepEqual(refused, ["InvalidAccessError", "InvalidAccessError"]);

    const requested = [];
    for (const [page, its] of [[holder, context], [app, elsewhere]]) {
      await its.setOffline(true);
      assert.equal(await page.evaluate(() => fetch("/").then(() => "answered", () => "cut")), "cut");
      page.on("request", (request) => requested.push(request.url()));
    }

    /** The app shows a request, and the holder what answers it. */
    const ask = async () => {
      const request = await app.evaluate(async (asked) => {
        const { text, nonce } = verifier.presentationRequest(asked);
        await show([text], "M");
        return { text, nonce };
      }, { ...terms, audience });
      const found = await holder.evaluate(async ({ images, bundle }) => {
        const [text] = await see(images);
        const { nonce, ...asked } = verifier.readPresentationRequest(text);
        const plan = verifier.plan(bundle, asked);
        const draft = verifier.prepare(bundle, { disclose: plan.disclose, audience: asked.audience, nonce });
        const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, draft.signingInput);
        await show(verifier.toQr(draft.finish(signature)), "L");
        return { text, words: plan.words.map((sentence) => sentence["zh-CN"]).join("") };
      }, { images: await photographs(app), bundle: credit });
      assert.equal(found.text, request.text);
      assert.ok(found.words.includes(audience), found.words);
      return { request, images: await photographs(holder) };
    };
    const decide = (images, { nonce }) =>
      app.evaluate(async ([images, options]) => {
        try {
          const decision = verifier.check(verifier.fromQr(await see(images)), options);
          return [decision.outcome, decision.tier, decision.evidence.bundles[0].holder_bound];
        } catch (error) {
          return error.code ?? String(error);
        }
      }, [images, { ...terms, holder: { audience, nonce } }]);

    const first = await ask();
    assert.ok(first.images.length > 1, `${first.images.length} codes`);
    assert.deepEqual(await decide([...first.images].reverse(), first.request), ["granted", "gold", true]);
    const second = await ask();
    assert.equal(await decide(first.images, second.request), "binding.nonce");
    assert.deepEqual(await decide(second.images, second.request), ["granted", "gold", true]);
    // Parts of two answers make none, and neither do some of one.
    assert.equal(await decide([first.images[0], ...second.images.slice(1)], second.request), "format.qr_parts");
    assert.equal(await decide(second.images.slice(1), second.request), "format.qr_parts");

    assert.deepEqual([requested, failures], [[], []]);
    t.diagnostic(`${first.images.length} codes of a presentation`);
  });
});

testInEach("a key that cannot be extracted signs after a new start of the page", async (inBrowser) => {
  const platform = await createPlatform();
  await inBrowser({ "/": `${root}tests/browser/page` }, "/", async (page) => {
    const { credit } = platform.issue("zhang-gold", { holder: await page.evaluate(makeKey) });
    await page.reload();
    await page.addScriptTag({ content: script() });
    await page.evaluate(prepare, { root: platform.root, snapshot: platform.snapshot() });
    assert.deepEqual(await page.evaluate(loadKey), ["InvalidAccessError", "InvalidAccessError"]);
    const found = await page.evaluate(async ([bundle, terms]) => {
      const holder = { audience: location.origin, nonce: verifier.createNonce() };
      const { disclose } = verifier.plan(bundle, terms);
      const draft = verifier.prepare(bundle, { disclose, ...holder });
      const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, draft.signingInput);
      const { outcome, tier, evidence } = verifier.check(draft.finish(signature), { ...terms, holder });
      return [outcome, tier, evidence.bundles[0].holder_bound];
    }, [credit, terms]);
    assert.deepEqual(found, ["granted", "gold", true]);
  });
});
