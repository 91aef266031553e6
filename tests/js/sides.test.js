// From the app to the holder and back by text alone: between two Node processes, and between two mini-programs. What
// one side makes is nothing but text when it gets to the other.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { createPlatform } from "xinyi/testing";
import { device, hostObject } from "./device.js";
import { makeKey, unb64 } from "./foreign.js";
import { offline } from "./offline.js";

const audience = "https://bikes.example";
const terms = { programme: "demo.xinyi-zu.shared-bike", request: { deposit: "99.00" } };

test("a holder in one process answers an app in another, over pipes", async (t) => {
  const platform = await createPlatform();
  const folder = mkdtempSync(join(tmpdir(), "xinyi-sides-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "root.json"), platform.root);
  writeFileSync(join(folder, "snapshot.json"), platform.snapshot());
  writeFileSync(join(folder, "offline.cjs"), offline);
  const running = [];
  const start = (name, ...args) => {
    const program = fileURLToPath(new URL(`sides/${name}.js`, import.meta.url));
    const child = spawn("node", ["--require", join(folder, "offline.cjs"), program, folder, ...args], { stdio: ["pipe", "pipe", "inherit"] });
    running.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const read = async () => (await lines.next()).value;
    return { read, ask: (line) => (child.stdin.write(`${line}\n`), read()) };
  };
  try {
    const holder = start("holder");
    const app = start("app", audience);
    const { credit } = platform.issue("zhang-gold", { holder: JSON.parse(await holder.read()) });
    const request = await app.read();
    assert.match(request, /^XYQ1:/);

    const presentation = await holder.ask(`${credit}\n${request}`);
    assert.equal(await app.ask(presentation), "granted gold");
    const parts = presentation.split("~");
    assert.equal(await app.ask([parts[0], ...parts.slice(2)].join("~")), "binding.sd_hash");

    // Other apps, and another request of the same: each is answered by its own.
    const again = start("app", audience);
    const other = start("app", "https://loans.example");
    const requests = [await again.read(), await other.read()];
    assert.equal(await again.ask(presentation), "binding.nonce");
    assert.equal(await other.ask(presentation), "binding.audience");
    assert.equal(await again.ask(await holder.ask(requests[0])), "granted gold");
    assert.equal(await other.ask(await holder.ask(requests[1])), "granted gold");
  } finally {
    for (const child of running) child.stdin.end();
    assert.deepEqual(await Promise.all(running.map(async (child) => child.exitCode ?? (await once(child, "exit"))[0])), running.map(() => 0));
  }
});

/** A mini-program on a phone of its own. */
async function miniProgram(platform) {
  const { context, load } = device();
  context.WXWebAssembly = hostObject().host;
  const verifier = await load("index.js").createVerifier({ root: platform.root, snapshot: platform.snapshot(), allowDemoRoot: true });
  // As wx.getRandomValues gives them.
  const request = () => verifier.presentationRequest({ ...terms, audience, nonce: verifier.createNonce(new Uint8Array(randomBytes(16))) });
  return { verifier, request };
}

test("a mini-program answers another with a key of SM2, by the texts of codes", async () => {
  const platform = await createPlatform();
  const [app, holder] = [await miniProgram(platform), await miniProgram(platform)];
  const key = makeKey("SM2");
  const { credit } = platform.issue("zhang-gold", { holder: key.jwk });

  /** What the holder's phone shows for what it has read. */
  const answer = (text) => {
    const { nonce, ...asked } = holder.verifier.readPresentationRequest(text);
    const plan = holder.verifier.plan(credit, asked);
    assert.ok(plan.words.some(({ "zh-CN": sentence }) => sentence.includes(audience)));
    const draft = holder.verifier.prepare(credit, { disclose: plan.disclose, audience: asked.audience, nonce });
    assert.equal(draft.alg, "SGD_SM3_SM2");
    const signature = unb64(key.sign(Buffer.from(draft.signingInput).toString()));
    return holder.verifier.toQr(draft.finish(new Uint8Array(signature)));
  };
  const check = ({ nonce }, texts) => {
    const { decision, error } = app.verifier.safeCheck(app.verifier.fromQr(texts), { ...terms, holder: { audience, nonce } });
    return error ? error.code : `${decision.outcome} ${decision.tier}`;
  };

  const [first, second] = [app.request(), app.request()];
  const texts = answer(first.text);
  assert.ok(texts.length > 1, `${texts.length} codes`);
  assert.equal(check(first, [...texts].reverse()), "granted gold");
  assert.equal(check(second, texts), "binding.nonce");
  assert.equal(check(second, answer(second.text)), "granted gold");
  platform.revoke("zhang-gold");
  app.verifier.load(platform.snapshot());
  assert.equal(check(first, texts), "status.invalid");
});
