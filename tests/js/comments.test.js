// Every public item of the package's types has a comment of its own, and so has each of its members: a count by the
// compiler, so that none is forgotten.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { root } from "./load-vectors.js";

// The compiler written in Go has no API for JavaScript yet. The one that looks at how the types resolve has.
const require = createRequire(`${root}node_modules/@arethetypeswrong/core/`);
const ts = require("typescript");

const folder = `${root}pkg/src/`;
/** The types of entries, which are published as they are. */
const files = JSON.parse(readFileSync(`${folder}tsconfig.published.json`, "utf8")).files;

/** Names of what is public in a text, and whether there is a comment above it. */
function itemsOf(text, file = "x.d.ts") {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const items = [];
  const note = (name, node, told = "", around = "") => items.push({ name, text: commentOf(node) || told, around, node });
  for (const statement of source.statements) {
    if (!statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
    const names = statement.declarationList ? statement.declarationList.declarations : [statement];
    for (const { name } of names) note(name.text, statement);
    // The forms of a union have their comments beside them.
    const own = ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement) ? "" : (statement.getFullText().match(/\/\*\*[^]*?\*\//g) ?? []).join(" ");
    membersOf(statement, statement.name?.text, note, own);
  }
  return items;
}

/**
 * What is written inside of a type, however deep. What is deeper than a member of its own may be told where that is told,
 * by its name; an index has none.
 */
function membersOf(node, place, note, around = "") {
  ts.forEachChild(node, (inside) => {
    const isMember = ts.isTypeElement(inside) || ts.isClassElement(inside);
    const isPrivate = isMember && inside.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
    if (isPrivate) return;
    if (!isMember) return membersOf(inside, place, note, around);
    const own = inside.name?.getText().replaceAll('"', "");
    const isTold = around !== "" && (own === undefined || around.includes(own));
    note(`${place}.${own ?? "[index]"}`, inside, isTold ? around : "", around);
    membersOf(inside, `${place}.${own ?? "[index]"}`, note, `${around} ${commentOf(inside)}`);
  });
}

/** The comment's text; of overloads the first one's counts for all. */
function commentOf(node) {
  const own = (node) => (ts.getJSDocCommentsAndTags(node) ?? []).map((part) => part.getText().replace(/^\/\*\*|\*\/$|^\s*\*\s?/gm, " ").trim()).join(" ");
  const name = node.name?.getText();
  const siblings = (node.parent.members ?? []).filter((other) => other.name?.getText() === name);
  return own(siblings[0] ?? node);
}

const all = files.flatMap((file) => itemsOf(readFileSync(`${folder}${file}`, "utf8"), file).map((item) => ({ ...item, file })));
const optionTypes = /(Options|Holder|Store|Storage)$/;

test("every published file of types is looked at", () => {
  const published = readdirSync(`${root}pkg/dist`).filter((name) => name.endsWith(".d.ts"));
  // What is `index.d.ts` in the folder for mini-programs.
  published.push("miniprogram.d.ts");
  assert.deepEqual([...files].sort(), published.sort());
});

test("every public item has a comment, and every member of it", (t) => {
  const without = all.filter(({ text }) => text.length < 4);
  assert.deepEqual(without.map(({ file, name }) => `${file}: ${name}`), []);
  t.diagnostic(`${all.length} public items and members, all with a comment`);
});

test("every option that may be left out says what then is", () => {
  const optional = all.filter(({ name, node }) => optionTypes.test(name.split(".")[0]) && ts.isPropertySignature(node) && node.questionToken);
  assert.ok(optional.length > 40, String(optional.length));
  const silent = optional.filter(({ text, around }) => !/\bdefault\b/i.test(`${around} ${text}`));
  assert.deepEqual(silent.map(({ file, name }) => `${file}: ${name}`), []);
});

test("every function says what it throws or rejects with, or that it does neither", () => {
  const isCall = (node) => ts.isFunctionDeclaration(node) || ts.isMethodSignature(node);
  const calls = all.filter(({ node }) => isCall(node));
  assert.ok(calls.length > 30, String(calls.length));
  const silent = calls.filter(({ text }) => !/\b(throw|reject|fail|error|refuse)|never thrown/i.test(text));
  assert.deepEqual(silent.map(({ file, name }) => `${file}: ${name}`), []);
});

test("what lacks a comment is found", () => {
  const text = "/** A. */\nexport interface A {\n  /** B. */\n  b: 1;\n  c: 2;\n}\nexport type D = 1;\ninterface E { f: 1 }\n// Not one.\nexport function g(): void;\n";
  const found = itemsOf(text);
  assert.deepEqual(found.filter(({ text }) => text.length < 2).map(({ name }) => name), ["A.c", "D", "g"]);
  assert.deepEqual(found.map(({ name }) => name), ["A", "A.b", "A.c", "D", "g"]);
});
