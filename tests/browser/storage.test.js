// IndexedDB, on several pages at once, and localStorage.
import assert from "node:assert/strict";
import { loadVectors, root } from "../js/load-vectors.js";
import { testInEach } from "./harness.js";

const mounts = { "/": `${root}tests/browser/page`, "/xinyi/": `${root}pkg/dist` };
const vector = loadVectors().find(({ name }) => name === "attack/older-snapshot-after-a-newer-one");
const [newer, older] = vector.steps.map((step) => vector.platforms[step.load].snapshot);
const { root: pinned, snapshot: present, now } = vector.platform;

testInEach("several pages over IndexedDB lose nothing", async (inBrowser) => {
  await inBrowser(mounts, "/", async (first, context, url) => {
    const start = (page) => page.evaluate(async () => { globalThis.xinyi = await import("xinyi"); globalThis.open = (name) => xinyi.indexedDbStorage(indexedDB, { name }); });
    const create = (page, name, snapshot) =>
      page.evaluate(
        async ({ name, ...options }) => {
          globalThis.verifier = await xinyi.createVerifier({ ...options, storage: open(name) });
          await verifier.saved;
          const { report } = verifier;
          return { manifest: report.manifest?.version, storage: report.storage?.result, state: report.state?.result };
        },
        { name, root: pinned, snapshot, now },
      );
    const pages = [first];
    while (pages.length < 4) {
      const page = await context.newPage();
      await page.goto(String(url));
      pages.push(page);
    }
    await Promise.all(pages.map(start));
    const nothing = { storage: undefined, state: undefined };
    for (let round = 0; round < 8; round++) {
      assert.deepEqual(await create(first, `round ${round}`, older), { manifest: 4, ...nothing });
      await Promise.all(pages.slice(1).map((page) => create(page, `round ${round}`)));
      // All at once, each with another snapshot; the newest is with one of them.
      const given = [older, present, newer, present];
      const load = async ({ snapshot, now }) => (verifier.load(snapshot, { now }), verifier.saved);
      await Promise.all(pages.map((page, i) => page.evaluate(load, { snapshot: given[(i + round) % 4], now })));
      assert.deepEqual(await create(first, `round ${round}`), { manifest: 6, storage: "accepted", state: "accepted" });
    }
    // Cut off from the network, and started anew, the app goes on with what is stored.
    await context.setOffline(true);
    const outcome = await first.evaluate(
      async ({ bundle, check, root, now }) => {
        const verifier = await xinyi.createVerifier({ root, storage: open("round 0"), now });
        return verifier.check(bundle, check).outcome;
      },
      { bundle: vector.bundle, check: vector.check, root: pinned, now },
    );
    assert.equal(outcome, "granted");
  });
});

testInEach("one page over localStorage finds at the next start what it has stored", async (inBrowser) => {
  await inBrowser(mounts, "/", async (page, context) => {
    const start = (snapshot) =>
      page.evaluate(
        async ({ bundle, check, ...options }) => {
          const xinyi = await import("xinyi");
          const verifier = await xinyi.createVerifier({ ...options, storage: xinyi.keyValueStorage(localStorage) });
          return [verifier.report.manifest?.version, verifier.report.storage?.result ?? "nothing", verifier.check(bundle, check).outcome];
        },
        { root: pinned, snapshot, now, bundle: vector.bundle, check: vector.check },
      );
    assert.deepEqual(await start(newer), [6, "nothing", "granted"]);
    await page.reload();
    assert.deepEqual(await start(older), [6, "accepted", "granted"]);
    await page.reload();
    assert.deepEqual(await start(undefined), [6, "accepted", "granted"]);
  });
});

testInEach("a page whose storage is forbidden starts all the same", async (inBrowser) => {
  await inBrowser(mounts, "/", async (page) => {
    const code = await page.evaluate(
      async (options) => {
        const xinyi = await import("xinyi");
        // What browsers throw where a person has turned storage off.
        const forbidden = { getItem() { throw new DOMException("denied", "SecurityError"); }, setItem() {} };
        const verifier = await xinyi.createVerifier({ ...options, storage: xinyi.keyValueStorage(forbidden) });
        return [verifier.report.storage.error.code, verifier.report.manifest.result];
      },
      { root: pinned, snapshot: present, now },
    );
    assert.deepEqual(code, ["host.storage", "accepted"]);
  });
});
