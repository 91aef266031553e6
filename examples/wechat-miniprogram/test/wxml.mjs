// As much of WXML as the app uses, strictly: well-formed, `wx:if`, `wx:else`, `wx:for`, and names in `{{…}}`.
import { SaxesParser } from "saxes";

const TAGS = new Set(["view", "text", "button", "canvas", "block"]);
const EVENTS = /^(bind|catch):?(\w+)$/;

/** The tree of a file. Throws where it is not well-formed, or has a tag that the app has no use for. */
export function parse(source) {
  const root = { tag: "root", attributes: {}, children: [] };
  const open = [root];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (!TAGS.has(name) && name !== "wxml") throw new Error(`unknown tag: ${name}`);
    const element = { tag: name, attributes, children: [] };
    open.at(-1).children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", (text) => text.trim() !== "" && open.at(-1).children.push({ text: text.trim() }));
  // A file may have several elements, XML has one.
  parser.write(`<wxml xmlns:wx="wx">${source}</wxml>`).close();
  return root.children[0];
}

function value(text, scope) {
  const whole = text.match(/^\{\{([^{}]*)\}\}$/);
  if (whole) return lookup(whole[1].trim(), scope);
  return text.replace(/\{\{([^{}]*)\}\}/g, (_, name) => String(lookup(name.trim(), scope)));
}

function lookup(path, scope) {
  if (!/^[\w$]+(\.[\w$]+)*$/.test(path)) throw new Error(`more than a name: ${path}`);
  return path.split(".").reduce((at, name) => at?.[name], scope);
}

/** What is there for these data: each element with its attributes and children. */
export function render(node, scope) {
  const out = [];
  let taken;
  for (const child of node.children) {
    if (child.text !== undefined) {
      out.push({ text: String(value(child.text, scope) ?? "") });
      continue;
    }
    const { "wx:if": test, "wx:elif": other, "wx:else": last, "wx:for": list, "wx:key": key, ...rest } = child.attributes;
    if (test !== undefined) taken = Boolean(value(test, scope));
    else if (other !== undefined || last !== undefined) {
      if (taken || (other !== undefined && !value(other, scope))) continue;
      taken = true;
    }
    if (test !== undefined && !taken) continue;
    const scopes = list === undefined ? [scope] : (value(list, scope) ?? []).map((item, index) => ({ ...scope, item, index }));
    for (const inner of scopes) {
      const attributes = Object.fromEntries(Object.entries(rest).map(([name, text]) => [name, EVENTS.test(name) ? text : value(text, inner)]));
      const children = render(child, inner);
      if (child.tag === "block") out.push(...children);
      else out.push({ tag: child.tag, attributes, children });
    }
  }
  return out;
}

/** The same, flat, each with its text. */
export function elements(tree, data) {
  const all = [];
  const walk = (list) => {
    for (const element of list) {
      if (element.tag) {
        all.push({ ...element, text: element.children.filter(({ tag }) => !tag).map(({ text }) => text).join("") });
        walk(element.children);
      }
    }
  };
  walk(render(tree, data));
  return all;
}

/** What WXML names and the page does not have. */
export function bindings(tree, page) {
  const problems = [];
  const names = (text) => [...text.matchAll(/\{\{\s*(\w+)(?:\.(\w+))?/g)];
  const walk = (node, more) => {
    for (const child of node.children) {
      const texts = child.text !== undefined ? [child.text] : Object.values(child.attributes);
      const scope = child.attributes?.["wx:for"] ? [...more, "item", "index"] : more;
      for (const [, name, member] of texts.flatMap(names)) {
        if (!(name in page.data) && !scope.includes(name)) problems.push(`{{${name}}} is not in data`);
        if (name === "t" && member && !(member in page.data.t)) problems.push(`no text ${member}`);
      }
      for (const [name, handler] of Object.entries(child.attributes ?? {})) {
        if (EVENTS.test(name) && typeof page[handler] !== "function") problems.push(`no handler ${handler}`);
      }
      if (child.children) walk(child, scope);
    }
  };
  walk(tree, []);
  return problems;
}

const HTML = { view: "div", text: "span", button: "button", canvas: "canvas" };

/** For a browser that takes a picture of it. `codeOf`: what is in place of a canvas. */
export function html(tree, data, styles, title, codeOf) {
  const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const write = (list) =>
    list
      .map(({ tag, text, attributes, children }) => {
        if (!tag) return escaped(text);
        if (tag === "canvas") return `<span class="${attributes.class}" style="display:block">${codeOf()}</span>`;
        return `<${HTML[tag]} class="${attributes.class ?? ""}">${write(children)}</${HTML[tag]}>`;
      })
      .join("");
  // A screen is 750 rpx wide.
  const css = styles.replace(/([\d.]+)rpx/g, (_, n) => `${n / 2}px`).replace(/^page\b/gm, "body");
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; font-family: sans-serif; } header { background: #fff; text-align: center; font-weight: 600; padding: 12px; }
    button { display: block; width: 100%; border: 0; padding: 12px; font-size: 17px; } svg { width: 100%; height: 100%; }
    ${css}</style><header>${escaped(title)}</header>${write(render(tree, data))}`;
}
