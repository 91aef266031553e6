// Records of decisions, in the form that `xinyi replay` decides again: the presentation, what the check was given and
// the decision, one file each; root, snapshot and law beside them, each once.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { add } from "./files.js";

/** The law that is built into this release of the package. */
const law = readFileSync(fileURLToPath(import.meta.resolve("xinyi/law.json")), "utf8");
const { edition, version } = JSON.parse(law);

/** @param {string} text */
const digest = (text) => createHash("sha256").update(text).digest("base64url");

/**
 * Keeps a record, which is on the disk when this returns.
 *
 * @param {string} folder
 * @param {object} decided
 * @param {string} decided.root
 * @param {string} decided.snapshot all that is trusted at the time of the decision
 * @param {{ allowDemoRoot: boolean, requireConsent: boolean, statusMaxAge: number }} decided.verifier
 * @param {import("xinyi").Bundles} decided.presentation as it came
 * @param {object} decided.options what the check was given, its `now` in UNIX seconds
 * @param {import("xinyi").Decision} decided.decision as it was told
 * @param {string} decided.keepUntil the last day on which the record may be kept
 * @returns {string} the name of the record: its digest
 */
export function keep(folder, { root, snapshot, verifier, presentation, options, decision, keepUntil }) {
  const documents = { root, snapshot, law };
  /** @type {Record<string, unknown>} */
  const parts = {
    engine: decision.evidence.engine,
    keep_until: keepUntil,
    documents: Object.fromEntries(Object.entries(documents).map(([name, text]) => [name, digest(text)])),
    law: { edition, version },
    verifier: {
      statusMaxAge: verifier.statusMaxAge,
      allowDemoRoot: verifier.allowDemoRoot,
      requireConsent: verifier.requireConsent,
    },
    presentation,
    options,
    decision,
  };
  const digests = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, digest(JSON.stringify(part))]));
  const text = `${JSON.stringify({ record: 1, ...parts, sha256: digest(JSON.stringify(digests)), digests })}\n`;
  // The documents first: a record is of no use without them.
  for (const [name, document] of Object.entries(documents)) {
    add(join(folder, "documents", `${name}-${digest(document)}.json`), document);
  }
  const name = digest(text);
  add(join(folder, "records", `${name}.json`), text);
  return name;
}

/**
 * Deletes the records whose last day is past, by the command line. To be called every day.
 *
 * @param {string} folder
 * @param {number} now UNIX seconds
 * @param {string} xinyi where the command is
 */
export async function prune(folder, now, xinyi) {
  if (existsSync(folder)) await promisify(execFile)(xinyi, ["records", "prune", folder, "--now", String(now)]);
}
