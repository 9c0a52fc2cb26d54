/** A static server with a strict policy in its header, and a list of what it was asked for. */
import fs from "node:fs";
import http from "node:http";
import path from "node:path";

const TYPES = {
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  css: "text/css",
  wasm: "application/wasm",
  json: "application/json",
  txt: "text/plain; charset=utf-8",
};
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export async function serve(folder) {
  const asked = [];
  const server = http.createServer((request, response) => {
    const name = request.url === "/" ? "index.html" : request.url.slice(1);
    const file = path.join(folder, path.basename(name));
    asked.push(name);
    if (!fs.existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": TYPES[path.extname(file).slice(1)], "Content-Security-Policy": POLICY });
    return response.end(fs.readFileSync(file));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { address: `http://127.0.0.1:${server.address().port}/`, asked, close: () => server.close() };
}
