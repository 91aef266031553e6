// The package in a browser: loaded as a module, then cut off from the network.
import assert from "node:assert/strict";
import test from "node:test";
import { countCases, loadCases } from "../js/authoring-cases.js";
import { countVectors, loadVectors, root } from "../js/load-vectors.js";
import { inBrowser, skip } from "./harness.js";

const mounts = { "/": `${root}tests/browser/page`, "/xinyi/": `${root}pkg/dist`, "/tests/": `${root}tests/js` };

test("vectors in Chromium, with the network cut after the first load", { skip }, async (t) => {
  await inBrowser(mounts, "/", async (page, context) => {
    const requested = [];
    page.on("request", (request) => requested.push(new URL(request.url()).pathname));
    await page.evaluate(async () => {
      globalThis.xinyi = await import("xinyi");
      globalThis.runner = await import("/tests/run-vectors.js");
      await xinyi.init();
    });
    assert.deepEqual(requested.sort(), ["/tests/run-vectors.js", "/xinyi/browser-shared.js", "/xinyi/browser.js", "/xinyi/xinyi.wasm"]);

    await context.setOffline(true);
    assert.equal(await page.evaluate(() => fetch("/").then(() => "answered", () => "cut")), "cut");
    const { ran, problems } = await page.evaluate((text) => runner.runVectors(xinyi, JSON.parse(text)), JSON.stringify(loadVectors()));
    assert.equal(problems.join("\n"), "");
    assert.equal(ran, countVectors());
    t.diagnostic(`${ran} vectors`);
  });
});

test("lints, trials and forecasts in Chromium, by the module that the main entry has loaded", { skip }, async (t) => {
  const cases = loadCases("test-authoring-browser");
  await inBrowser(mounts, "/", async (page) => {
    const requested = [];
    page.on("request", (request) => requested.push(new URL(request.url()).pathname));
    const early = await page.evaluate(async () => {
      globalThis.authoring = await import("xinyi/authoring");
      globalThis.xinyi = await import("xinyi");
      globalThis.runner = await import("/tests/run-authoring.js");
      try {
        authoring.lint("{}");
      } catch (error) {
        return [error instanceof xinyi.XinyiError, error.code];
      }
    });
    assert.deepEqual(early, [true, "host.load"]);
    await page.evaluate(() => xinyi.init());
    const { ran, outcomes, problems } = await page.evaluate((text) => runner.runAuthoring(xinyi, authoring, JSON.parse(text)), JSON.stringify(cases));
    assert.equal(problems.join("\n"), "");
    assert.equal(ran, countCases(cases));
    assert.ok(outcomes.includes("granted") && outcomes.includes("input.options"), outcomes.join());
    assert.equal(requested.filter((path) => path.endsWith(".wasm")).length, 1);
    t.diagnostic(`${ran} cases`);
  });
});

test("the module can be given in every form that a page may have", { skip }, async () => {
  const forms = {
    url: () => new URL("/xinyi/xinyi.wasm", location.href),
    text: () => "/xinyi/xinyi.wasm",
    response: () => fetch("/xinyi/xinyi.wasm"),
    "response without its type": async () => new Response(await (await fetch("/xinyi/xinyi.wasm")).arrayBuffer()),
    bytes: async () => new Uint8Array(await (await fetch("/xinyi/xinyi.wasm")).arrayBuffer()),
    module: () => WebAssembly.compileStreaming(fetch("/xinyi/xinyi.wasm")),
  };
  for (const [name, form] of Object.entries(forms)) {
    await inBrowser(mounts, "/", async (page) => {
      const code = await page.evaluate(`(async () => {
        const xinyi = await import("xinyi");
        await xinyi.init({ wasm: (${form})() });
        try { xinyi.createVerifierSync({ root: "{}" }); } catch (error) { return error.stage; }
      })()`);
      assert.equal(code, "root", name);
    });
  }
});

test("a module that is not there is an error, and another try succeeds", { skip }, async () => {
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
