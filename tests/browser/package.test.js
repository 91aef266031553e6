// The package in browsers: loaded as a module, then cut off from the network.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { countCases, loadCases } from "../js/authoring-cases.js";
import * as testing from "xinyi/testing";
import { countVectors, loadVectors, root } from "../js/load-vectors.js";
import { everythingOf } from "../js/testing-platform.js";
import { testInEach } from "./harness.js";

let cases;
const mounts = { "/": `${root}tests/browser/page`, "/xinyi/": `${root}pkg/dist`, "/tests/": `${root}tests/js` };

testInEach("vectors, with the network cut after the first load", async (inBrowser, t) => {
  await inBrowser(mounts, "/", async (page, context) => {
    const requested = [];
    page.on("request", (request) => requested.push(new URL(request.url()).pathname));
    await page.evaluate(async () => {
      globalThis.xinyi = await import("xinyi");
      globalThis.runner = await import("/tests/run-vectors.js");
      await xinyi.init();
    });
    assert.deepEqual([...requested].sort(), ["/tests/run-vectors.js", "/xinyi/browser.js", "/xinyi/texts.js", "/xinyi/web-shared.js", "/xinyi/xinyi.wasm"]);

    await context.setOffline(true);
    assert.equal(await page.evaluate(() => fetch("/").then(() => "answered", () => "cut")), "cut");
    const { ran, problems } = await page.evaluate((text) => runner.runVectors(xinyi, JSON.parse(text)), JSON.stringify(loadVectors()));
    assert.equal(problems.join("\n"), "");
    assert.equal(ran, countVectors());
    assert.deepEqual(requested.slice(5), ["/"]);
    t.diagnostic(`${ran} vectors`);
  });
});

testInEach("lints and trials by the module for authors, forecasts by the one that the main entry has loaded", async (inBrowser, t) => {
  cases ??= loadCases("test-authoring-browser");
  await inBrowser(mounts, "/", async (page) => {
    const requested = [];
    page.on("request", (request) => requested.push(new URL(request.url()).pathname));
    const code = (call) => page.evaluate(`try { ${call}; "none" } catch (error) { error instanceof xinyi.XinyiError && error.code }`);
    await page.evaluate(async () => {
      globalThis.authoring = await import("xinyi/authoring");
      globalThis.xinyi = await import("xinyi");
      globalThis.runner = await import("/tests/run-authoring.js");
    });
    assert.equal(await code('authoring.lint("{}")'), "host.load");
    await page.evaluate(() => xinyi.init());
    // That was the verifier's.
    assert.equal(await code('authoring.tryProgramme("{}", "{}")'), "host.load");
    await page.evaluate(() => authoring.init({ wasm: "/nowhere.wasm" }).then(() => { throw new Error("it loaded"); }, () => authoring.init()));
    assert.equal(await code('authoring.lint("{}")'), "none");
    const { ran, outcomes, problems } = await page.evaluate((text) => runner.runAuthoring(xinyi, authoring, JSON.parse(text)), JSON.stringify(cases));
    assert.equal(problems.join("\n"), "");
    assert.equal(ran, countCases(cases));
    assert.ok(outcomes.includes("granted") && outcomes.includes("input.options"), outcomes.join());
    assert.deepEqual(requested.filter((path) => path.endsWith(".wasm")), ["/xinyi/xinyi.wasm", "/nowhere.wasm", "/xinyi/authoring.wasm"]);
    t.diagnostic(`${ran} cases`);
  });
});

testInEach("the module can be given in every form that a page may have", async (inBrowser) => {
  const forms = {
    url: () => new URL("/xinyi/xinyi.wasm", location.href),
    text: () => "/xinyi/xinyi.wasm",
    "relative to the page": () => "./xinyi/xinyi.wasm",
    "a promise of a response": () => Promise.resolve(fetch("/xinyi/xinyi.wasm")),
    response: () => fetch("/xinyi/xinyi.wasm"),
    "response without its type": async () => new Response(await (await fetch("/xinyi/xinyi.wasm")).arrayBuffer()),
    bytes: async () => new Uint8Array(await (await fetch("/xinyi/xinyi.wasm")).arrayBuffer()),
    module: () => WebAssembly.compileStreaming(fetch("/xinyi/xinyi.wasm")),
  };
  await inBrowser(mounts, "/", async (page) => {
    for (const [name, form] of Object.entries(forms)) {
      // Each in a page that has loaded nothing.
      await page.reload();
      const code = await page.evaluate(`(async () => {
        const xinyi = await import("xinyi");
        await xinyi.init({ wasm: (${form})() });
        try { xinyi.createVerifierSync({ root: "{}" }); } catch (error) { return error.stage; }
      })()`);
      assert.equal(code, "root", name);
    }
  });
});

testInEach("a page's policy that forbids WebAssembly is told with the word that it lacks", async (inBrowser) => {
  await inBrowser(mounts, "/strict.html", async (page) => {
    const load = () => page.evaluate(() => import("xinyi").then(({ init }) => init()).then(() => "loaded", ({ details, messages }) => [details.problem, messages]));
    const [problem, messages] = await load();
    assert.equal(problem, "wasm_forbidden");
    for (const text of Object.values(messages)) assert.match(text, /'wasm-unsafe-eval'.*script-src|script-src.*'wasm-unsafe-eval'/);
    // With it, it is all that a page needs.
    await page.goto(page.url().replace("strict", "policy"));
    assert.equal(await load(), "loaded");
  });
});

