const authoring = require("xinyi/authoring");
const { author } = require("./author.cjs");
const { told } = require("./decide.cjs");

author(authoring).catch(told).then(console.log);
