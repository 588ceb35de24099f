import assert from "node:assert/strict";
import { readBody } from "../../../lib/gateway/read_body.ts";
import { flowError } from "../../support/flow_error.ts";
import { rawRequest } from "../../support/raw_client.ts";

const LIMIT = 1024;
const encoder = new TextEncoder();

function request(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  return new Request("http://gateway/", { method: "POST", headers, body });
}

/** A body of unknown length in pieces. */
function streamed(pieces: readonly string[], failure?: Error): ReadableStream<Uint8Array> {
  const left = [...pieces];
  return new ReadableStream({
    pull(controller) {
      const piece = left.shift();
      if (piece !== undefined) controller.enqueue(encoder.encode(piece));
      else if (failure === undefined) controller.close();
      else controller.error(failure);
    },
  });
}

const JSON_TYPE = { "content-type": "application/json" };

Deno.test("readBody gives the bytes of a body that says how long it is", async () => {
  const body = await readBody(request("{}", { ...JSON_TYPE, "content-length": "2" }), LIMIT);

  assert.deepEqual(body, encoder.encode("{}"));
});

Deno.test("readBody joins the pieces of a body of unknown length", async () => {
  assert.deepEqual(
    await readBody(request(streamed(["{", `"a":`, "1}"]), JSON_TYPE), LIMIT),
    encoder.encode(`{"a":1}`),
  );
  assert.equal((await readBody(request(null, JSON_TYPE), LIMIT)).length, 0);
});

for (
  const type of [
    "application/json",
    "application/json; charset=utf-8",
    "Application/JSON",
    "application/vnd.api+json",
  ]
) {
  Deno.test(`readBody takes ${type}`, async () => {
    assert.equal((await readBody(request("{}", { "content-type": type }), LIMIT)).length, 2);
  });
}

for (
  const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json"]
) {
  Deno.test(`readBody refuses ${type}: a web page can send that without asking`, async () => {
    await assert.rejects(
      readBody(request("{}", { "content-type": type }), LIMIT),
      flowError("unsupported_media_type", /Send the header 'content-type: application\/json'/),
    );
  });
}

Deno.test("readBody takes a form with files where the endpoint does, and no other type beside JSON", async () => {
  const form = { "content-type": "multipart/form-data; boundary=x" };
  const mixed = { "content-type": "multipart/mixed; boundary=x" };

  assert.equal((await readBody(request("--x--", form), LIMIT, true)).length, 5);
  assert.equal((await readBody(request("{}", JSON_TYPE), LIMIT, true)).length, 2);
  await assert.rejects(
    readBody(request("--x--", form), LIMIT),
    flowError("unsupported_media_type"),
  );
  await assert.rejects(
    readBody(request("--x--", mixed), LIMIT, true),
    flowError("unsupported_media_type", /multipart\/form-data/),
  );
});

Deno.test("readBody refuses a body that says it is too large, before reading it", async () => {
  const body = streamed(["x"], new Error("must not be read"));
  const headers = { ...JSON_TYPE, "content-length": "1025" };

  await assert.rejects(
    readBody(request(body, headers), LIMIT),
    flowError("body_too_large", /body_limit_mb.*1025 bytes/),
  );
});

Deno.test("readBody stops reading a body of unknown length at the limit", async () => {
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(512));
    },
  }, { highWaterMark: 0 });

  await assert.rejects(readBody(request(endless, JSON_TYPE), LIMIT), flowError("body_too_large"));
  assert.equal(pulled, 3);
});

Deno.test("readBody takes a body of exactly the limit", async () => {
  const body = "x".repeat(LIMIT);

  assert.equal((await readBody(request(streamed([body]), JSON_TYPE), LIMIT)).length, LIMIT);
});

Deno.test("readBody says that the caller is gone when the upload breaks off", async () => {
  const broken = streamed(["{"], new Error("connection reset"));

  await assert.rejects(readBody(request(broken, JSON_TYPE), LIMIT), flowError("caller_gone"));
});

Deno.test("readBody cannot be tricked by a length that is not the body's", async () => {
  let read = -1;
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (incoming) => {
      read = (await readBody(incoming, LIMIT)).length;
      return new Response("taken");
    },
  );
  const answer = await rawRequest(`http://127.0.0.1:${server.addr.port}/`, {
    method: "POST",
    headers: { ...JSON_TYPE, "content-length": "3", "transfer-encoding": "chunked" },
    body: `800\r\n${"x".repeat(2048)}\r\n0\r\n\r\n`,
  });

  assert.notEqual(answer.text(), "taken");
  assert.equal(read, -1);
});
