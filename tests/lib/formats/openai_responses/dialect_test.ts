import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { openAiResponsesDialect } from "../../../../lib/formats/openai_responses/dialect.ts";
import { sseEvents } from "../../../../lib/formats/sse/events.ts";

const ERROR = new FlowError("upstream_idle_timeout", "Silence.");

Deno.test("openAiResponsesDialect tells an error of ours in OpenAI's shape", () => {
  const { status, body } = openAiResponsesDialect.errorAnswer(ERROR, "req-1");

  assert.equal(status, 504);
  assert.deepEqual(JSON.parse(body).error.code, "upstream_idle_timeout");
});

Deno.test("openAiResponsesDialect ends a broken stream with an error event", () => {
  const half = 'data: {"type":"response.outp';
  const events = [...sseEvents(half + openAiResponsesDialect.errorEvent(ERROR, "req-1"))];

  assert.equal(events.at(-1)?.type, "error");
  assert.deepEqual(JSON.parse(events.at(-1)?.data ?? ""), {
    type: "error",
    code: "upstream_idle_timeout",
    message: "Silence.",
    param: null,
  });
});
