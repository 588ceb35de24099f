import assert from "node:assert/strict";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import {
  summarizeEnd,
  summarizeResponse,
  summarizeStream,
} from "../../../../lib/formats/openai_responses/summary.ts";

const bytes = (value: unknown) =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const USAGE = { input_tokens: 5, output_tokens: 2, total_tokens: 7 };
const RESPONSE = {
  id: "resp_1",
  model: "m",
  status: "completed",
  error: null,
  service_tier: "flex",
  output: [{ type: "message" }],
  usage: USAGE,
};
const sse = (...events: { type: string }[]) =>
  bytes(events.map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`).join(""));
const CREATED = { type: "response.created", response: { ...RESPONSE, status: "in_progress" } };
const DELTA = { type: "response.output_text.delta", delta: '"response.completed" "error"' };

Deno.test("summarizeResponse reads small and large answers alike", () => {
  const large = { ...RESPONSE, output: [{ type: "message", text: "x".repeat(70_000) }] };
  for (const response of [RESPONSE, large]) {
    const { usage, ...rest } = summarizeResponse(bytes(response));
    assert.deepEqual(rest, {
      model: "m",
      finishReason: "completed",
      isJsonObject: true,
      error: null,
      serviceTier: "flex",
    });
    assert.equal(usage.totalTokens, 7);
  }
});

Deno.test("summarizeResponse tells why an answer is not complete", () => {
  const why = (members: object) => {
    const { finishReason, error } = summarizeResponse(bytes({ ...RESPONSE, ...members }));
    return [finishReason, error];
  };

  assert.deepEqual(
    why({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } }),
    ["max_output_tokens", null],
  );
  assert.deepEqual(why({ status: "failed", error: { code: "x", message: "Broke" } }), [
    "failed",
    "Broke",
  ]);
  assert.match(String(why({ status: "failed" })[1]), /without a message/);
});

Deno.test("summarizeResponse takes anything", () => {
  const large = "[" + "1,".repeat(40_000) + "1]";
  for (const odd of ["", "no json", "[]", "7", '{"cut":', large]) {
    assert.deepEqual(summarizeResponse(bytes(odd)), {
      usage: NO_USAGE,
      model: null,
      finishReason: null,
      isJsonObject: false,
      error: null,
    });
  }
});

Deno.test("summarizeEnd finds what stands behind the output", () => {
  const end = summarizeEnd(bytes(JSON.stringify({ ...RESPONSE, metadata: {} }).slice(40)));

  assert.equal(end.usage.totalTokens, 7);
  assert.equal(end.isJsonObject, true);
  assert.equal(summarizeEnd(bytes("cut")).isJsonObject, false);
});

Deno.test("summarizeStream reads the end of a stream", () => {
  const completed = { type: "response.completed", response: RESPONSE };
  const { usage, ...rest } = summarizeStream(sse(CREATED, DELTA, completed));

  assert.deepEqual(rest, {
    model: "m",
    finishReason: "completed",
    done: true,
    error: null,
    serviceTier: "flex",
  });
  assert.equal(usage.totalTokens, 7);
});

Deno.test("summarizeStream knows failed and broken streams", () => {
  const error = { type: "error", code: "server_error", message: "Broke" };
  const failed = {
    type: "response.failed",
    response: { ...RESPONSE, status: "failed", error: { code: "server_error", message: "Broke" } },
  };
  const facts = (...events: { type: string }[]) => {
    const { done, error: message, model } = summarizeStream(sse(...events));
    return [done, message, model];
  };

  assert.deepEqual(facts(CREATED, error, failed), [false, "Broke", "m"]);
  assert.deepEqual(facts(CREATED, error), [false, "Broke", "m"]);
  assert.deepEqual(facts(CREATED, failed), [false, "Broke", "m"]);
  assert.deepEqual(facts(CREATED, DELTA), [false, null, "m"]);
  assert.deepEqual(facts(), [false, null, null]);
});

Deno.test("summarizeStream reads CRLF and a last event without its blank line", () => {
  const completed = { type: "response.completed", response: RESPONSE };
  const text = new TextDecoder().decode(sse(CREATED, completed)).trimEnd().replaceAll("\n", "\r\n");

  assert.equal(summarizeStream(bytes(text)).done, true);
});
