// A phone for the tests: a device, with as much of `wx`, `App` and `Page` as the app uses, and
// a person who scans, reads and taps. What a page has is seen as WXML makes it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import jsQR from "jsqr";
import { createDevice, createWXWebAssembly } from "./device.mjs";
import { bindings, elements, parse } from "./wxml.mjs";

export const app = new URL("../build/", import.meta.url).pathname;

/**
 * `now`: what the phone's clock shows, in UNIX seconds. `failures`: how often the module does not load. `wallet`: another
 * person's than the build's. `lacks`, `replaced`: as a device has them.
 */
export function createPhone({ now, failures = 0, stored = new Map(), wallet, lacks, replaced = {} }) {
  const phone = createDevice({ folder: app, lacks, replaced: { ...replaced, ...(wallet && { "data/demo.js": wallet }) } });
  const { context, load, evaluate } = phone;
  const host = createWXWebAssembly(app);
  context.WXWebAssembly = host;
  const clock = { now };
  const network = { answer: () => ({ errMsg: "request:fail timeout" }) };
  const camera = { sees: undefined };
  const titles = [];
  const canvases = [];
  const clipboard = [];
  const pages = [];
  let left = failures;
  const { instantiate } = host;
  // Loading takes as long as it takes: a page is at rest once it is done.
  let loading = 0;
  host.instantiate = (path, imports) => {
    loading++;
    const done = () => void loading--;
    const loaded = left-- > 0 ? Promise.reject({ errMsg: "sporadic" }) : instantiate(path, imports);
    loaded.then(done, done);
    return loaded;
  };

  context.clock = () => clock.now * 1000;
  evaluate("{ const Real = Date; Date = class extends Real { constructor(...given) { given.length ? super(...given) : super(clock()); } static now() { return clock(); } }; }");
  // Promises of the app are of its own realm, and so is what it is given.
  const inside = (value) => (value === undefined ? undefined : evaluate(`(${JSON.stringify(value)})`));
  const answer = (options, name, value) => {
    const isOk = !/fail|cancel/.test(value.errMsg || "");
    (isOk ? options.success : options.fail)?.(inside(value));
    options.complete?.(inside(value));
  };
  const secrets = new Map();
  const wx = {
    getAppBaseInfo: () => ({ SDKVersion: "3.6.0", language: "zh_CN" }),
    getDeviceInfo: () => ({ platform: "ios", model: "iPhone 13" }),
    getStorageSync: (key) => inside(stored.get(key) ?? ""),
    setStorageSync: (key, value) => void stored.set(key, value),
    getStorage: (options) => answer(options, "getStorage", phone.storageFails ? { errMsg: "getStorage:fail internal error" } : secrets.has(options.key) && options.encrypt ? { data: secrets.get(options.key) } : { errMsg: "getStorage:fail data not found" }),
    setStorage: (options) => (options.encrypt ? secrets : stored).set(options.key, options.data) && answer(options, "setStorage", {}),
    request: (options) => answer(options, "request", network.answer(options)),
    scanCode: (options) => answer(options, "scanCode", camera.sees === undefined ? { errMsg: "scanCode:fail cancel" } : { result: camera.sees, scanType: "QR_CODE" }),
    setNavigationBarTitle: ({ title }) => void titles.push(title),
    setClipboardData: ({ data }) => void clipboard.push(data),
    navigateTo: ({ url }) => void open(url),
    redirectTo: ({ url }) => (pages.pop(), open(url)),
    navigateBack: () => (pages.pop(), pages.at(-1)?.it.onShow?.()),
    createSelectorQuery: () => ({
      select: (selector) => ({ fields: () => ({ exec: (done) => done([{ node: canvas(selector) }]) }) }),
    }),
  };
  // Where a module's file asks the host while it loads, iPhones may swallow the error.
  let isLoading = false;
  const ask = (of, name) => {
    if (isLoading) throw new Error(`wx.${String(name)} while a file loads`);
    return of[name];
  };
  context.wx = new Proxy(wx, { get: ask });
  context.App = () => undefined;

  function canvas(selector) {
    const page = pages.at(-1);
    if (!page.seen().some(({ attributes }) => `#${attributes.id}` === selector)) return null;
    const rects = [];
    const node = { width: 300, height: 150, rects, getContext: () => ({ fillStyle: "", fillRect(...rect) { rects.push([this.fillStyle, ...rect]); } }) };
    canvases.push(node);
    return node;
  }

  function open(url) {
    const path = url.replace(/^\//, "");
    let options;
    context.Page = (given) => (options = given);
    const wrapper = vm.runInContext("(function (load) { return load(); })", context);
    isLoading = true;
    try {
      wrapper(() => load.fresh(`${path}.js`));
    } finally {
      isLoading = false;
    }
    const tree = parse(readFileSync(join(app, `${path}.wxml`), "utf8"));
    const it = Object.assign({}, options, { data: JSON.parse(JSON.stringify(options.data)) });
    const problems = bindings(tree, options);
    if (problems.length > 0) throw new Error(`${path}.wxml: ${problems.join(", ")}`);
    // What is set goes to the view as JSON.
    it.setData = (change) => Object.assign(it.data, JSON.parse(JSON.stringify(change)));
    const seen = () => elements(tree, it.data);
    pages.push({ path, it, tree, seen });
    it.onLoad?.({});
    it.onShow?.();
    it.onReady?.();
  }

  const here = () => pages.at(-1);
  /** Lets what was started come to its end. */
  const settle = async () => {
    for (let i = 0; i < 20 || loading > 0; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  async function tap(text) {
    const found = here().seen().find(({ attributes, text: label }) => label === text && (attributes.bindtap || ""));
    if (!found) throw new Error(`nothing to tap that says ${text}: ${says()}`);
    if (found.attributes.disabled === true) throw new Error(`${text} is disabled`);
    here().it[found.attributes.bindtap]({ type: "tap" });
    await settle();
  }
  /** All text on the page. */
  const says = () => here().seen().map(({ text }) => text).join("\n");
  /** What a till's camera reads of the code that is shown. */
  function shown() {
    if (canvases.length === 0) throw new Error(`no code is shown: ${says()}`);
    const { width, height, rects } = canvases.at(-1);
    const image = new Uint8ClampedArray(width * height * 4).fill(255);
    for (const [colour, x, y, w, h] of rects) {
      const level = colour === "#000000" ? 0 : 255;
      for (let row = y; row < y + h; row++) for (let at = (row * width + x) * 4; at < (row * width + x + w) * 4; at++) if (at % 4 < 3) image[at] = level;
    }
    return jsQR(image, width, height)?.data;
  }

  load("app.js");
  return Object.assign(phone, { clock, network, camera, titles, canvases, clipboard, stored, secrets, pages, open, here, settle, tap, says, shown });
}
