/** The file's name, which the build puts here. */
declare const OWN_FILE: string;

/** Beside this file. Bundlers look for this very expression, with a name in it, and ship the file. */
export function ownModule(): string | undefined {
  let address: URL;
  try {
    address = new URL(OWN_FILE, import.meta.url);
  } catch {
    // A script that is no module does not know where it is. Without WebAssembly that is to be told, and no address.
    return typeof WebAssembly === "undefined" ? OWN_FILE : undefined;
  }
  // Vite's development server moves the code of packages into a cache, and leaves their files where they are.
  return String(address).replace(/\/node_modules\/\.vite\/(?:[^?#]*\/)?deps\/(\w+\.wasm)/, "/node_modules/xinyi/dist/$1");
}
