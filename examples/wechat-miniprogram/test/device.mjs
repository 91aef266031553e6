// What a phone's WeChat gives a mini-program of the language, and no more: for a Node `vm`.
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import vm from "node:vm";
import { brotliDecompressSync } from "node:zlib";

const ABSENT = ["WebAssembly", "console", "FinalizationRegistry", "WeakRef", "SharedArrayBuffer", "Atomics", "Intl"];

/**
 * A context with a phone's globals, and the code package that is in `folder`. `lacks`: globals that this phone has not.
 * `replaced`: by path, what modules export in the place of what their files say.
 */
export function createDevice({ folder, lacks = [], replaced = {} }) {
  const context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
  vm.runInContext([...ABSENT, ...lacks].map((name) => `delete globalThis.${name};`).join(""), context);
  const loaded = {};

  /** As WeChat does: a function around the file, and `require` of files in the package only. */
  function load(path) {
    if (!loaded[path]) {
      const source = path in replaced ? `module.exports = ${JSON.stringify(replaced[path])};` : readFileSync(join(folder, path), "utf8");
      const wrapper = vm.runInContext(`(function (require, module, exports) {${source}\n})`, context, { filename: path });
      const module = vm.runInContext("({ exports: {} })", context);
      loaded[path] = module;
      wrapper((name) => load(found(name, path)), module, module.exports);
    }
    return loaded[path].exports;
  }

  /** The file that a name stands for: beside the one that asks for it, or of a package that "Build npm" has put there. */
  function found(name, from) {
    const isBeside = /^\.\.?\//.test(name);
    const paths = isBeside ? [posix.join(posix.dirname(from), name)] : [`miniprogram_npm/${name}`, `miniprogram_npm/${name}/index`];
    const file = paths.map((path) => (path.endsWith(".js") ? path : `${path}.js`)).find((path) => !path.startsWith("..") && existsSync(join(folder, path)));
    if (!file) throw new Error(`no such module: ${name}`);
    return file;
  }

  /** A page's file runs whenever the page is opened here. */
  load.fresh = (path) => (delete loaded[path], load(path));

  return { context, load, evaluate: (code) => vm.runInContext(code, context) };
}

/**
 * `WXWebAssembly`: it takes an absolute path in the code package and nothing else, drops exported globals, and everything
 * else that a browser's has is a trap for whoever relies on it.
 */
export function createWXWebAssembly(folder) {
  const host = {
    async instantiate(path, imports) {
      if (typeof path !== "string" || path[0] !== "/") throw new TypeError("a path in the package expected");
      const { instance } = await WebAssembly.instantiate(brotliDecompressSync(readFileSync(join(folder, path))), imports);
      const isKept = ([, value]) => !(value instanceof WebAssembly.Global);
      return { instance: { exports: Object.fromEntries(Object.entries(instance.exports).filter(isKept)) } };
    },
  };
  for (const name of ["Instance", "Module", "Memory", "Table", "Global", "RuntimeError", "CompileError", "LinkError", "compile", "validate"]) {
    Object.defineProperty(host, name, {
      get() {
        throw new Error(`${name} was touched`);
      },
    });
  }
  return host;
}