testInEach("a page that was opened as a file is told what to do, and loads what has the module inside", async (inBrowser) => {
  const folder = `${root}target/test-file-page/`;
  mkdirSync(folder, { recursive: true });
  for (const entry of ["browser", "inline"]) {
    const define = { "import.meta.url": "document.currentScript.src" };
    buildSync({ entryPoints: [`${root}pkg/dist/${entry}.js`], bundle: true, format: "iife", globalName: "xinyi", outfile: `${folder}${entry}.js`, define, logLevel: "error" });
    // The address of the script is known while it runs only.
    const text = readFileSync(`${folder}${entry}.js`, "utf8").replaceAll("document.currentScript.src", "here");
    writeFileSync(`${folder}${entry}.js`, `var here = document.currentScript.src;\n${text}`);
    writeFileSync(`${folder}${entry}.html`, `<!doctype html><meta charset="utf-8"><script src="${entry}.js"></script>`);
  }
  const load = (page) => page.evaluate(() => xinyi.init().then(() => "loaded", ({ details, messages }) => [details.problem, details.url, ...Object.values(messages)]));
  await inBrowser(mounts, pathToFileURL(`${folder}browser.html`).href, async (page) => {
    const [problem, url, ...texts] = await load(page);
    assert.equal(problem, "file_address");
    assert.match(url, /^file:.*\/test-file-page\/xinyi\.wasm$/);
    for (const text of texts) assert.match(text, /xinyi\/inline/);
    const problemOf = (wasm) => page.evaluate((wasm) => xinyi.init({ wasm }).catch(({ details }) => details.problem), wasm);
    assert.deepEqual([await problemOf("elsewhere/x.wasm"), await problemOf("http://localhost:1/x.wasm")], ["file_address", "fetch_failed"]);
  });
  await inBrowser(mounts, pathToFileURL(`${folder}inline.html`).href, async (page) => {
    // Without a promise, too.
    const stage = () => {
      try {
        xinyi.createVerifierSync({ root: "{}" });
      } catch (error) {
        return error.stage;
      }
    };
    assert.equal(await page.evaluate(stage), "root");
    assert.equal(await load(page), "loaded");
  });
});

testInEach("a server that answers with its page for everything is told from a module", async (inBrowser) => {
  await inBrowser(mounts, "/", async (page) => {
    const [problem, url] = await page.evaluate(() => import("xinyi").then(({ init }) => init({ wasm: "./?no-such.wasm" })).catch(({ details }) => [details.problem, details.url]));
    assert.equal(problem, "web_page");
    assert.match(url, /^http:\/\/localhost:\d+\/\?no-such\.wasm$/);
  });
});

testInEach("a module that is not there is an error, and another try succeeds", async (inBrowser) => {
  await inBrowser(mounts, "/", async (page) => {
    const codes = await page.evaluate(async () => {
      const xinyi = await import("xinyi");
      const code = (promise) => promise.then(() => "loaded", (error) => error.code);
      let early;
      try {
        xinyi.createVerifierSync({ root: "{}" });
      } catch (error) {
        early = error.code;
      }
      return [early, await code(xinyi.init({ wasm: "/nowhere.wasm" })), await code(xinyi.init({ wasm: "/tests/run-vectors.js" })), await code(xinyi.init())];
    });
    assert.deepEqual(codes, ["host.load", "host.load", "host.load", "loaded"]);
  });
});

testInEach("a platform for tests is the same as in Node, and the verifier of the page decides its wallets", async (inBrowser) => {
  const contents = `export * from "${root}pkg/dist/inline.js"; export * from "${root}pkg/dist/inline-testing.js";`;
  const { outputFiles } = buildSync({ stdin: { contents, resolveDir: root }, bundle: true, format: "iife", globalName: "api", write: false });
  const [seed, now] = ["a seed", 1_795_140_000];
  await inBrowser(mounts, "/", async (page) => {
    await page.addScriptTag({ content: outputFiles[0].text });
    assert.equal(await page.evaluate(`(${everythingOf})(api, ${JSON.stringify(seed)}, ${now})`), everythingOf(testing, seed, now));
    const found = await page.evaluate(async () => {
      const platform = await api.createPlatform();
      const verifier = await api.createVerifier({ root: platform.root, snapshot: platform.snapshot(), allowDemoRoot: true });
      return platform.wallets.map((wallet) => {
        const holder = { audience: location.origin, nonce: verifier.createNonce() };
        const { programme, request } = wallet;
        const { decision, error } = verifier.safeCheck(wallet.present(holder), { programme, request, holder });
        return [wallet.name, error ? error.code : decision.outcome, wallet.expected.error ?? wallet.expected.outcome];
      });
    });
    assert.equal(found.length, testing.createPlatformSync().wallets.length);
    for (const [name, outcome, expected] of found) assert.equal(outcome, expected, name);
  });
});
