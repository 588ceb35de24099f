import assert from "node:assert/strict";
import { startRecorder } from "../../../tools/agents/recorder.ts";

/** A server that answers with what it was sent, as an event stream in two pieces. */
function startEcho() {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const sent = new TextEncoder().encode(await request.text());
    const body = ReadableStream.from([sent.slice(0, 4), sent.slice(4)]);
    return new Response(body, {
      status: request.method === "POST" ? 201 : 200,
      headers: { "content-type": "text/event-stream", "x-path": new URL(request.url).search },
    });
  });
}

Deno.test("startRecorder passes requests and answers on and keeps both", async () => {
  await using echo = startEcho();
  await using recorder = startRecorder(`http://127.0.0.1:${echo.addr.port}`);

  const response = await fetch(`${recorder.url}/v1/x?beta=true`, {
    method: "POST",
    headers: { "x-own": "1" },
    body: '{"a":"Grüße"}',
  });

  assert.equal(await response.text(), '{"a":"Grüße"}');
  assert.equal(response.status, 201);
  assert.equal(response.headers.get("x-path"), "?beta=true");
  const [exchange] = recorder.exchanges;
  assert.deepEqual(exchange?.body, { a: "Grüße" });
  assert.equal(exchange?.headers["x-own"], "1");
  assert.deepEqual(
    [exchange?.method, exchange?.path, exchange?.status, exchange?.answer],
    ["POST", "/v1/x?beta=true", 201, '{"a":"Grüße"}'],
  );
});

Deno.test("startRecorder passes requests without a body, and amends answers", async () => {
  await using echo = startEcho();
  await using recorder = startRecorder(
    `http://127.0.0.1:${echo.addr.port}`,
    (piece) => piece.toUpperCase(),
  );

  const head = await fetch(recorder.url, { method: "HEAD" });
  const answer = await fetch(recorder.url, { method: "POST", body: '"abcdef"' });

  assert.equal(head.status, 200);
  assert.equal(await answer.text(), '"ABCDEF"');
  assert.deepEqual(recorder.exchanges.map(({ method, body }) => [method, body]), [
    ["HEAD", null],
    ["POST", "abcdef"],
  ]);
});
