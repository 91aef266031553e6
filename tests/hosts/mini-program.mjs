// What a framework has built, started on the device of the package's own tests.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import { device, hostObject } from "../js/device.js";

/** Starts an app, and returns the `outcome` that it stores. `path`: where in the code package the module is. */
export async function launch(folder, path) {
  const { context, load } = device({ folder });
  const { host } = hostObject({ path, file: join(folder, path) });
  const stored = new Map();
  let app;
  const system = { SDKVersion: "3.6.0", platform: "ios", language: "zh_CN", windowWidth: 375, windowHeight: 667, screenWidth: 375, screenHeight: 667, pixelRatio: 2, statusBarHeight: 20, safeArea: { top: 20, bottom: 667, left: 0, right: 375, width: 375, height: 647 } };
  const wx = {
    getStorageSync: (key) => stored.get(key) ?? "",
    setStorageSync: (key, value) => void stored.set(key, value),
    canIUse: () => false,
    getLaunchOptionsSync: () => ({ path: "pages/index/index", query: {}, scene: 1001 }),
    getEnterOptionsSync: () => ({ path: "pages/index/index", query: {}, scene: 1001 }),
    getMenuButtonBoundingClientRect: () => ({ top: 24, bottom: 56, left: 281, right: 368, width: 87, height: 32 }),
    nextTick: (call) => setTimeout(call),
  };
  for (const name of ["getSystemInfoSync", "getAppBaseInfo", "getDeviceInfo", "getWindowInfo", "getSystemSetting", "getAppAuthorizeSetting"]) wx[name] = () => system;
  for (const name of ["onAppShow", "onAppHide", "onError", "onPageNotFound", "onUnhandledRejection", "onThemeChange", "getSystemInfo"]) wx[name] = () => undefined;
  Object.assign(context, { WXWebAssembly: host, wx, setTimeout, clearTimeout, setInterval, clearInterval, App: (given) => (app = given), getApp: () => app, getCurrentPages: () => [], Page: () => undefined, Component: () => undefined, Behavior: (given) => given, requirePlugin: () => ({}) });
  context.global = vm.runInContext("this", context);
  // Devices have it, and frameworks write to it.
  const said = [];
  const note = (...what) => said.push(what.map(String).join(" "));
  context.console = { log: note, info: note, warn: note, error: note, debug: note };
  load("app.js");
  if (!app) throw new Error(`no App: ${said.join("; ")}`);
  const options = wx.getLaunchOptionsSync();
  app.onLaunch?.call(app, options);
  app.onShow?.call(app, options);
  for (const until = Date.now() + 30_000; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (stored.has("outcome")) return stored.get("outcome");
  }
  throw new Error(`no outcome: ${said.join("; ")}`);
}

/** What those entries end with whose module a mini-program cannot load. */
const told = /^host\.load: This host has no WebAssembly\. In mini-programs import xinyi\/miniprogram\./;

/** What has to come of entries in mini-programs, where that is another thing than elsewhere. */
export const others = (decided) => ({
  "./inline": told,
  "./slim": told,
  "./authoring": told,
  "./authoring/inline": told,
  "./testing": /^host\.random: The host has no secure source of random numbers\./,
  "./miniprogram": decided,
  "./authoring.wasm": told,
  // The file of the code package, by which `./miniprogram` decides.
  "./xinyi.wasm.br": decided,
  "./xinyi.wasm": /^host\.load: Mini-programs load the module by its path in the code package\./,
});

/** Has the app run all of these entries, one after the other, and store what came of each. */
export function writeRun(folder, names, rename = (code) => code) {
  const those = names.filter((name) => name !== "xinyi-wasm-br");
  for (const name of those) {
    const file = join(folder, `src/entries/${name}.js`);
    writeFileSync(file, rename(readFileSync(file, "utf8")));
  }
  const imports = those.map((name, i) => `import run${i} from "./entries/${name}.js";\n`).join("");
  const at = (name) => `run${those.indexOf(name)}`;
  const runs = those.map((name, i) => `[${JSON.stringify(name)}, run${i}]`).join(", ");
  writeFileSync(join(folder, "src/run.js"), `import { init } from "xinyi/miniprogram";\nimport { told } from "./decide.js";\n${imports}
export async function run(wasmPath) {
  // Before there is a module.
  const given = await ${at("xinyi-wasm")}().catch(told);
  const loaded = await init({ wasmPath }).then(${at("miniprogram")}).catch(told);
  const outcomes = {};
  for (const [name, run] of [${runs}]) outcomes[name] = await Promise.resolve().then(run).catch(told);
  return JSON.stringify({ ...outcomes, "xinyi-wasm": given, "xinyi-wasm-br": loaded });
}
`);
}
