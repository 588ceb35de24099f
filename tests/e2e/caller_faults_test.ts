/** What callers can do wrong, and what they get for it: on the real process. */
import assert from "node:assert/strict";
import { startSimulator } from "../../bench/simulator/simulator.ts";
import { errorOf } from "../support/answer_shape.ts";
import { startFlood } from "../support/flood.ts";
import { startLiveGateway } from "../support/live_gateway.ts";
import { residentMib } from "../support/process_facts.ts";
import { encodeRequest, RawConnection, rawRequest } from "../support/raw_client.ts";
import { inTime, waitUntil } from "../support/wait_until.ts";

const MIB = 1024 * 1024;
const CHAT = "/v1/chat/completions";
const MESSAGES = [{ role: "user", content: "Hi" }];
const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
const withField = (json: string): string =>
  `{"model":"sim/m","messages":[{"role":"user","content":"Hi"}],${json}}`;

Deno.test("callers that hang up stop the provider and leave one row each", async (t) => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({ providers: { sim: simulator.baseUrl } });
  const chat = (model: string) => ({
    body: { model: `sim/${model}`, messages: MESSAGES, stream: true },
  });
  const lastRow = async () => {
    await gateway.quiet();
    return gateway.rows().at(-1);
  };

  await t.step("before the provider's answer has headers", async () => {
    const coming = simulator.nextRequest();
    const connection = await RawConnection.open(gateway.port);
    await connection.send(encodeRequest(new URL(gateway.url + CHAT), chat("fault=no_headers")));
    const seen = await coming;
    connection.close();

    assert.equal(await inTime("the provider is left", seen.ended), "aborted");
    const row = await lastRow();
    assert.deepEqual([row?.outcome, row?.http_status, row?.prompt_tokens], [
      "caller_gone",
      499,
      null,
    ]);
  });

  await t.step("in the middle of a stream, with the usage known so far", async () => {
    const coming = simulator.nextRequest();
    await rawRequest(gateway.url + CHAT, {
      ...chat("chunks=1000,cadence=10,usage=every,promptTokens=21"),
      hangUpAfter: 2000,
    });

    assert.equal(await inTime("the provider is left", (await coming).ended), "aborted");
    const row = await lastRow();
    assert.deepEqual([row?.outcome, row?.prompt_tokens], ["caller_gone", 21]);
    const completion = row?.completion_tokens ?? 0;
    assert.ok(completion > 0 && completion < 1000, `${completion} completion tokens`);
  });

  await t.step("in the middle of an answer that is not a stream", async () => {
    const coming = simulator.nextRequest();
    const connection = await RawConnection.open(gateway.port);
    const request = { body: { model: "sim/fault=stall", messages: MESSAGES } };
    await connection.send(encodeRequest(new URL(gateway.url + CHAT), request));
    const seen = await coming;
    connection.close();

    assert.equal(await inTime("the provider is left", seen.ended), "aborted");
    assert.equal((await lastRow())?.outcome, "caller_gone");
  });

  await t.step("during their upload: no provider is asked", async () => {
    const before = simulator.requests.length;
    using connection = await RawConnection.open(gateway.port);
    const whole = encodeRequest(new URL(gateway.url + CHAT), chat("m"));
    await connection.send(whole.subarray(0, whole.length - 10));
    await waitUntil(
      "it is under way",
      async () => await gateway.metric("flow_router_in_flight") > 0,
    );
    connection.close();

    const row = await lastRow();
    assert.deepEqual([row?.outcome, row?.provider, row?.http_status], ["caller_gone", "", 499]);
    assert.equal(simulator.requests.length, before);
  });

  await t.step("exactly one row for each of them", async () => {
    await gateway.quiet();
    assert.equal(gateway.rows().length, 4);
  });
});

