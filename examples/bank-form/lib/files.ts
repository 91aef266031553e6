import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes a text beside its place first, for its owner alone, and returns where. */
function beside(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const made = join(dirname(path), `.tmp${randomBytes(8).toString("hex")}`);
  const file = openSync(made, "wx", 0o600);
  try {
    // All of it: one `write` may take less, such as on a disk that is nearly full.
    writeFileSync(file, text);
    fsyncSync(file);
  } catch (error) {
    rmSync(made, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return made;
}

/** Puts a text in the place of the one before: whoever reads sees one or the other, whole. */
export function replace(path: string, text: string): void {
  const made = beside(path, text);
  try {
    renameSync(made, path);
  } catch (error) {
    rmSync(made, { force: true });
    throw error;
  }
  settle(dirname(path));
}

/** Writes a file that is never changed again. One that is there has to hold the same. */
export function add(path: string, text: string): void {
  const made = beside(path, text);
  try {
    linkSync(made, path);
  } catch (error) {
    if (!isCode(error, "EEXIST") || readFileSync(path, "utf8") !== text) throw error;
    // It is needed anew: `xinyi records prune` spares what was written within the hour.
    const now = new Date();
    utimesSync(path, now, now);
  } finally {
    rmSync(made, { force: true });
  }
  settle(dirname(path));
}

/** A name in a folder outlasts a power cut once the folder is on the disk too. Windows opens no folders. */
function settle(folder: string): void {
  if (process.platform === "win32") return;
  const opened = openSync(folder, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** The text of a file, or nothing if there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
