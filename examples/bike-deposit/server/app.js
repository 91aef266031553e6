// The till's server: the page, and the five things that a phone may ask of the till.
import { fileURLToPath } from "node:url";
import express from "express";
import { createTill, Refused } from "./till.js";

/** What the page may load: its own files alone. `'wasm-unsafe-eval'` is for the verifier's module. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * @param {object} given
 * @param {import("../demo/platform.js").Demo} given.demo in the place of a real platform
 * @param {string} given.folder where state and records are kept
 * @param {() => number} [given.elapsed] milliseconds, for time limits
 * @param {(message: string, more: unknown) => void} [given.log]
 */
export async function createApp({ demo, folder, elapsed, log }) {
  const { platform, now } = demo;
  const till = await createTill({ root: platform.root, fetchSnapshot: () => demo.fetchSnapshot(), folder, now, elapsed, log });
  const app = express();
  app.disable("x-powered-by");
  app.use((_, response, next) => {
    response.set({
      "content-security-policy": POLICY,
      "permissions-policy": "camera=(self)",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cache-control": "no-cache",
    });
    next();
  });
  // A presentation takes a few kilobytes. JSON alone is read, which no form of another site can send.
  app.use("/api", noStore, express.json({ limit: "64kb" }));

  app.post("/api/rides", ({ body }, response) => {
    response.json(till.begin(text(body, "bike")));
  });
  app.post("/api/rides/:ride/presentation", ({ params, body }, response) => {
    response.json(till.present(params.ride, text(body, "presentation")));
  });
  app.post("/api/rides/:ride/deposit", ({ params, body }, response) => {
    response.json(till.pay(params.ride, text(body, "amount")));
  });
  app.get("/api/rides/:ride", ({ params }, response) => {
    response.json(till.look(params.ride));
  });
  // The phone says that the bike is back. A real till hears it from the lock.
  app.delete("/api/rides/:ride", ({ params }, response) => {
    response.json(till.giveBack(params.ride));
  });

  // What the page of this demo needs besides. A real app has the root and a first snapshot inside, and fetches new
  // snapshots from where the platform publishes them.
  app.get("/demo.json", (_, response) => {
    const bikes = [...till.bikes].map(([number, { deposit }]) => ({ number, deposit }));
    response.json({ seed: demo.seed, made: demo.made, now: now(), root: platform.root, bikes });
  });
  app.get("/snapshot.json", async (_, response) => {
    response.type("json").send(await demo.fetchSnapshot());
  });
  app.use(express.static(fileURLToPath(new URL("../dist", import.meta.url)), { cacheControl: false }));

  app.use((_, response) => {
    response.status(404).json({ refused: "request.wrong" });
  });
  /** @type {import("express").ErrorRequestHandler} */
  const tellRefusal = (error, _request, response, _next) => {
    if (error instanceof Refused) {
      response.status(error.status).json({ refused: error.code });
      return;
    }
    const status = error.status >= 400 && error.status < 500 ? error.status : 500;
    // What went wrong inside is for the log alone.
    if (status === 500) console.error(error);
    response.status(status).json({ refused: status === 500 ? "till.failed" : "request.wrong" });
  };
  app.use(tellRefusal);
  return { app, till };
}

/**
 * What is decided on somebody is for nobody's cache.
 *
 * @param {import("express").Request} _ @param {import("express").Response} response @param {() => void} next
 */
function noStore(_, response, next) {
  response.set("cache-control", "no-store");
  next();
}

/** A text of a body that anybody may have sent. @param {unknown} body @param {string} name @returns {string} */
function text(body, name) {
  const value = typeof body === "object" && body !== null ? Object.getOwnPropertyDescriptor(body, name)?.value : undefined;
  if (typeof value !== "string") throw new Refused("request.wrong", 400);
  return value;
}