/** Bodies that are refused: what is wrong, the body, code, `param`. */
const BAD_BODIES: readonly (readonly [string, string | Uint8Array, string, string | null])[] = [
  ["is empty", "", "invalid_json", null],
  ["is cut off", '{"model":"sim/m"', "invalid_json", null],
  ["is no object", "[1]", "invalid_json", null],
  ["is a word", "null", "invalid_json", null],
  ["has 100,000 brackets that stay open", "[".repeat(100_000), "invalid_json", null],
  [
    "has messages 100,000 levels deep",
    `{"model":"sim/m","messages":${nested(100_000)}}`,
    "invalid_request",
    "messages[0]",
  ],
  ["is no UTF-8", Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d), "invalid_json", null],
  ["has no model", '{"messages":[]}', "invalid_request", "model"],
  ["has a number for a model", '{"model":1,"messages":[]}', "invalid_request", "model"],
  [
    "has a model name of 1 MB",
    `{"model":"sim/${"x".repeat(MIB)}","messages":[]}`,
    "invalid_request",
    "model",
  ],
  ["has no messages", '{"model":"sim/m"}', "invalid_request", "messages"],
  ["has a text for messages", '{"model":"sim/m","messages":"Hi"}', "invalid_request", "messages"],
  [
    "has a message without role",
    '{"model":"sim/m","messages":[{"content":"Hi"}]}',
    "invalid_request",
    "messages[0].role",
  ],
  [
    "has a text for temperature",
    withField('"temperature":"hot"'),
    "invalid_request",
    "temperature",
  ],
  ["has a text for stream", withField('"stream":"yes"'), "invalid_request", "stream"],
  [
    "has half a token for max_tokens",
    withField('"max_tokens":1.5'),
    "invalid_request",
    "max_tokens",
  ],
  ["has an object for tools", withField('"tools":{}'), "invalid_request", "tools"],
  ["has a number for stop", withField('"stop":[1]'), "invalid_request", "stop"],
  ["names the model twice", withField('"model":"sim/other"'), "invalid_request", "model"],
  [
    "names a field twice, once escaped",
    withField('"\\u006dodel":"sim/other"'),
    "invalid_request",
    "model",
  ],
];

/** Odd but right bodies, which must reach the provider as they are behind the model's name. */
const ODD_BODIES: readonly (readonly [string, string])[] = [
  ["100,000 levels deep in an unknown field", withField(`"x":${nested(100_000)}`)],
  ["with half a surrogate pair", withField('"x":"\\ud83d"')],
  ["with numbers beyond doubles", withField('"x":[1e999,12345678901234567890,-0,1.10]')],
  ["with null where it is allowed", withField('"stop":null,"tools":null')],
];

Deno.test("bodies of callers are refused by name or pass as they are", async (t) => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({ providers: { sim: simulator.baseUrl } });
  const headers = { "content-type": "application/json" };

  for (const [what, body, code, param] of BAD_BODIES) {
    await t.step(`a body that ${what} is a 400 ${code}`, async () => {
      const answer = await rawRequest(gateway.url + CHAT, { method: "POST", headers, body });

      assert.equal(answer.status, 400);
      const error = errorOf(answer.json());
      assert.deepEqual([error.code, error.param, error.type], [
        code,
        param,
        "invalid_request_error",
      ]);
      assert.ok(answer.body.length < 2000, "a refusal does not repeat the body");
      const row = await gateway.row(answer.header("x-request-id"));
      assert.deepEqual([row.outcome, row.error_code], ["refused", code]);
    });
  }
  assert.equal(simulator.requests.length, 0, "no refused body reached a provider");

  for (const [what, body] of ODD_BODIES) {
    await t.step(`a body ${what} reaches the provider as it is`, async () => {
      const answer = await rawRequest(gateway.url + CHAT, { method: "POST", headers, body });

      assert.equal(answer.status, 200, answer.text().slice(0, 200));
      assert.ok(
        simulator.requests.at(-1)?.text() === body.replace("sim/m", "m"),
        "the body was changed",
      );
      const row = await gateway.row(answer.header("x-request-id"));
      assert.equal(row.outcome, "complete");
      assert.ok(row.request_body !== null, "its body was not kept");
    });
  }

  await t.step("half a surrogate pair in the model's name harms nothing", async () => {
    const body = '{"model":"sim/a\\ud83d","messages":[]}';
    const answer = await rawRequest(gateway.url + CHAT, { method: "POST", headers, body });

    assert.equal(answer.status, 200);
    assert.equal((await gateway.row(answer.header("x-request-id"))).outcome, "complete");
  });

  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    await t.step(`a body of type ${type} is a 415`, async () => {
      const answer = await rawRequest(gateway.url + CHAT, {
        headers: { "content-type": type },
        body: withField('"n":1'),
      });

      assert.equal(answer.status, 415);
      assert.equal(errorOf(answer.json()).code, "unsupported_media_type");
    });
  }

  for (const [method, path, status, allow] of UNKNOWN) {
    await t.step(`${method} ${path} is a ${status}`, async () => {
      const answer = await rawRequest(gateway.url + path, { method });

      assert.equal(answer.status, status);
      assert.equal(
        errorOf(answer.json()).code,
        status === 404 ? "not_found" : "method_not_allowed",
      );
      assert.equal(answer.header("allow"), allow);
    });
  }
});

