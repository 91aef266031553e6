const xinyi = require("xinyi");
const { decide, told } = require("./decide.cjs");
const demo = require("./demo.cjs");

decide(xinyi, demo).catch(told).then(console.log);
