/** What a caller gets, and what stays behind, when a provider goes wrong: on the real process. */
import assert from "node:assert/strict";
import { startSimulator } from "../../bench/simulator/simulator.ts";
import { errorEventOf, errorOf } from "../support/answer_shape.ts";
import { openBlackHole } from "../support/black_hole.ts";
import { type LiveGateway, startLiveGateway } from "../support/live_gateway.ts";
import { residentMib, socketsOf } from "../support/process_facts.ts";
import { type RawAnswer, rawRequest } from "../support/raw_client.ts";
import { type Replay, startReplayServer } from "../support/replay_server.ts";
import { inTime, waitUntil } from "../support/wait_until.ts";

const LIMITS = { connect_timeout_ms: 400, header_timeout_ms: 600, idle_timeout_ms: 400 };
const MESSAGES = [{ role: "user", content: "Hi" }];
const isLinux = Deno.build.os === "linux";

const chat = (gateway: LiveGateway, model: string, stream: boolean): Promise<RawAnswer> =>
  inTime(
    `an answer for ${model}`,
    rawRequest(`${gateway.url}/v1/chat/completions`, {
      body: { model, messages: MESSAGES, stream },
    }),
  );

/** Ends of streams: model name that makes the simulator misbehave, code of event and row. */
const BROKEN_STREAMS: readonly (readonly [string, string, string])[] = [
  ["is reset", "chunks=5,fault=reset@3", "upstream_interrupted"],
  ["is reset inside an event", "chunks=5,fault=reset@700b", "upstream_interrupted"],
  ["is closed without its last chunk", "chunks=5,fault=close@3", "upstream_interrupted"],
  ["ends inside a character", "chunks=5,fault=cut_utf8@3", "upstream_interrupted"],
  ["ends inside an event", "chunks=5,fault=truncated_json@3", "upstream_interrupted"],
  ["goes silent", "chunks=5,fault=stall@3", "upstream_idle_timeout"],
  ["goes silent before its first event", "chunks=5,fault=stall@0", "upstream_idle_timeout"],
];

/** Whole answers of ours: model, stream asked for, status, code. */
const REFUSED: readonly (readonly [string, string, boolean, number, string])[] = [
  ["hangs up without an answer", "sim/fault=drop", false, 502, "upstream_unreachable"],
  ["hangs up on a stream", "sim/fault=drop", true, 502, "upstream_unreachable"],
  ["never answers", "sim/fault=no_headers", false, 504, "upstream_header_timeout"],
  ["never begins a stream", "sim/fault=no_headers", true, 504, "upstream_header_timeout"],
  [
    "trickles its headers",
    "sim/cadence=40,fault=slow_headers",
    false,
    504,
    "upstream_header_timeout",
  ],
  ["resets an answer", "sim/fault=reset", false, 502, "upstream_interrupted"],
  ["closes in an answer", "sim/fault=close", false, 502, "upstream_interrupted"],
  ["goes silent in an answer", "sim/fault=stall", false, 504, "upstream_idle_timeout"],
  ["sends half a JSON", "sim/fault=truncated_json", false, 502, "upstream_invalid_response"],
  ["sends HTML", "sim/fault=html", false, 502, "upstream_invalid_response"],
  ["sends HTML for a stream", "sim/fault=html", true, 502, "upstream_invalid_response"],
  ["refuses connections", "refused/m", false, 502, "upstream_unreachable"],
  ["refuses connections for a stream", "refused/m", true, 502, "upstream_unreachable"],
  ...(isLinux
    ? [["swallows connections", "hole/m", false, 504, "upstream_connect_timeout"]] as const
    : []),
];

/** Errors of the provider that go on as they are: model, status, a header, code in the row. */
const PASSED_ON: readonly (readonly [string, number, string, string | null, string])[] = [
  ["status=529", 529, "retry-after", null, "overloaded_error"],
  ["status=503,retryAfter=7", 503, "retry-after", "7", "overloaded"],
  ["status=429,retryAfter=3", 429, "x-ratelimit-remaining-requests", "0", "rate_limit_exceeded"],
  ["status=401", 401, "retry-after", null, "invalid_api_key"],
  ["status=500", 500, "retry-after", null, "server_error"],
];

