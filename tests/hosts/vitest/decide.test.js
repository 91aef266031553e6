import { expect, test } from "vitest";
import * as xinyi from "xinyi";
import { decide } from "./src/decide.js";
import demo from "./src/demo.js";

test("a presentation is decided", async () => {
  expect(await decide(xinyi, demo)).toBe(import.meta.env.VITE_EXPECTED);
});
