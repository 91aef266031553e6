const { readdirSync } = require("node:fs");

const names = readdirSync("entries/server").filter((file) => file.endsWith(".mjs"));

module.exports = { target: "node20", entry: Object.fromEntries(names.map((file) => [file.slice(0, -4), `./entries/server/${file}`])) };