const UNKNOWN: readonly (readonly [string, string, number, string | null])[] = [
  ["GET", "/v1/nothing", 404, null],
  ["POST", "/v1/images/variations", 404, null],
  ["GET", "/v1", 404, null],
  ["DELETE", "/v1/chat/completions", 405, "POST"],
  ["GET", "/v1/embeddings", 405, "POST"],
  ["POST", "/v1/models", 405, "GET"],
];

Deno.test("a body over the limit is a 413, announced or not", async (t) => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({
    providers: { sim: simulator.baseUrl },
    config: { server: { body_limit_mb: 1 } },
  });
  const large = withField(`"x":"${"x".repeat(MIB)}"`);

  await t.step("announced: refused before it is read", async () => {
    using connection = await RawConnection.open(gateway.port);
    await connection.send(
      `POST ${CHAT} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n` +
        "content-length: 5000000\r\n\r\n{",
    );
    const answer = await connection.readAnswer();

    assert.equal(answer.status, 413);
    assert.equal(errorOf(answer.json()).code, "body_too_large");
    assert.match(errorOf(answer.json()).message, /1 MiB \(server\.body_limit_mb\)/);
    const row = await gateway.row(answer.header("x-request-id"));
    assert.deepEqual([row.outcome, row.http_status], ["refused", 413]);
  });

  await t.step("in chunks: refused when the limit is passed", async () => {
    using connection = await RawConnection.open(gateway.port);
    const size = large.length.toString(16);
    await connection.send(
      `POST ${CHAT} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n` +
        `transfer-encoding: chunked\r\n\r\n${size}\r\n${large}\r\n`,
    );
    const answer = await connection.readAnswer();

    assert.equal(answer.status, 413);
    assert.equal(errorOf(answer.json()).code, "body_too_large");
    assert.equal((await gateway.row(answer.header("x-request-id"))).error_code, "body_too_large");
  });

  await t.step("just below it passes", async () => {
    const body = withField(`"x":"${"x".repeat(MIB - 200)}"`);
    const headers = { "content-type": "application/json" };
    const answer = await rawRequest(gateway.url + CHAT, { method: "POST", headers, body });

    assert.equal(answer.status, 200);
  });
  assert.equal(simulator.requests.length, 1);
});

const FLOOD_BYTES = 200 * MIB;

Deno.test({
  name: "a slow caller slows the provider down, and memory stays bounded",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using flood = startFlood(FLOOD_BYTES);
    await using gateway = await startLiveGateway({ providers: { flood: flood.baseUrl } });
    const before = residentMib(gateway.pid);
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: gateway.port });
    const body = { model: "flood/m", messages: MESSAGES, stream: true };
    await connection.write(encodeRequest(new URL(gateway.url + CHAT), { body }));

    // The provider is held up when it has not sent anything for a while.
    let seen = -1;
    await waitUntil("the provider is held up", async () => {
      const was = seen;
      seen = flood.sent();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return seen > 0 && seen === was;
    });
    assert.ok(seen < 40 * MIB, `${seen} bytes were taken although nobody reads`);
    assert.ok(residentMib(gateway.pid) - before < 100, `${residentMib(gateway.pid)} MiB`);

    const buffer = new Uint8Array(MIB);
    let received = 0;
    let most = 0;
    let end = "";
    while (!end.includes("data: [DONE]\n\n")) {
      const count = await connection.read(buffer);
      assert.notEqual(count, null, "the stream broke off");
      received += count ?? 0;
      end = (end + new TextDecoder().decode(buffer.subarray(0, count ?? 0))).slice(-100);
      most = Math.max(most, residentMib(gateway.pid));
    }
    assert.ok(received >= FLOOD_BYTES, `${received} bytes`);
    assert.ok(most - before < 200, `memory grew by ${(most - before).toFixed(0)} MiB`);
    await gateway.quiet();
    assert.deepEqual(gateway.rows().map((row) => row.outcome), ["complete"]);
  },
});
