// libraries.mjs DIST FOLDER: what present.html has of others, as one module, FOLDER/libraries.js: the libraries that draw
// and read codes, and the package's demo platform, which pages get by a bundler. DIST: the package's `dist`.
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export function buildLibraries(dist, folder) {
  const contents = `
    export { default as jsQR } from "jsqr";
    export { default as qrcode } from "qrcode";
    export { createPlatform } from ${JSON.stringify(resolve(dist, "inline-testing.js"))};
  `;
  buildSync({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    platform: "browser",
    format: "esm",
    outfile: resolve(folder, "libraries.js"),
    logLevel: "error",
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildLibraries(process.argv[2], process.argv[3]);
