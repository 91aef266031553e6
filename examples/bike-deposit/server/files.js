import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes a text beside its place first, for its owner alone, and returns where. @param {string} path @param {string} text */
function beside(path, text) {
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

/** Puts a text in the place of the one before: whoever reads sees one or the other, whole. @param {string} path @param {string} text */
export function replace(path, text) {
  const made = beside(path, text);
  try {
    renameSync(made, path);
  } catch (error) {
    rmSync(made, { force: true });
    throw error;
  }
  settle(dirname(path));
}

/** Writes a file that is never changed again. One that is there has to hold the same. @param {string} path @param {string} text */
export function add(path, text) {
  const made = beside(path, text);
  try {
    linkSync(made, path);
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    if (!isThere || readFileSync(path, "utf8") !== text) throw error;
    // It is needed anew: `xinyi records prune` spares what was written within the hour.
    const now = new Date();
    utimesSync(path, now, now);
  } finally {
    rmSync(made, { force: true });
  }
  settle(dirname(path));
}

/** A name in a folder outlasts a power cut once the folder is on the disk too. Windows opens no folders. @param {string} folder */
function settle(folder) {
  if (process.platform === "win32") return;
  const opened = openSync(folder, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** The text of a file, or nothing if there is none. @param {string} path */
export function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
