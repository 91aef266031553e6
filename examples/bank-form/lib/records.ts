// Records of decisions, in the form that `xinyi replay` decides again: the presentation, what the check was given and
// the decision, one file each; root, snapshot and law beside them, each once.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Bundles, CheckOptions, Decision } from "xinyi";
import law from "xinyi/law.json";
import { add } from "./files";

export interface Decided {
  readonly root: string;
  /** All that is trusted at the time of the decision. */
  readonly snapshot: string;
  readonly verifier: { readonly allowDemoRoot: boolean; readonly requireConsent: boolean; readonly statusMaxAge: number };
  /** As it came. */
  readonly presentation: Bundles;
  /** What the check was given, its `now` in UNIX seconds. */
  readonly options: CheckOptions & { readonly now: number };
  /** As it was told. */
  readonly decision: Decision;
  /** The last day on which the record may be kept. */
  readonly keepUntil: string;
}

/** Keeps a record, which is on the disk when this returns. Its name is its digest. */
export function keep(folder: string, { root, snapshot, verifier, presentation, options, decision, keepUntil }: Decided): string {
  // The law that is built into this release of the package.
  const documents = { root, snapshot, law: JSON.stringify(law) };
  const parts = {
    engine: decision.evidence.engine,
    keep_until: keepUntil,
    documents: mapped(documents, digest),
    law: { edition: law.edition, version: law.version },
    verifier: {
      statusMaxAge: verifier.statusMaxAge,
      allowDemoRoot: verifier.allowDemoRoot,
      requireConsent: verifier.requireConsent,
    },
    presentation,
    options,
    decision,
  };
  const digests = mapped(parts, (part) => digest(JSON.stringify(part)));
  const text = `${JSON.stringify({ record: 1, ...parts, sha256: digest(JSON.stringify(digests)), digests })}\n`;
  // The documents first: a record is of no use without them.
  for (const [name, document] of Object.entries(documents)) {
    add(join(folder, "documents", `${name}-${digest(document)}.json`), document);
  }
  const name = digest(text);
  add(join(folder, "records", `${name}.json`), text);
  return name;
}

/** Deletes the records whose last day is past, by the command line. To be called every day. `now`: UNIX seconds. */
export async function prune(folder: string, now: number, xinyi: string): Promise<void> {
  if (existsSync(folder)) await promisify(execFile)(xinyi, ["records", "prune", folder, "--now", String(now)]);
}

function mapped<Value>(given: Record<string, Value>, change: (value: Value) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, change(value)]));
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
