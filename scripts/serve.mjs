// serve.mjs PATH=FOLDER…: serves folders on this machine only. Port: $PORT, default 8080.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** `mounts`: folders by path prefix, such as `{"/": "www", "/xinyi/": "pkg/dist"}`; the longest wins. */
export function serve(mounts, port = 0) {
  const prefixes = Object.keys(mounts).sort((a, b) => b.length - a.length);
  const server = createServer((request, response) => {
    const file = request.method === "GET" || request.method === "HEAD" ? find(request.url) : undefined;
    if (!file) {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
      return;
    }
    // A module that is compressed already, as docs/integrate-web.md has servers send it.
    const [, name, encoding] = /^(.*\.wasm)(\.br)?$/.exec(file.path) ?? [undefined, file.path];
    response.writeHead(200, {
      "content-type": types[extname(name)] ?? "text/plain; charset=utf-8",
      ...(encoding && { "content-encoding": "br" }),
      "content-length": file.size,
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(file.path).pipe(response);
  });

  function find(url) {
    try {
      const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
      const prefix = prefixes.find((candidate) => path.startsWith(candidate));
      if (prefix === undefined) return undefined;
      const folder = resolve(mounts[prefix]);
      let found = normalize(join(folder, path.slice(prefix.length)));
      if (found !== folder && !found.startsWith(folder + sep)) return undefined;
      if (statSync(found).isDirectory()) found = join(found, "index.html");
      // A demo platform has its private keys beside it.
      if (extname(found) === ".pem") return undefined;
      const stat = statSync(found);
      return stat.isFile() ? { path: found, size: stat.size } : undefined;
    } catch {
      // No such file, or not a URL.
      return undefined;
    }
  }

  return new Promise((ready, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", () => ready({ url: `http://localhost:${server.address().port}/`, close: () => server.close() }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const mounts = Object.fromEntries(process.argv.slice(2).map((pair) => pair.split("=")));
  const port = Number(process.env.PORT || 8080);
  // Somebody else's server on the usual port is no reason to stop.
  const server = await serve(mounts, port).catch(() => serve(mounts));
  console.log(`${server.url}  (Ctrl+C ends it)`);
}
