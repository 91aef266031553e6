// What an editor offers to whoever writes a code: all that there are.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { API } from "typescript/unstable/sync";
import { root } from "./load-vectors.js";

const types = `${root}pkg/src/index.d.ts`;
const folder = `${root}target/completions/`;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(
  `${folder}tsconfig.json`,
  JSON.stringify({ compilerOptions: { strict: true, noEmit: true, types: [], paths: { xinyi: [types] } }, files: ["editor.ts"] }),
);

for (const [member, union] of [
  ["code", "ErrorCode"],
  ["stage", "Stage"],
  ["details.problem", "Problem"],
]) {
  test(`of ${member} every ${union} is offered`, () => {
    const written = `import type { ErrorData } from "xinyi";\nexport const is = (error: ErrorData): boolean => error.${member} === "`;
    const offered = completions(`${written}";\n`, written.length);
    const known = spelt(union);
    assert.ok(known.length > 9, union);
    assert.deepEqual(offered.sort(), known.sort());
  });
}

/** What the language service of TypeScript offers at a place of a text. */
function completions(text, at) {
  writeFileSync(`${folder}editor.ts`, text);
  const service = new API({ cwd: folder });
  try {
    const [project] = service.updateSnapshot({ openProjects: [`${folder}tsconfig.json`] }).getProjects();
    return project.checker.getCompletionsAtPosition(`${folder}editor.ts`, at).entries.map(({ name }) => name);
  } finally {
    service.close();
  }
}

/** The members of a union in the declarations of the package. */
function spelt(union) {
  const [, members] = readFileSync(types, "utf8").match(new RegExp(`export type ${union} =\\n([^;]*);`));
  return [...members.matchAll(/"([^"]*)"/g)].map(([, member]) => member);
}
