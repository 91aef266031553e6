// Builds pkg/dist and pkg/miniprogram_dist from target/module, target/authoring-module, target/testing-module, pkg/src,
// pkg/commitments, pkg/schemas, src/messages, the library of programmes, the table of regions and the law that is
// built in, and packs the npm tarball into target/package.
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { guard, guarded, minis, webs } from "../pkg/src/taro.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pkg = join(root, "pkg");
const built = join(root, "target/module");
/** The other modules, by the name of their entry. */
const extras = ["authoring", "testing"];
const extra = (name) => join(root, `target/${name}-module`);
const languages = ["en", "zh-CN"];
const itsMessages = JSON.parse(readFileSync(join(pkg, "src/miniprogram-messages.json"), "utf8"));

/** The entries import the glue from beside them; the build makes it elsewhere. */
const glue = {
  name: "glue",
  setup(build) {
    build.onResolve({ filter: /^\.\/glue$/ }, () => ({ path: join(built, "glue.js") }));
    build.onResolve({ filter: /^\.\/\w+-glue$/ }, ({ path }) => ({ path: join(extra(path.slice(2, -5)), "glue.js") }));
  },
};

for (const folder of ["dist", "miniprogram_dist"]) {
  rmSync(join(pkg, folder), { recursive: true, force: true });
  for (const inside of ["messages", "programmes"]) mkdirSync(join(pkg, folder, inside), { recursive: true });
}

/**
 * What the entries of a host have in common is built for itself, and imported from beside them: `host-*.ts` and what it
 * exports. So there is one class of errors. The texts are a file for every host.
 */
const sharedIn = (host, extension) => ({
  name: "shared",
  setup(build) {
    const external = (path) => () => ({ path: `./${path}.${extension}`, external: true });
    build.onResolve({ filter: /^\.\/(host|error|input|loader|messages|not-loaded|own|replies)$/ }, external(`${host}-shared`));
    build.onResolve({ filter: /^\.\/texts$/ }, external("texts"));
  },
});

/** Brings `MODULE.wasm` in the way of one of `module-*.ts`: as a file beside the code, or as its text. */
const bringing = (module, way) => ({
  name: "module",
  setup(build) {
    const text = module === "xinyi" ? "./inline-module.cjs" : `./${module}-module.cjs`;
    build.initialOptions.define = { OWN_FILE: JSON.stringify(`./${module}.wasm`) };
    build.onResolve({ filter: /^\.\/module$/ }, () => ({ path: join(pkg, `src/module-${way}.ts`) }));
    build.onResolve({ filter: /^\.\/own-module\.cjs$/ }, () => ({ path: text, external: true }));
    build.onResolve({ filter: /^\.\/node-module\.cjs$/ }, ({ path }) => ({ path, external: true }));
    build.onResolve({ filter: /^\.\/own\.wasm/ }, ({ path }) => ({ path: path.replace("own", module), external: true }));
  },
});

