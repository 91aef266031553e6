const xinyi = require("xinyi");
const { decide } = require("./src/decide.cjs");
const demo = require("./src/demo.cjs");

test("a presentation is decided", async () => {
  expect(await decide(xinyi, demo)).toBe(process.env.EXPECTED);
});
