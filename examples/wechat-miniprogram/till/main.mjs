// main.mjs: the till on http://localhost:$PORT (8081): a request as a code to be scanned, and a field that a scanner types
// into. The snapshot that the mini-program fetches is at /snapshot.json.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { toString } from "qrcode";
import { createTill } from "./till.mjs";

const demo = join(dirname(fileURLToPath(import.meta.url)), "../demo");
const [root, snapshot] = ["root.json", "snapshot.json"].map((file) => readFileSync(join(demo, file), "utf8"));
const till = await createTill({ root, snapshot });
const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

async function page(result = "") {
  const { nonce, text } = till.ask();
  const code = await toString(text, { type: "svg", errorCorrectionLevel: "M", margin: 4, width: 320 });
  return `<!doctype html><meta charset="utf-8"><title>till</title><style>body{font:16px sans-serif;max-width:40rem;margin:2rem auto}textarea{width:100%;height:10rem}</style>
<h1>请扫码 · Please scan</h1>${code}<pre>${escaped(result)}</pre>
<form method="post"><input type="hidden" name="nonce" value="${nonce}"><p>手机所示各码，每行一个 · The codes that the phone shows, one a line</p><textarea name="codes" autofocus></textarea><button>验证 · Check</button></form>`;
}

const server = createServer(async (request, response) => {
  if (request.url === "/snapshot.json") return void response.setHeader("content-type", "application/json").end(snapshot);
  if (request.url !== "/") return void response.writeHead(404).end();
  let result = "";
  if (request.method === "POST") {
    let body = "";
    for await (const part of request) if ((body += part).length > 100_000) return void response.writeHead(413).end();
    const form = new URLSearchParams(body);
    const codes = (form.get("codes") || "").split(/\s+/).filter((line) => line !== "");
    result = JSON.stringify(till.decide(form.get("nonce"), codes), null, 2);
  }
  response.setHeader("content-type", "text/html; charset=utf-8").end(await page(result));
});
server.listen(Number(process.env.PORT) || 8081, "localhost", () => console.log(`http://localhost:${server.address().port}/`));