const node = { platform: "node", target: "node20" };
const web = { platform: "browser", target: "es2020" };
const forms = [
  ["esm", "js"],
  ["cjs", "cjs"],
];
await Promise.all([
  ...forms.flatMap(([format, extension]) => {
    const shared = sharedIn("node", extension);
    return [
      bundle("host-node.ts", `dist/node-shared.${extension}`, { ...node, format }),
      bundle("entry-main.ts", `dist/node.${extension}`, { ...node, format, plugins: [shared, bringing("xinyi", "node")] }),
      bundle("entry-slim.ts", `dist/node-slim.${extension}`, { ...node, format, plugins: [shared] }),
      ...extras.map((entry) => bundle(`entry-${entry}.ts`, `dist/node-${entry}.${extension}`, { ...node, format, plugins: [shared, bringing(entry, "inline")] })),
    ];
  }),
  ...forms.flatMap(([format, extension]) => {
    const shared = sharedIn("web", extension);
    const entry = (source, module, way, name) => bundle(`entry-${source}.ts`, `dist/${name}.${extension}`, { ...web, format, plugins: [shared, bringing(module, way)] });
    // CommonJS cannot say where it is, so that it has to bring the module inside.
    const ways = format === "esm" ? ["browser", "workerd", "edge", "inline"] : ["inline"];
    return [
      bundle("texts.ts", `dist/texts.${extension}`, { ...web, format }),
      bundle("letter.js", `dist/letter.${extension}`, { ...web, target: "es2017", format }),
      bundle("host-web.ts", `dist/web-shared.${extension}`, { ...web, format }),
      bundle("entry-slim.ts", `dist/slim.${extension}`, { ...web, format, plugins: [shared] }),
      ...ways.map((way) => entry("main", "xinyi", way, way)),
      ...ways.map((way) => entry("authoring", "authoring", way, `${way}-authoring`)),
      // Nobody has to ship a file for tests.
      ...ways.filter((way) => way !== "browser").map((way) => entry("testing", "testing", way, `${way}-testing`)),
    ];
  }),
  bundle("demo.js", "dist/demo.js", {
    ...node,
    format: "esm",
    banner: { js: "#!/usr/bin/env node" },
    plugins: [{ name: "entries", setup: (build) => build.onResolve({ filter: /^\.\/node(-testing)?$/ }, ({ path }) => ({ path: `${path}.js`, external: true })) }],
  }),
  bundle("entry-miniprogram.ts", "miniprogram_dist/index.js", {
    format: "cjs",
    // Not for Node, but it tells Node's ES modules the names of the exports.
    platform: "node",
    target: "es2017",
    external: ["./messages/*"],
  }),
  bundle("letter.js", "miniprogram_dist/letter.js", { format: "cjs", platform: "node", target: "es2017" }),
]);

mkdirSync(join(pkg, "dist/taro"));
for (const { from, to, prefix, sentence } of guarded) {
  const code = readFileSync(join(pkg, `dist/${from}.js`), "utf8");
  const names = [...code.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names]) => names.split(",").map((name) => name.trim().split(" ").at(-1))).join(", ");
  writeFileSync(join(pkg, `dist/${to}.js`), `export { ${names} } from "./${from}.js";\n\n${guard(prefix)}`);
  for (const host of minis) writeFileSync(join(pkg, `dist/taro/${prefix}${host}.js`), `import ${JSON.stringify(sentence)};\n`);
  for (const host of webs) writeFileSync(join(pkg, `dist/taro/${prefix}${host}.js`), "export {};\n");
}
writeFileSync(join(pkg, "dist/webpack.cjs"), `module.exports = require("./inline.cjs");\n\n${guard("")}`);
writeFileSync(join(pkg, "dist/browser.js"), forUniApp(readFileSync(join(pkg, "dist/browser.js"), "utf8")));

for (const to of ["dist/index.d.ts", "dist/index.d.cts", "miniprogram_dist/xinyi.d.ts"]) {
  copyFileSync(join(pkg, "src/index.d.ts"), join(pkg, to));
}
for (const [from, to] of [["miniprogram", "index"], ["letter", "letter"]]) {
  const types = readFileSync(join(pkg, `src/${from}.d.ts`), "utf8");
  writeFileSync(join(pkg, `miniprogram_dist/${to}.d.ts`), types.replaceAll('"./index.js"', '"./xinyi"'));
}
for (const entry of [...extras, "letter", "slim"]) {
  const types = readFileSync(join(pkg, `src/${entry}.d.ts`), "utf8");
  writeFileSync(join(pkg, `dist/${entry}.d.ts`), types);
  writeFileSync(join(pkg, `dist/${entry}.d.cts`), types.replaceAll('"./index.js"', '"./index.cjs"'));
}
// The mini-program folder is copied as it is into people's projects, so the package as a whole is
// CommonJS and this folder alone says otherwise.
writeFileSync(join(pkg, "dist/package.json"), '{ "type": "module", "sideEffects": false }\n');

for (const language of languages) {
  const source = join(root, `src/messages/${language}.json`);
  copyFileSync(source, join(pkg, `dist/messages/${language}.json`));
  // WeChat cannot require JSON.
  const table = JSON.stringify(forMiniPrograms(JSON.parse(readFileSync(source, "utf8")), language), null, 1);
  writeFileSync(join(pkg, `miniprogram_dist/messages/${language}.js`), `module.exports = ${table};\n`);
}

