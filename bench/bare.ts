/**
 * The floor: what it costs on this runtime to pass a request on at all. `Deno.serve`, `fetch`, and
 * nothing between them: no token, no log, no parsing.
 *
 * @module
 */
import { parseArgs } from "node:util";

if (import.meta.main) {
  const { values } = parseArgs({
    options: { port: { type: "string", default: "9200" }, upstream: { type: "string" } },
  });
  const upstream = values.upstream ?? "http://127.0.0.1:9100";
  Deno.serve({
    hostname: "127.0.0.1",
    port: Number(values.port),
    onListen: ({ port }) => console.log(JSON.stringify({ port })),
  }, (request) => {
    const { pathname, search } = new URL(request.url);
    const headers = new Headers(request.headers);
    headers.delete("host");
    return fetch(upstream + pathname + search, {
      method: request.method,
      headers,
      body: request.body,
      redirect: "manual",
    });
  });
}
