import assert from "node:assert/strict";
import {
  parseResponse,
  readOtherPart,
} from "../../../../lib/formats/openai_chat/parse_response.ts";
import { refusal } from "../../../support/chat_format.ts";

const answer = (message: Record<string, unknown>, choice: Record<string, unknown> = {}) =>
  parseResponse({
    id: "c-1",
    object: "chat.completion",
    created: 5,
    model: "m-1",
    choices: [{ index: 0, message, finish_reason: "stop", ...choice }],
  });

Deno.test("parseResponse reads an answer with everything around it", () => {
  const response = parseResponse({
    id: "c-1",
    created: 5,
    model: "m-1",
    service_tier: "default",
    choices: [{
      index: 0,
      message: { role: "assistant", content: "Hi", refusal: null },
      finish_reason: "stop",
      logprobs: { content: [{ token: "Hi" }], refusal: null },
    }],
    usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
  });

  assert.equal(response.usage?.totalTokens, 3);
  assert.deepEqual({ ...response, usage: null }, {
    id: "c-1",
    model: "m-1",
    createdAt: 5,
    serviceTier: "default",
    choices: [{
      index: 0,
      parts: [{ type: "text", text: "Hi" }],
      finish: { reason: "stop", raw: "stop", stopSequence: null, detail: null },
      logprobs: { content: [{ token: "Hi" }] },
    }],
    usage: null,
  });
});

Deno.test("parseResponse reads several choices, numbered by position where they are not", () => {
  const { choices } = parseResponse({
    choices: [{ message: { content: "a" } }, { message: { content: "b" } }],
  });

  assert.deepEqual(choices.map(({ index, finish }) => [index, finish]), [[0, null], [1, null]]);
});

Deno.test("parseResponse reads Mistral's list, thoughts first", () => {
  const { choices } = answer({
    content: [
      { type: "thinking", thinking: [{ type: "text", text: "R" }] },
      { type: "text", text: "A" },
      { type: "reference", reference_ids: [1] },
    ],
  });

  assert.deepEqual(choices[0]?.parts.map(({ type }) => type), ["reasoning", "text", "foreign"]);
});

Deno.test("parseResponse leaves <think> tags in the text", () => {
  const [part] = answer({ content: "<think>R</think>A" }).choices[0]?.parts ?? [];

  assert.deepEqual(part, { type: "text", text: "<think>R</think>A" });
});

Deno.test("parseResponse means calls where a named choice ended with stop", () => {
  const call = { id: "a", type: "function", function: { name: "f", arguments: "{}" } };

  const [choice] = answer({ content: null, tool_calls: [call] }).choices;

  assert.deepEqual([choice?.finish?.reason, choice?.finish?.raw], ["tool_calls", "stop"]);
});

Deno.test("parseResponse gives Perplexity's sources to the text", () => {
  const response = parseResponse({
    citations: ["https://a.test"],
    choices: [{ index: 0, message: { content: "A[1]" } }],
  });

  const [part] = response.choices[0]?.parts ?? [];
  assert.ok(part?.type === "text");
  assert.equal(part.citations?.[0]?.url, "https://a.test");
  assert.equal(response.extra, undefined);
});

Deno.test("parseResponse tells an error that came with status 200", () => {
  const response = parseResponse({ error: { message: "Boom", code: 502 } });

  assert.deepEqual(response.choices, []);
  assert.deepEqual([response.error?.message, response.error?.status], ["Boom", 502]);
});

Deno.test("parseResponse throws for what is no answer at all", () => {
  assert.equal(refusal(() => parseResponse({ hello: "world" })).code, "upstream_invalid_response");
  assert.equal(refusal(() => parseResponse({ choices: null })).code, "upstream_invalid_response");
});

Deno.test("parseResponse does not stumble over choices of odd shapes", () => {
  const { choices } = parseResponse({ choices: [null, 5, {}, { message: null, index: "x" }] });

  assert.deepEqual(choices.map(({ parts }) => parts), [[], []]);
});

Deno.test("readOtherPart keeps a part that is not what it says as it came", () => {
  const broken = { type: "image_url", image_url: 5 };

  assert.deepEqual(readOtherPart(broken), {
    type: "foreign",
    format: "openai_chat",
    value: broken,
  });
  assert.deepEqual(readOtherPart({ text: "A" }), { type: "text", text: "A" });
});
