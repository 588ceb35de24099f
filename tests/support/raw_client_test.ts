import assert from "node:assert/strict";
import { RawConnection, rawRequest } from "./raw_client.ts";
import { startReplayServer } from "./replay_server.ts";

const test = (name: string, fn: () => Promise<void>): void =>
  Deno.test({ name, fn, sanitizeOps: true, sanitizeResources: true });

test("rawRequest shows the very bytes and their order", async () => {
  await using server = await startReplayServer({ headers: [["X-Odd", "Ä b"]], body: "hello" });
  const answer = await rawRequest(server.url);
  assert.equal(
    new TextDecoder().decode(answer.raw),
    "HTTP/1.1 200 OK\r\nX-Odd: Ä b\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  );
  assert.equal(answer.header("x-odd"), "Ä b");
  assert.equal(answer.header("x-even"), null);
});

test("rawRequest sends half a request and hangs up with the scope", async () => {
  await using server = await startReplayServer({ body: "never" });
  const half = new URL(server.url);
  {
    using connection = await RawConnection.open(Number(half.port));
    await connection.send("POST / HTTP/1.1\r\ncontent-length: 10\r\n\r\nhalf");
  }
  assert.equal((await rawRequest(server.url)).text(), "never");
  assert.equal(server.requests.length, 1, "the half request never became one");
});

test("RawConnection sends several requests on one connection", async () => {
  await using server = await startReplayServer((request) => ({ body: request.path }));
  using connection = await RawConnection.open(server.port);
  for (const path of ["/1", "/2"]) {
    await connection.send(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
    assert.equal((await connection.readAnswer()).text(), path);
  }
});
