// The till's page: a request as a code to be scanned, a field that a scanner types into, and what came of it in words. The
// snapshot that the mini-program fetches is at /snapshot.json.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { toString } from "qrcode";
import { linesOf } from "../miniprogram/utils/lines.js";

const require = createRequire(import.meta.url);
const table = (language) => JSON.parse(readFileSync(require.resolve(`xinyi/messages/${language}.json`), "utf8"));
const tables = { "zh-CN": table("zh-CN"), en: table("en") };
const STYLE = `body{font:16px/1.6 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}textarea{width:100%;height:10rem}
h2{margin:0}.result{border-left:4px solid #1554c0;padding-left:1rem;margin:1rem 0}.quiet{color:#667085}`;

const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** In both languages, as the till does not know whose turn it is. */
function words({ decision, error }) {
  return Object.entries(tables).map(([language, messages]) => {
    const lines = decision ? linesOf(decision, language, messages) : [{ kind: "line", text: `${error.messages[language]} (${error.code})` }];
    const said = lines.map(({ kind, text }) => (kind === "title" ? `<h2>${escaped(text)}</h2>` : `<p class="${kind}">${escaped(text)}</p>`));
    return `<section class="result" lang="${language}">${said.join("")}</section>`;
  });
}

async function page(till, result) {
  const { nonce, text } = till.ask();
  const code = await toString(text, { type: "svg", errorCorrectionLevel: "M", margin: 4, width: 320 });
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>收银台（演示） · Till (demo)</title><style>${STYLE}</style>
<h1>请扫码 · Please scan</h1><div role="img" aria-label="请求出示的二维码 · The request as a code">${code}</div>${result ? words(result).join("") : ""}
<form method="post"><input type="hidden" name="nonce" value="${nonce}"><p><label for="codes">手机所示各码，每行一个 · The codes that the phone shows, one a line</label></p><textarea id="codes" name="codes" autofocus></textarea><button>验证 · Check</button></form></html>`;
}

/** A server that listens nowhere yet. `snapshot()`: what the platform has published. */
export function createPages({ till, snapshot }) {
  return createServer(async (request, response) => {
    try {
      if (request.url === "/snapshot.json") return void response.setHeader("content-type", "application/json").end(snapshot());
      if (request.url !== "/") return void response.writeHead(404).end();
      let result;
      if (request.method === "POST") {
        let body = "";
        for await (const part of request) if ((body += part).length > 100_000) return void response.writeHead(413).end();
        const form = new URLSearchParams(body);
        // By lines: a code may have blanks.
        result = till.decide(form.get("nonce"), (form.get("codes") || "").split(/\r?\n/).filter((line) => line !== ""));
      }
      response.setHeader("content-type", "text/html; charset=utf-8").end(await page(till, result));
    } catch (error) {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  });
}
