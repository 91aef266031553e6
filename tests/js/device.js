// What a mini-program's host does and lacks, for a Node `vm`.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { brotliDecompressSync } from "node:zlib";
import { buildSync } from "esbuild";
import { root } from "./load-vectors.js";

const folder = `${root}pkg/miniprogram_dist/`;

/** The host-neutral runner as a script that leaves `runVectors` behind. */
export function runnerScript() {
  const { outputFiles } = buildSync({
    entryPoints: [`${root}tests/js/run-vectors.js`],
    bundle: true,
    format: "iife",
    globalName: "runner",
    target: "es2017",
    write: false,
  });
  return outputFiles[0].text;
}

/**
 * A context with a device's globals. `shadowed`: as page modules on Douyin see it, where names
 * of the global object lead nowhere.
 */
export function device({ shadowed = false } = {}) {
  const context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
  const absent = ["WebAssembly", "console", "FinalizationRegistry", "WeakRef", "SharedArrayBuffer", "Atomics", "Intl"];
  vm.runInContext(absent.map((name) => `delete globalThis.${name};`).join(""), context);

  const hidden = shadowed ? ["globalThis", "global", "window", "self", "BigInt"] : [];
  const loaded = {};
  /** As the hosts do: a function around the file, and `require` of files in the package only. */
  function load(path) {
    if (!loaded[path]) {
      const source = readFileSync(folder + path, "utf8");
      const wrapper = vm.runInContext(`(function (require, module, exports${hidden.map((name) => `, ${name}`).join("")}) {${source}\n})`, context, { filename: path });
      const module = vm.runInContext("({ exports: {} })", context);
      loaded[path] = module;
      wrapper((name) => {
        if (!/^\.\/.+\.js$/.test(name)) throw new Error(`no such module: ${name}`);
        return load(name.slice(2));
      }, module, module.exports);
    }
    return loaded[path].exports;
  }

  return { context, load, evaluate: (code) => vm.runInContext(code, context) };
}

/**
 * The host's object: it takes an absolute path in the code package and nothing else, drops
 * exported globals, and everything else that a browser's has is a trap for whoever relies on it.
 * `answer`: which of the two forms seen in the wild it resolves to.
 */
export function hostObject({ answer = "pair", path: expected = "/miniprogram_npm/xinyi/xinyi.wasm.br", wrap = (exports) => exports } = {}) {
  const calls = [];
  const host = {
    async instantiate(path, imports) {
      calls.push(path);
      if (path !== expected) throw new Error(`no such file in the package: ${path}`);
      const bytes = brotliDecompressSync(readFileSync(`${folder}xinyi.wasm.br`));
      const { instance } = await WebAssembly.instantiate(bytes, imports);
      const exports = {};
      for (const name of Object.keys(instance.exports)) {
        if (!(instance.exports[name] instanceof WebAssembly.Global)) exports[name] = instance.exports[name];
      }
      const result = { exports: wrap(exports) };
      return answer === "pair" ? { instance: result } : result;
    },
  };
  for (const name of ["Instance", "Module", "Memory", "Table", "Global", "RuntimeError", "CompileError", "LinkError", "compile", "validate"]) {
    Object.defineProperty(host, name, {
      get() {
        throw new Error(`${name} was touched`);
      },
    });
  }
  return { host, calls };
}
