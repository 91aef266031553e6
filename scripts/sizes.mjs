// sizes.mjs [--write]: what each entry of the package takes in an app, and the most that its own code may. With
// --write the table is put into docs/integrate-web.md and its Chinese page.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "pkg/dist");
const PAGES = { "docs/integrate-web.md": "en", "docs/integrate-web.zh-CN.md": "zh-CN" };
const BEGIN = "<!-- made by: make sizes -->\n";
const END = "<!-- end -->\n";

/** By a bundler's own road into the package: what is imported, and the module that comes with it as a file. */
const ENTRIES = [
  { name: "xinyi", code: 'export * from "xinyi";', module: "xinyi.wasm" },
  { name: "xinyi/inline", code: 'export * from "xinyi/inline";' },
  { name: "xinyi/slim", code: 'export * from "xinyi/slim";', module: "xinyi.wasm", most: 12_000 },
  { name: "xinyi/slim, zh-CN", code: 'export * from "xinyi/slim"; export { default as texts } from "xinyi/messages/zh-CN.json";', module: "xinyi.wasm" },
  { name: "xinyi/slim, en", code: 'export * from "xinyi/slim"; export { default as texts } from "xinyi/messages/en.json";', module: "xinyi.wasm" },
  { name: "xinyi/letter", code: 'export * from "xinyi/letter";' },
  { name: "isXinyiError", code: 'export { isXinyiError } from "xinyi";' },
  { name: "xinyi/authoring", code: 'export * from "xinyi/authoring";', module: "authoring.wasm" },
  { name: "xinyi/testing", code: 'export * from "xinyi/testing";' },
];

/** Sizes in bytes, of each entry's code in a page's bundle and of its module. */
export function sizes() {
  const modules = {};
  return ENTRIES.map(({ name, code, module, most }) => {
    const { outputFiles } = buildSync({ stdin: { contents: code, resolveDir: root }, bundle: true, minify: true, format: "esm", charset: "utf8", write: false, logLevel: "error" });
    if (module) modules[module] ??= weighed(readFileSync(join(dist, module)));
    return { name, code: weighed(outputFiles[0].contents), module: module && modules[module], most };
  });
}

function weighed(bytes) {
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
}

/** The table of a page. */
export function table(rows, language) {
  const head = {
    en: ["what is imported", "JavaScript: raw", "gzip", "Brotli", "module: raw", "gzip", "Brotli", "at most"],
    "zh-CN": ["导入内容", "JavaScript：未压缩", "gzip", "Brotli", "模块：未压缩", "gzip", "Brotli", "上限"],
  }[language];
  const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
  const three = (size) => (size ? [size.raw, size.gzip, size.brotli].map(kilobytes) : ["–", "–", "–"]);
  const lines = rows.map(({ name, code, module, most }) => [`\`${name.split(", ")[0]}\`${name.includes(", ") ? `, ${name.split(", ")[1]}` : ""}`, ...three(code), ...three(module), most ? kilobytes(most) : ""]);
  return [head, head.map((_, i) => (i === 0 ? "---" : "--:")), ...lines].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** A page with the table between its marks. */
export function filled(text, made) {
  const [before, rest] = text.split(BEGIN);
  const [, after] = rest.split(END);
  return `${before}${BEGIN}${made}${END}${after}`;
}

/** The table that a page has. */
export function written(text) {
  return text.split(BEGIN)[1].split(END)[0];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = sizes();
  process.stdout.write(table(rows, "en"));
  if (process.argv.includes("--write")) {
    for (const [page, language] of Object.entries(PAGES)) {
      const path = join(root, page);
      writeFileSync(path, filled(readFileSync(path, "utf8"), table(rows, language)));
    }
  }
  const over = rows.filter(({ code, most }) => most && code.brotli > most);
  for (const { name, code, most } of over) console.error(`${name}: ${code.brotli} bytes, and ${most} at most`);
  process.exitCode = over.length > 0 ? 1 : 0;
}