const programmes = join(root, "src/programme/builtin");
for (const name of readdirSync(programmes)) {
  copyFileSync(join(programmes, name), join(pkg, "dist/programmes", name));
  // Mini-programs have little room: without the cases, and without certificates, which are for paper.
  if (name === "index.json" || name.endsWith(".cases.json") || name.startsWith("certificate.")) continue;
  const programme = JSON.stringify(JSON.parse(readFileSync(join(programmes, name), "utf8")));
  writeFileSync(join(pkg, "miniprogram_dist/programmes", name.replace(/json$/, "js")), `module.exports = ${programme};\n`);
}

copyFileSync(join(root, "src/identity/regions.json"), join(pkg, "dist/regions.json"));
copyFileSync(join(root, "src/law/edition.json"), join(pkg, "dist/law.json"));
for (const folder of ["commitments", "schemas"]) cpSync(join(pkg, folder), join(pkg, "dist", folder), { recursive: true });
for (const name of ["xinyi.wasm", "xinyi.wasm.br"]) copyFileSync(join(built, name), join(pkg, "dist", name));
// As text, where no file beside the code can be relied on: bundlers for servers leave files behind.
const packed = brotliCompressSync(readFileSync(join(built, "xinyi.node.wasm"))).toString("base64");
writeFileSync(join(pkg, "dist/node-module.cjs"), `module.exports = "${packed}";\n`);
const inline = readFileSync(join(built, "xinyi.wasm")).toString("base64");
writeFileSync(join(pkg, "dist/inline-module.cjs"), `module.exports = "${inline}";\n`);
// Next's edge runtime takes a module by another name only, which a bundler does not find among a package's entries.
for (const name of ["xinyi", "authoring"]) writeFileSync(join(pkg, `dist/edge-${name}-module.js`), `export { default } from "./${name}.wasm?module";\n`);
for (const name of extras) {
  const module = readFileSync(join(extra(name), `${name}.wasm`));
  writeFileSync(join(pkg, `dist/${name}.wasm`), module);
  writeFileSync(join(pkg, `dist/${name}-module.cjs`), `module.exports = "${module.toString("base64")}";\n`);
}
copyFileSync(join(built, "xinyi.wasm.br"), join(pkg, "miniprogram_dist/xinyi.wasm.br"));
copyFileSync(join(root, "LICENSE"), join(pkg, "LICENSE"));

const destination = resolve(root, "target/package");
rmSync(destination, { recursive: true, force: true });
mkdirSync(destination, { recursive: true });
execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", destination], {
  cwd: pkg,
  stdio: ["ignore", "inherit", "inherit"],
});

/**
 * uni-app takes lines out by comments, in packages too. Where it builds for a mini-program, the code for pages goes, and
 * with it what keeps the other export a comment.
 */
function forUniApp(code) {
  const names = Object.keys(createRequire(import.meta.url)(join(pkg, "miniprogram_dist/index.js"))).join(", ");
  return `// #ifndef MP\n/*\n// #endif\nexport { ${names} } from "../miniprogram_dist/index.js";\n// #ifndef MP\n*/\n${code}// #endif\n`;
}

/** In place of why a module is not loaded on other hosts, which names what those of mini-programs lack or forbid. */
function forMiniPrograms({ errors, problems, ...table }, language) {
  const others = Object.keys(errors).filter((name) => name.startsWith("host.load:") && name !== "host.load:not_loaded");
  const without = (part, names) => Object.fromEntries(Object.entries(part).filter(([name]) => !names.includes(name)));
  return { errors: { ...without(errors, others), ...itsMessages[language] }, problems: without(problems, others.map((name) => name.split(":")[1])), ...table };
}

function bundle(entry, output, options) {
  return build({
    entryPoints: [join(pkg, "src", entry)],
    outfile: join(pkg, output),
    bundle: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    ...options,
    plugins: [glue, ...(options.plugins ?? [])],
  });
}
