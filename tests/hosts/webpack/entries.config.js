const { readdirSync } = require("node:fs");

const names = readdirSync("entries/page").filter((file) => file.endsWith(".js"));

module.exports = { entry: Object.fromEntries(names.map((file) => [file.slice(0, -3), `./entries/page/${file}`])) };
