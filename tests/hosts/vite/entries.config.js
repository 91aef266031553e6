import { readdirSync } from "node:fs";

const pages = readdirSync("entries/page").filter((file) => file.endsWith(".html"));

export default { build: { outDir: "dist-entries", rollupOptions: { input: pages.map((file) => `entries/page/${file}`) } } };
