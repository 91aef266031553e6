import { expect, test } from "vitest";
import * as xinyi from "xinyi";
import * as testing from "xinyi/testing";
import { decide } from "./src/decide.js";
import demo from "./src/demo.js";
import { made } from "./src/made.js";

test("a presentation is decided", async () => {
  expect(await decide(xinyi, demo)).toBe(import.meta.env.VITE_EXPECTED);
});

test("so is one of a platform that is made on the spot", async () => {
  expect(await decide(xinyi, await made(testing))).toBe(import.meta.env.VITE_EXPECTED);
});
