// No two files import each other, directly or in a ring: whoever reads one needs to have read those that
// it stands on, and those alone.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

test("no file of the crate, of its command line or of the module imports one that imports it", () => {
  for (const [crate, top] of [
    ["src", "lib.rs"],
    ["src/bin/xinyi", "main.rs"],
    ["pkg/wasm/src", "lib.rs"],
    ["pkg/authoring-wasm/src", "lib.rs"],
    ["pkg/testing-wasm/src", "lib.rs"],
  ]) {
    const files = filesUnder(join(ROOT, crate), ".rs").filter((file) => crate !== "src" || !file.includes("/src/bin/"));
    const imports = rustImports(join(ROOT, crate), top, files);
    assert.deepEqual(rings(imports), [], crate);
    const read = files.filter((file) => !/tests?\.rs$/.test(file));
    assert.ok(read.length === 1 || [...imports.values()].some((of) => of.size > 0), crate);
  }
});

test("no file of the package imports one that imports it", () => {
  const files = filesUnder(join(ROOT, "pkg/src"), ".ts");
  const imports = typescriptImports(files);
  assert.deepEqual(rings(imports), []);
  assert.ok([...imports.values()].some((of) => of.size > 0));
});

test("a ring is found, however long, and what only re-exports is none", () => {
  const files = {
    "lib.rs": "mod a;\nmod b;\npub use a::A;\nuse b::B;",
    "a.rs": "use crate::b::{B, c::C};\npub struct A;",
    "b/mod.rs": "mod c;\npub(crate) use c::C;\npub(crate) struct B;",
    "b/c.rs": "// use crate::a::A;\npub struct C;\n#[cfg(test)]\nmod tests { use crate::a::A; }",
  };
  const read = (more) => {
    const sources = new Map(Object.entries({ ...files, ...more }).map(([name, text]) => [join("/made", name), text]));
    const imports = rustImports("/made", "lib.rs", [...sources.keys()], (file) => sources.get(file));
    return rings(imports).map((ring) => ring.map((file) => relative("/made", file)));
  };
  assert.deepEqual(read({}), []);
  assert.deepEqual(read({ "b/c.rs": "use super::super::a::A;\npub struct C;" }), [["a.rs", "b/c.rs"]]);
  assert.deepEqual(read({ "b/c.rs": "pub struct C(crate::A);" }), [["a.rs", "b/c.rs"]]);
  assert.deepEqual(read({ "b/c.rs": "use crate::a;\npub struct C(a::A);" }), [["a.rs", "b/c.rs"]]);
  assert.deepEqual(read({ "b/c.rs": 'const AT: [&str; 2] = ["https://a", "\\""];\nuse crate::a::A;' }), [["a.rs", "b/c.rs"]]);
  assert.deepEqual(read({ "b/c.rs": 'const NO: &str = "crate::a::A";\nconst C: char = \'"\'; /* crate::a::A */' }), []);
  const used = { "a.rs": "pub struct A;", "b/mod.rs": "mod c;\npub use c::C;\npub struct B(C);", "b/c.rs": "pub struct C(super::B);" };
  assert.deepEqual(read(used), [["b/c.rs", "b/mod.rs"]]);
});

/** Sets of files that import each other, in the order of their names. */
function rings(imports) {
  const reached = new Map([...imports.keys()].map((file) => [file, reachable(imports, file)]));
  const found = new Map();
  for (const [file, all] of reached) {
    if (!all.has(file)) continue;
    const ring = [...all].filter((other) => reached.get(other).has(file)).sort();
    found.set(ring.join(), ring);
  }
  return [...found.values()];
}

function reachable(imports, file) {
  const all = new Set();
  const open = [...imports.get(file)];
  while (open.length > 0) {
    const next = open.pop();
    if (!all.has(next)) {
      all.add(next);
      open.push(...imports.get(next));
    }
  }
  return all;
}

/** Of each file of a crate the files that define what it names. */
function rustImports(folder, top, files, read = (file) => readFileSync(file, "utf8")) {
  const modules = new Map();
  for (const file of files) {
    if (/(^|\/)tests?(\/|\.rs$)/.test(relative(folder, file))) continue;
    const path = relative(folder, file)
      .replace(/(^|\/)mod\.rs$/, "")
      .replace(/\.rs$/, "");
    const name = relative(folder, file) === top ? "" : path.split("/").filter(Boolean).join("::");
    modules.set(name, { file, ...rustPaths(read(file)) });
  }
  // The file of the module that defines what a path names, through what other modules re-export.
  const defining = (path, hops = 0) => {
    let module = path;
    const rest = [];
    while (!modules.has(module.join("::"))) {
      rest.unshift(module.at(-1));
      module = module.slice(0, -1);
    }
    const { exported, file } = modules.get(module.join("::"));
    const [name, ...within] = rest;
    const from = name === undefined || hops > 9 ? undefined : exported.find((item) => item.name === name);
    if (!from) return file;
    const at = absolute(module, from.path, modules);
    return at ? defining([...at, ...within], hops + 1) : file;
  };
  const imports = new Map();
  for (const [name, { file, used }] of modules) {
    const module = name === "" ? [] : name.split("::");
    const of = new Set();
    for (const path of used) {
      const at = absolute(module, path, modules);
      const target = at && defining(at);
      if (target && target !== file) of.add(target);
    }
    imports.set(file, of);
  }
  return imports;
}

