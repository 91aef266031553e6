const xinyi = require("xinyi");
const { decide, told } = require("./src/decide.cjs");
const demo = require("./src/demo.cjs");

decide(xinyi, demo).catch(told).then((outcome) => (globalThis.outcome = outcome));
