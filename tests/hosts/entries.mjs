// The entries of the packed package, by its `exports`: what is done with each in a project, and what has to come of it.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/** Each with its key in `exports` and a name for files; of one that is data alone, the documents by what to import. */
export function entriesOf(folder) {
  const xinyi = join(folder, "node_modules/xinyi");
  const { exports } = JSON.parse(readFileSync(join(xinyi, "package.json"), "utf8"));
  return Object.entries(exports).map(([key, to]) => {
    const name = key === "." ? "main" : key.slice(2).replace(/(\/\*)?\.json$/, "").replace(/\W/g, "-");
    return { key, name, documents: String(to).endsWith(".json") ? documentsOf(xinyi, key, to) : undefined };
  });
}

/** Every file that a key such as `./messages/*.json` stands for, as text. */
function documentsOf(xinyi, key, to) {
  const read = (path) => JSON.stringify(JSON.parse(readFileSync(join(xinyi, path), "utf8")));
  const [before, after] = to.split("*");
  if (after === undefined) return { [`xinyi/${key.slice(2)}`]: read(to) };
  const names = readdirSync(join(xinyi, dirname(to))).filter((file) => file.endsWith(after));
  const documents = names.map((file) => file.slice(0, -after.length)).map((name) => [`xinyi/${key.slice(2).replace("*", name)}`, read(before + name + after)]);
  if (documents.length === 0) throw new Error(`${key} stands for no file`);
  return Object.fromEntries(documents);
}

/** What has to come of an entry where nothing else is said: a text, or what it is like. */
export function wantOf({ key, documents }, { decided, letter, authored }) {
  if (documents) return Object.values(documents).join("\n");
  return {
    ".": decided,
    "./inline": decided,
    "./slim": `not_loaded, ${decided}`,
    "./authoring": authored,
    "./authoring/inline": authored,
    "./testing": decided,
    "./letter": letter,
    "./miniprogram": /^host\.load: This host has none of WXWebAssembly, TTWebAssembly and MYWebAssembly\./,
    "./authoring.wasm": authored,
    "./xinyi.wasm": decided,
    "./xinyi.wasm.br": decided,
  }[key];
}

/**
 * The code that tries an entry: `src/entries`, where it is a function, and in `entries` as a page, for Node, and as a
 * Worker. Bundlers are given no import attributes, which not all of them know.
 */
export function writeEntries(folder) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const entry of entriesOf(folder)) {
    const { name } = entry;
    const code = codeOf(entry);
    write(`src/entries/${name}.js`, code.replaceAll(' with { type: "json" }', ""));
    write(`src/entries/${name}.mjs`, code.replace('"../../wasm.js"', '"../wasm.mjs"'));
    const run = (extension, then) => `import run from "../../src/entries/${name}.${extension}";\nimport { told } from "../../src/decide.js";\n\n${then}\n`;
    write(`entries/page/${name}.js`, run("js", "run().catch(told).then((outcome) => (globalThis.outcome = outcome));"));
    for (const [kind, script] of [["page", "module"], ["script", "text/javascript"]]) {
      write(`entries/${kind}/${name}.html`, `<!doctype html>\n<meta charset="utf-8">\n<title>xinyi</title>\n<link rel="icon" href="data:,">\n<script type="${script}" src="./${name}.js"></script>\n`);
    }
    write(`entries/server/${name}.mjs`, run("mjs", "run().catch(told).then(console.log);"));
    write(`entries/worker/${name}.js`, run("js", "let outcome;\n\n// Once, however often somebody asks whether it is there.\nexport default {\n  fetch: async () => new Response((outcome ??= await run().catch(told))),\n};"));
    const common = { bundle: true, format: "cjs", platform: "node", external: ["xinyi", "xinyi/*"], logLevel: "warning" };
    buildSync({ ...common, entryPoints: [join(folder, `src/entries/${name}.mjs`)], outfile: join(folder, `src/entries/${name}.cjs`) });
    buildSync({ ...common, entryPoints: [join(folder, `entries/server/${name}.mjs`)], outfile: join(folder, `entries/server/${name}.cjs`) });
  }
}

function codeOf({ key, name, documents }) {
  if (!documents) {
    const file = join(here, `src/entries/${name}.js`);
    const missing = JSON.stringify(`nothing is done with ${key}: there is no tests/hosts/src/entries/${name}.js`);
    return existsSync(file) ? readFileSync(file, "utf8") : `export default async () => ${missing};\n`;
  }
  const names = Object.keys(documents);
  const imports = names.map((name, i) => `import document${i} from "${name}" with { type: "json" };\n`).join("");
  const texts = names.map((_, i) => `JSON.stringify(document${i})`).join(", ");
  return `${imports}\nexport default async () => [${texts}].join("\\n");\n`;
}
