// Compiled, never run: what the types of `xinyi/authoring` must allow and must refuse.
import type { Bundles, CheckOptions, Decision, ErrorData, Evidence, Verifier } from "xinyi";
import { compare, forecast, fromTable, identify, init, lint, renderProgramme, testProgramme, toTable, tryProgramme } from "xinyi/authoring";
import * as inline from "xinyi/authoring/inline";
import type { Forecast, ForecastOptions, Identity, Lint, ProgrammeTable, ProgrammeTest, Trial, TrialOptions } from "xinyi/authoring";

declare function give(decision: Decision): void;
declare const decision: Decision;
declare const verifier: Verifier;
declare const bundle: Bundles;
declare const check: CheckOptions;

const options: TrialOptions = { now: new Date(), explain: "full" };
const later: ForecastOptions = { ...check, at: "2027-05-06T16:00:00Z" };

export async function load(): Promise<void> {
  await init();
  await init({ wasm: "/assets/authoring.wasm" });
  await inline.init();
  const identity: Identity = identify("91310115MA1000367Y", { kind: "uscc", now: 1_795_140_000 });
  const born: string | null = identity.birthdate;
  // @ts-expect-error: nothing is said to be unknown
  identify(born ?? "", { kind: "unknown" });
  // @ts-expect-error: a number would lose digits
  identify(310115198001010011);
  const found: Lint = inline.lint("{}");
  // @ts-expect-error mini-programs alone have a path
  await init({ wasmPath: "/assets/authoring.wasm.br" });
  void found;
}

export function use(programme: string): string {
  const found: Lint = lint(programme);
  const finding: ErrorData | undefined = found.errors[0] ?? found.warnings[0];

  const trial: Trial = tryProgramme(new Uint8Array(0), { credit: {} }, options);
  const unverified: false = trial.evidence.verified;
  const edition: string = trial.evidence.law.edition;
  // Outcome tells tier and benefit apart, as in a decision.
  if (trial.outcome === "granted") {
    const tier: string = trial.tier;
    return tier + (trial.benefit.kind === "discount" ? trial.benefit.percent_off : trial.benefit.kind);
  }
  const none: null = trial.benefit;

  const then: Forecast = forecast(verifier, bundle, later);
  const projection: true = then.evidence.projection;
  const issuers: readonly string[] = then.evidence.bundles.map(({ issuer }) => issuer);

  const { changes, programmes } = compare(verifier, "…", "…", { holder: "unbound", programmes: ["a"] });
  const kinds: readonly string[] = changes.map(({ change }) => change);
  const after: string | undefined = programmes[0]?.after?.outcome;
  // @ts-expect-error what is watched is no certificate
  compare(verifier, "…", "…", { holder: "certificate" });

  give(decision);
  void [kinds, after];
  return `${finding?.code}${unverified}${none}${projection}${issuers.join()}`;
}

export function table(rows: string[][], cases: object): string {
  const table: ProgrammeTable = fromTable(rows);
  if (table.programme === null) return table.errors[0]?.messages["zh-CN"] ?? "";
  const report: ProgrammeTest = testProgramme(table.programme, cases);
  const [first] = report.cases;
  const outcome: Decision["outcome"] | undefined = first?.found?.outcome;
  const missing: readonly object[] = report.missing;
  const back: string[][] = toTable(table.programme);
  // @ts-expect-error there are two languages
  renderProgramme(table.programme, { language: "fr" });
  // @ts-expect-error a number is no text of a cell
  fromTable([[1]]);
  // @ts-expect-error reports are frozen
  report.cases = [];
  return `${renderProgramme(table.programme, { language: "en" })}${outcome}${missing.length}${back.length}`;
}

export function refused(trial: Trial, then: Forecast): void {
  // @ts-expect-error a trial is no decision
  give(trial);
  // @ts-expect-error nor is a forecast
  give(then);
  if (trial.outcome === "granted" && then.outcome === "granted") {
    // @ts-expect-error not when it is granted either
    give(trial);
    // @ts-expect-error nor so
    give(then);
  }
  // @ts-expect-error its evidence is none
  const evidence: Evidence = trial.evidence;
  // @ts-expect-error on nothing that was verified
  trial.evidence.bundles;
  // @ts-expect-error nor is a decision a trial
  const tried: Trial = decision;
  // @ts-expect-error trials are frozen
  trial.tier = "gold";
  // @ts-expect-error there is nobody who could hold the facts
  tryProgramme("{}", "{}", { holder: "unbound" });
  // @ts-expect-error the facts are required
  tryProgramme("{}");
  // @ts-expect-error a time is required
  forecast(verifier, bundle, check);
  // @ts-expect-error the holder is required
  forecast(verifier, bundle, { programme: "a", at: 0 });
  // @ts-expect-error a verifier is required
  forecast({}, bundle, later);
  void [evidence, tried];
}

export async function elsewhere(): Promise<void> {
  const [main, miniprogram] = [await import("xinyi"), await import("xinyi/miniprogram")];
  // @ts-expect-error only from xinyi/authoring
  void [main.lint];
  // @ts-expect-error only from xinyi/authoring
  void [main.tryProgramme];
  // @ts-expect-error only from xinyi/authoring
  void [main.forecast];
  // @ts-expect-error not in mini-programs
  void [miniprogram.lint];
}