const COMPLETE = '{"choices":[]}';
/** Answers that are no HTTP or lead elsewhere. */
const ODD: readonly (readonly [string, Partial<Replay>, number, string])[] = [
  [
    "a content-length that is no number",
    {
      headers: [["content-length", "banana"]],
      framing: "close",
    },
    502,
    "upstream_unreachable",
  ],
  [
    "two different lengths",
    {
      headers: [["content-length", "14"], ["content-length", "15"]],
      framing: "close",
    },
    502,
    "upstream_unreachable",
  ],
  [
    "a length beyond its body",
    {
      headers: [["content-type", "application/json"], ["content-length", "9999"]],
      framing: "close",
    },
    502,
    "upstream_interrupted",
  ],
  ["no content", { status: 204, body: "" }, 502, "upstream_invalid_response"],
  ["a status beyond 599", { status: 799 }, 502, "upstream_invalid_response"],
  [
    "a body that is not gzip although it says so",
    {
      headers: [["content-type", "application/json"], ["content-encoding", "gzip"]],
    },
    502,
    "upstream_interrupted",
  ],
];

/** A port where nobody listens. */
function closedPort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

Deno.test("a provider's faults reach the caller as errors, and each leaves one row", async (t) => {
  await using simulator = await startSimulator();
  await using elsewhere = await startReplayServer({ body: COMPLETE });
  await using replay = await startReplayServer({ body: COMPLETE });
  await using hole = isLinux ? await openBlackHole() : null;
  await using gateway = await startLiveGateway({
    providers: {
      sim: simulator.baseUrl,
      replay: replay.baseUrl,
      refused: `http://127.0.0.1:${closedPort()}/v1`,
      ...(hole === null ? {} : { hole: `http://127.0.0.1:${hole.port}/v1` }),
    },
    config: { upstream: LIMITS },
  });
  let requests = 0;
  const step = (name: string, work: () => Promise<void>) =>
    t.step(name, async () => {
      requests++;
      await work();
    });
  const rowOf = (answer: RawAnswer) => gateway.row(answer.header("x-request-id"));

  for (const [what, model, code] of BROKEN_STREAMS) {
    await step(`a stream that ${what} ends with an error event: ${code}`, async () => {
      const answer = await chat(gateway, `sim/${model}`, true);

      assert.equal(answer.status, 200);
      assert.equal(answer.end, "complete");
      assert.equal(errorEventOf(answer).code, code);
      const row = await rowOf(answer);
      assert.deepEqual([row.outcome, row.error_code, row.stream], ["failed", code, 1]);
    });
  }

  for (const [what, model, stream, status, code] of REFUSED) {
    await step(`a provider that ${what} is a ${status} ${code}`, async () => {
      const answer = await chat(gateway, model, stream);

      assert.equal(answer.status, status);
      assert.equal(errorOf(answer.json()).code, code);
      assert.equal(answer.header("x-flow-error-source"), "provider");
      const row = await rowOf(answer);
      assert.deepEqual([row.outcome, row.error_code, row.http_status], ["failed", code, status]);
    });
  }

  for (const [model, status, header, value, code] of PASSED_ON) {
    for (const stream of [false, true]) {
      await step(`${model} goes on to the caller${stream ? " of a stream" : ""}`, async () => {
        const answer = await chat(gateway, `sim/${model}`, stream);

        assert.equal(answer.status, status);
        assert.equal(answer.header(header), value);
        assert.ok(answer.text().includes("error"));
        const row = await rowOf(answer);
        assert.deepEqual([row.outcome, row.error_code, row.http_status], ["failed", code, status]);
      });
    }
  }

  for (const [what, answered, status, code] of ODD) {
    await step(`a provider that answers with ${what} is a ${status} ${code}`, async () => {
      replay.replay({ body: COMPLETE, ...answered });
      const answer = await chat(gateway, "replay/m", false);

      assert.deepEqual([answer.status, errorOf(answer.json()).code], [status, code]);
      const row = await rowOf(answer);
      assert.deepEqual([row.outcome, row.error_code], ["failed", code]);
    });
  }

  await step("a redirect is not followed", async () => {
    const location = `${elsewhere.baseUrl}/chat/completions`;
    replay.replay({ status: 307, headers: [["location", location]], body: "" });
    const answer = await chat(gateway, "replay/m", false);

    assert.deepEqual([answer.status, errorOf(answer.json()).code], [
      502,
      "upstream_invalid_response",
    ]);
    assert.equal(elsewhere.requests.length, 0);
    assert.equal((await rowOf(answer)).outcome, "failed");
  });

  await step("half a character before a reset does not spoil the error event", async () => {
    const half = new TextEncoder().encode('data: {"choices":[{"delta":{"content":"\u{1f600}').slice(
      0,
      -2,
    );
    const headers = [["content-type", "text/event-stream"]] as const;
    replay.replay({ headers, body: half, then: "reset" });
    const answer = await chat(gateway, "replay/m", true);

    assert.equal(errorEventOf(answer).code, "upstream_interrupted");
    assert.equal((await rowOf(answer)).outcome, "failed");
  });

  await step("a stream that ends in order, but unfinished, is not taken for whole", async () => {
    const body = 'data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}\n\n';
    replay.replay({ headers: [["content-type", "text/event-stream"]], body });
    const answer = await chat(gateway, "replay/m", true);

    assert.equal(errorEventOf(answer).code, "upstream_interrupted");
    assert.equal((await rowOf(answer)).error_code, "upstream_interrupted");
  });

  await step("an error inside a stream passes as it is and counts as failed", async () => {
    const answer = await chat(gateway, "sim/chunks=5,done=0,fault=error_frame@2", true);

    assert.equal(errorEventOf(answer).code, "internal_error");
    assert.equal(answer.text().split('"error"').length, 2, "one error event, not two");
    const row = await rowOf(answer);
    assert.deepEqual([row.outcome, row.error_code], ["failed", "upstream_error"]);
  });

  await step("a malformed event passes as it is, and the stream goes on", async () => {
    const answer = await chat(gateway, "sim/chunks=5,fault=malformed_sse@2", true);

    assert.match(answer.text(), /data: \{"id":"chatcmpl-sim","object":"chat.completion.ch\n\n/);
    assert.ok(answer.text().endsWith("data: [DONE]\n\n"));
    assert.equal((await rowOf(answer)).outcome, "complete");
  });

  await step("an error body of 10 MB is quoted, not passed on", async () => {
    const answer = await chat(gateway, "sim/fault=big_error", false);

    assert.equal(answer.status, 500);
    assert.ok(answer.body.length < 64 * 1024, `${answer.body.length} bytes`);
    assert.equal(errorOf(answer.json()).code, "upstream_error");
    assert.equal((await rowOf(answer)).outcome, "failed");
  });

  await t.step("exactly one row for each of them", async () => {
    await gateway.quiet();
    assert.equal(gateway.rows().length, requests);
  });
});

/** Quick faults of every kind. */
const MIX: readonly (readonly [string, boolean])[] = [
  ["sim/chunks=50,fault=reset@20", true],
  ["sim/chunks=50,fault=close@20", true],
  ["sim/fault=cut_utf8@2", true],
  ["sim/fault=truncated_json@2", true],
  ["sim/fault=error_frame@2", true],
  ["sim/fault=malformed_sse@2", true],
  ["sim/fault=drop", true],
  ["sim/fault=html", true],
  ["sim/fault=reset", false],
  ["sim/status=529", false],
  ["refused/m", false],
  ["sim/fault=big_error", false],
];
const ROUNDS = 25;
const AT_ONCE = 10;

Deno.test({
  name: "300 faults leave no request, no socket and no memory behind",
  ignore: !isLinux,
  async fn() {
    await using simulator = await startSimulator();
    await using gateway = await startLiveGateway({
      providers: { sim: simulator.baseUrl, refused: `http://127.0.0.1:${closedPort()}/v1` },
      config: { upstream: LIMITS },
    });
    const run = async (rounds: number): Promise<void> => {
      const waiting = Array.from({ length: rounds }, () => MIX).flat();
      const worker = async (): Promise<void> => {
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
          await chat(gateway, ...next);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      await gateway.quiet();
    };
    await run(5);
    const before = { sockets: socketsOf(gateway.pid), mib: residentMib(gateway.pid) };

    await run(ROUNDS);

    assert.equal(await gateway.metric("flow_router_in_flight"), 0);
    assert.equal(gateway.rows().length, MIX.length * (ROUNDS + 5));
    await waitUntil(
      `sockets are back to ${before.sockets}`,
      () => socketsOf(gateway.pid) <= before.sockets + 2,
    );
    const grown = residentMib(gateway.pid) - before.mib;
    assert.ok(grown < 60, `memory grew by ${grown.toFixed(1)} MiB`);
  },
});
