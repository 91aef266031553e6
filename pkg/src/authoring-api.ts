/**
 * For authors of programmes, in a module of its own: the verifier's has no room for what authors want to know. A trial
 * looks like a decision and is none: its type is another, and its evidence says `"verified": false`.
 */

import type { Making } from "./api";
import type { CompareOptions, Difference, Identity, IdentifyOptions, Lint, ProgrammeTable, ProgrammeTest, RenderOptions, Trial, TrialOptions } from "./authoring";
import { createGlue } from "./authoring-glue";
import type { AuthoringGlue } from "./authoring-glue";
import { deepFreeze } from "./error";
import type { Reply } from "./glue";
import type { Document, InitOptions } from "./index";
import { casesText, compareInput, identifyInput, invalid, lintText, renderInput, rowsText, trialInput } from "./input";
import { createLoader, run } from "./loader";
import type { Host, OwnModule } from "./loader";
import type { Languages } from "./messages";
import { fillDecision, fillNested, unwrapped } from "./replies";

export interface Authoring {
  init(options?: InitOptions): Promise<void>;
  lint(programme: Document): Lint;
  tryProgramme(programme: Document, facts: Document, options?: TrialOptions): Trial;
  testProgramme(programme: Document, cases: Document): ProgrammeTest;
  renderProgramme(programme: Document, options?: RenderOptions): string;
  fromTable(rows: readonly (readonly string[])[]): ProgrammeTable;
  toTable(programme: Document): string[][];
  identify(code: string, options?: IdentifyOptions): Identity;
  /** `by`: what a verifier is made of; nothing for what is none. */
  compare(by: Making | undefined, earlier: Document, later: Document, options: CompareOptions): Difference;
}

/** Asks nothing of the host before it is called, so that bundlers can leave it out. */
export function createAuthoring(ofHost: Host, ownModule: OwnModule, texts: Languages): Authoring {
  const host = { ...ofHost, languages: () => texts };
  const loader = createLoader(host, createGlue, ownModule);

  /** What the module answers, or its errors thrown. Their texts are filled in; those of what it answers are not. */
  function ask<T>(languages: Languages, call: (glue: AuthoringGlue) => string): T {
    const text = run(loader.engine || loader.loadSync(), languages, call);
    return unwrapped(JSON.parse(text) as Reply<T>, languages);
  }

  function lint(programme: Document): Lint {
    const languages = host.languages();
    const text = lintText(programme, languages);
    const { findings } = ask<{ findings: Lint }>(languages, (glue) => glue.lint(text));
    fillNested(findings, languages);
    return deepFreeze(findings);
  }

  function tryProgramme(programme: Document, facts: Document, options?: TrialOptions): Trial {
    const languages = host.languages();
    const given = trialInput(programme, facts, options, languages);
    const { decision } = ask<{ decision: Trial }>(languages, (glue) => glue.try_programme(given.programme, given.facts, given.options));
    fillDecision(decision, languages);
    return deepFreeze(decision);
  }

  function testProgramme(programme: Document, cases: Document): ProgrammeTest {
    const languages = host.languages();
    const [text, beside] = [lintText(programme, languages), casesText(cases, languages)];
    const { report } = ask<{ report: ProgrammeTest }>(languages, (glue) => glue.test_programme(text, beside));
    for (const { decision, error } of report.cases) {
      if (decision) fillDecision(decision, languages);
      if (error) fillNested(error, languages);
    }
    return deepFreeze(report);
  }

  function renderProgramme(programme: Document, options?: RenderOptions): string {
    const languages = host.languages();
    const given = renderInput(programme, options, languages);
    return ask<{ text: string }>(languages, (glue) => glue.render_programme(given.programme, given.language, given.isMarkdown)).text;
  }

  function fromTable(rows: readonly (readonly string[])[]): ProgrammeTable {
    const languages = host.languages();
    const text = rowsText(rows, languages);
    const { table } = ask<{ table: ProgrammeTable }>(languages, (glue) => glue.from_table(text));
    const { errors, defects, warnings } = table;
    fillNested({ errors, defects, warnings }, languages);
    return deepFreeze(table);
  }

  function toTable(programme: Document): string[][] {
    const languages = host.languages();
    const text = lintText(programme, languages);
    return ask<{ rows: string[][] }>(languages, (glue) => glue.to_table(text)).rows;
  }

  function identify(code: string, options?: IdentifyOptions): Identity {
    const languages = host.languages();
    const given = identifyInput(code, options, languages);
    const { identity } = ask<{ identity: object }>(languages, (glue) => glue.identify(given.code, given.kind, given.now));
    return deepFreeze({ input: code, ...identity } as Identity);
  }

  function compare(by: Making | undefined, earlier: Document, later: Document, options: CompareOptions): Difference {
    const languages = host.languages();
    if (!by) throw invalid("/verifier", languages, "verifier_expected");
    const given = compareInput(earlier, later, options, languages);
    const made = JSON.stringify(by.options);
    const { difference } = ask<{ difference: Difference }>(languages, (glue) =>
      glue.compare(by.root, by.snapshot, made, given.earlier, given.later, given.options),
    );
    for (const { decision, errors } of difference.programmes) {
      if (decision) fillDecision(decision, languages);
      if (errors) fillNested(errors, languages);
    }
    return deepFreeze(difference);
  }

  return { init: (options) => loader.init(options), lint, tryProgramme, testProgramme, renderProgramme, fromTable, toTable, identify, compare };
}
