import assert from "node:assert/strict";
import {
  renderResponse,
  wholeLogprobs,
} from "../../../../lib/formats/openai_chat/render_response.ts";
import { answerContext, answerOf, usageOf } from "../../../support/chat_format.ts";

Deno.test("renderResponse writes a chat completion", () => {
  const answer = answerOf([{ type: "text", text: "Hi" }], {
    usage: usageOf({ promptTokens: 1, completionTokens: 2, totalTokens: 3 }),
    serviceTier: "standard",
  });

  const { body, warnings } = renderResponse(answer, answerContext());

  assert.deepEqual(warnings, []);
  assert.deepEqual(body, {
    id: "msg_1",
    object: "chat.completion",
    created: 1_600_000_000,
    model: "some-model",
    choices: [{
      index: 0,
      message: { role: "assistant", content: "Hi", refusal: null },
      logprobs: null,
      finish_reason: "stop",
    }],
    usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    service_tier: "default",
  });
});

Deno.test("renderResponse makes up what OpenAI's clients need and nobody told", () => {
  const answer = answerOf([], { id: null, model: null, createdAt: null });

  const { body } = renderResponse(answer, answerContext({ model: "gpt-4o" }));

  assert.deepEqual(
    [body.id, body.created, body.model, "usage" in body],
    ["chatcmpl-new-id", 1_700_000_000, "gpt-4o", false],
  );
});

Deno.test("renderResponse gives calls the names and kinds that the caller's tools have", () => {
  const context = answerContext({ tools: [{ type: "custom", custom: { name: "sql" } }] });
  const answer = answerOf([{
    type: "tool_call",
    id: "a",
    name: "sql",
    kind: "function",
    arguments: '{"input":"SELECT 1"}',
  }]);

  const [choice] = renderResponse(answer, context).body.choices as [
    { message: { tool_calls: unknown[] } },
  ];

  assert.deepEqual(choice.message.tool_calls, [
    { id: "a", type: "custom", custom: { name: "sql", input: "SELECT 1" } },
  ]);
});

Deno.test("renderResponse ends an older caller's call with function_call", () => {
  const finish = {
    reason: "tool_calls" as const,
    raw: "tool_use",
    stopSequence: null,
    detail: null,
  };
  const call = {
    type: "tool_call",
    id: "a",
    name: "f",
    kind: "function",
    arguments: "{}",
  } as const;
  const answer = answerOf([], { choices: [{ index: 0, parts: [call], finish }] });

  const { body } = renderResponse(answer, answerContext({ functions: [{ name: "f" }] }));

  assert.equal((body.choices as [{ finish_reason: string }])[0].finish_reason, "function_call");
});

Deno.test("renderResponse shows an error of an answer that failed half-way", () => {
  const error = {
    kind: "server" as const,
    status: 500,
    message: "Boom",
    type: null,
    code: null,
    param: null,
    retryAfterMs: null,
  };

  const { body } = renderResponse(answerOf([], { error }), answerContext());

  assert.deepEqual(body.error, { message: "Boom", type: "server_error", param: null, code: null });
});

Deno.test("wholeLogprobs has both lists", () => {
  assert.deepEqual(wholeLogprobs({ content: [1] }), { content: [1], refusal: null });
  assert.equal(wholeLogprobs(undefined), null);
});