/** A path from the top of the crate; nothing for one of another crate. */
function absolute(module, path, modules) {
  let [first, ...rest] = path;
  let from = module;
  if (first === "crate") from = [];
  else if (first === "self") from = module;
  else if (first === "super") {
    from = module.slice(0, -1);
    while (rest[0] === "super") [from, rest] = [from.slice(0, -1), rest.slice(1)];
  } else if (modules.has([...module, first].join("::"))) rest = path;
  else return undefined;
  return [...from, ...rest];
}

/** The paths that a file names, but for tests; and what it re-exports, by name. */
function rustPaths(source) {
  const text = withoutTests(withoutWords(source));
  const used = [];
  const exported = [];
  const named = [];
  const rest = text.replace(/\b(pub(?:\([^)]*\))?\s+)?use\s+([^;]+);/g, (_, isPublic, tree) => {
    for (const { path, name } of leaves(tree.replace(/\s+/g, " "))) {
      named.push({ path, name });
      if (isPublic) exported.push({ path, name });
      else used.push(path);
    }
    return "";
  });
  for (const { path, name } of named) {
    if (!/^\w+$/.test(name) || name === "_") continue;
    // What is re-exported and used as well, and what is named through a module that is imported.
    if (new RegExp(`\\b${name}\\b`).test(rest)) used.push(path);
    for (const [, item] of rest.matchAll(new RegExp(`(?<![:\\w])${name}::([A-Za-z_]\\w*)`, "g"))) used.push([...path, item]);
  }
  // Who may see something is no import of theirs.
  for (const [, path] of rest.replace(/\bpub\([^)]*\)/g, "").matchAll(/\b((?:crate|super|self)(?:::[A-Za-z_]\w*)+|[a-z_]\w*(?:::[A-Za-z_]\w*)+)/g)) used.push(path.split("::"));
  return { used, exported };
}

/** Without comments, and with nothing in strings and characters. */
function withoutWords(source) {
  const words = /\/\/[^\n]*|\/\*[^]*?\*\/|b?r(#*)"[^]*?"\1|"(?:[^"\\]|\\[^])*"|'(?:\\u\{[^}]*\}|\\[^][^']{0,3}|[^\\'])'/gu;
  return source.replace(words, (word) => (word.startsWith("/") ? "" : '""'));
}

function withoutTests(text) {
  let rest = text;
  for (let at; (at = rest.search(/#\[cfg\((?:test|all\(test[^)]*\))\)\]\s*(?:pub(?:\([^)]*\))?\s+)?(?:mod|impl|fn|use|const|struct|static)\b/)) >= 0; ) {
    const brace = rest.indexOf("{", at);
    const semicolon = rest.indexOf(";", at);
    let end = semicolon < 0 ? rest.length : semicolon + 1;
    const isUse = /^#\[[^\]]*\]\s*(?:pub(?:\([^)]*\))?\s+)?(?:use|const|static)\b/.test(rest.slice(at));
    if (!isUse && brace >= 0 && brace < end) {
      let depth = 1;
      for (end = brace + 1; depth > 0 && end < rest.length; end += 1) depth += { "{": 1, "}": -1 }[rest[end]] ?? 0;
    }
    rest = rest.slice(0, at) + rest.slice(end);
  }
  return rest;
}

/** The paths of a `use`, each with the name that it has here. */
function leaves(tree, before = []) {
  const open = tree.indexOf("{");
  if (open < 0) {
    const [path, as] = tree.trim().split(/ as /);
    const names = path.split("::").map((name) => name.trim());
    const all = [...before, ...names].filter((name, at, of) => name !== "" && !(name === "self" && at > 0 && at === of.length - 1));
    return [{ path: all, name: as ?? all.at(-1) }];
  }
  const prefix = tree.slice(0, open).split("::").map((name) => name.trim()).filter(Boolean);
  const inside = tree.slice(open + 1, tree.lastIndexOf("}"));
  const parts = [];
  for (let at = 0, from = 0, depth = 0; at <= inside.length; at += 1) {
    depth += { "{": 1, "}": -1 }[inside[at]] ?? 0;
    if (at === inside.length || (inside[at] === "," && depth === 0)) {
      parts.push(inside.slice(from, at));
      from = at + 1;
    }
  }
  return parts.filter((part) => part.trim() !== "").flatMap((part) => leaves(part, [...before, ...prefix]));
}

function typescriptImports(files) {
  const imports = new Map();
  for (const file of files) {
    const of = new Set();
    for (const [, from] of readFileSync(file, "utf8").matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)) {
      const base = resolve(dirname(file), from);
      const target = [base, `${base}.ts`, `${base}.d.ts`].find((name) => files.includes(name));
      if (target && target !== file) of.add(target);
    }
    imports.set(file, of);
  }
  return imports;
}

function filesUnder(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path, ending);
    return entry.name.endsWith(ending) ? [path] : [];
  });
}
