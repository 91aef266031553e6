const xinyi = require("xinyi");
const testing = require("xinyi/testing");
const { decide } = require("./src/decide.cjs");
const demo = require("./src/demo.cjs");
const { made } = require("./src/made.cjs");

test("a presentation is decided", async () => {
  expect(await decide(xinyi, demo)).toBe(process.env.EXPECTED);
});

test("so is one of a platform that is made on the spot", async () => {
  expect(await decide(xinyi, await made(testing))).toBe(process.env.EXPECTED);
});
