// What a mini-program's host does and lacks, for a Node `vm`.
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import vm from "node:vm";
import { brotliDecompressSync } from "node:zlib";
import { buildSync } from "esbuild";
import { root } from "./load-vectors.js";

const dist = `${root}pkg/miniprogram_dist/`;

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
 * of the global object lead nowhere. `folder`: the code package, that of a whole app or what npm brings.
 */
export function device({ shadowed = false, folder = dist } = {}) {
  const context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
  const absent = ["WebAssembly", "console", "FinalizationRegistry", "WeakRef", "SharedArrayBuffer", "Atomics", "Intl"];
  vm.runInContext(absent.map((name) => `delete globalThis.${name};`).join(""), context);

  const hidden = shadowed ? ["globalThis", "global", "window", "self", "BigInt"] : [];
  const loaded = {};
  /** As the hosts do: a function around the file, and `require` of files in the package only. */
  function load(path) {
    if (!loaded[path]) {
      const source = readFileSync(join(folder, path), "utf8");
      const wrapper = vm.runInContext(`(function (require, module, exports${hidden.map((name) => `, ${name}`).join("")}) {${source}\n})`, context, { filename: path });
      const module = vm.runInContext("({ exports: {} })", context);
      loaded[path] = module;
      wrapper((name) => load(found(name, path)), module, module.exports);
    }
    return loaded[path].exports;
  }

  /** The file that a name stands for: beside the one that asks for it, or of a package that "Build npm" has put there. */
  function found(name, from) {
    const isBeside = /^\.\.?\//.test(name);
    const path = isBeside ? posix.join(posix.dirname(from), name) : `miniprogram_npm/${name}/index.js`;
    const file = path.endsWith(".js") ? path : `${path}.js`;
    if (file.startsWith("..") || !existsSync(join(folder, file))) throw new Error(`no such module: ${name}`);
    return file;
  }

  /** A page's file runs whenever the page is opened here. */
  load.fresh = (path) => (delete loaded[path], load(path));

  return { context, load, evaluate: (code) => vm.runInContext(code, context) };
}

/**
 * The host's object: it takes an absolute path in the code package and nothing else, drops
 * exported globals, and everything else that a browser's has is a trap for whoever relies on it.
 * `answer`: which of the two forms seen in the wild it resolves to. `file`: what is at the path.
 */
export function hostObject({ answer = "pair", path: expected = "/miniprogram_npm/xinyi/xinyi.wasm.br", wrap = (exports) => exports, file = `${dist}xinyi.wasm.br` } = {}) {
  const calls = [];
  const host = {
    async instantiate(path, imports) {
      calls.push(path);
      if (typeof path !== "string") throw new TypeError("a path in the package expected");
      if (path !== expected) throw new Error(`no such file in the package: ${path}`);
      const bytes = brotliDecompressSync(readFileSync(file));
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

/**
 * The mini-programs' hosts: the name of each one's WebAssembly, its API's, what that says of itself without asking the
 * user, and what its code sees of the language. Alipay has its WebAssembly in Workers alone, and its API outside of them.
 */
export const hosts = {
  wechat: {
    object: "WXWebAssembly",
    api: ["wx", { getAppBaseInfo: () => ({ SDKVersion: "3.6.0", language: "zh_CN" }), getDeviceInfo: () => ({ platform: "ios", model: "iPhone 13" }) }],
    says: { host: "wechat", baseLibrary: "3.6.0", platform: "ios" },
  },
  "wechat of old": {
    object: "WXWebAssembly",
    api: ["wx", { getSystemInfoSync: () => ({ SDKVersion: "2.19.4", platform: "android", model: "MI 6" }) }],
    says: { host: "wechat", baseLibrary: "2.19.4", platform: "android" },
  },
  "wechat's Worker": { object: "WXWebAssembly", says: { host: "wechat", baseLibrary: null, platform: null } },
  douyin: {
    object: "TTWebAssembly",
    shadowed: true,
    api: ["tt", { getSystemInfoSync: () => ({ SDKVersion: "2.95.0.1", platform: "ios", model: "iPhone" }) }],
    says: { host: "douyin", baseLibrary: "2.95.0.1", platform: "ios" },
  },
  "alipay's Worker": { object: "MYWebAssembly", says: { host: "alipay", baseLibrary: null, platform: null } },
};

/** One of them: a device, with the host's objects in it. */
export function deviceOf(name, given = {}) {
  const { object, api, shadowed } = hosts[name];
  const { folder, ...its } = given;
  const made = device({ shadowed, folder });
  const { host, calls } = hostObject(its);
  made.context[object] = host;
  if (api) made.context[api[0]] = api[1];
  return { ...made, host, calls };
}
