import assert from "node:assert/strict";
import { assembleStream } from "../../../../lib/formats/openai_chat/assemble.ts";

const event = (chunk: unknown) => `data: ${JSON.stringify(chunk)}\n\n`;
const stream = (...deltas: unknown[]) =>
  deltas.map((delta) => event({ choices: [{ index: 0, delta }] })).join("");

/** The message of the first choice. */
function message(text: string): unknown {
  const choices = assembleStream(text)?.choices;
  return Array.isArray(choices) ? choices[0]?.message : undefined;
}

Deno.test("assembleStream gives what a call without stream would have given", () => {
  const head = { id: "c-1", object: "chat.completion.chunk", created: 5, model: "m", usage: null };
  const text = event({
    ...head,
    choices: [{
      index: 0,
      delta: { role: "assistant", content: "", refusal: null },
      logprobs: null,
    }],
  }) +
    ": ping\n\n" +
    event({ ...head, choices: [{ index: 0, delta: { content: "Grü" }, finish_reason: null }] }) +
    event({ ...head, choices: [{ index: 0, delta: { content: "ße" }, finish_reason: null }] }) +
    event({ ...head, choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }) +
    event({ ...head, choices: [], usage: { total_tokens: 7 } }) +
    "data: [DONE]\n\n";

  assert.deepEqual(assembleStream(text), {
    id: "c-1",
    object: "chat.completion",
    created: 5,
    model: "m",
    usage: { total_tokens: 7 },
    choices: [{
      index: 0,
      message: { role: "assistant", content: "Grüße", refusal: null },
      finish_reason: "stop",
    }],
  });
});

const messages: [what: string, text: string, expected: unknown][] = [
  [
    "reasoning apart from content",
    stream({ reasoning_content: "Hm" }, { reasoning_content: "m" }, { content: "A" }),
    { role: "assistant", reasoning_content: "Hmm", content: "A" },
  ],
  [
    "Mistral's thinking, then an empty text",
    stream(
      {
        role: "assistant",
        content: [{ type: "thinking", thinking: [{ type: "text", text: "2+" }] }],
      },
      { content: [{ type: "thinking", thinking: [{ type: "text", text: "2" }] }] },
      { content: [{ type: "text", text: "4" }] },
      { content: "" },
    ),
    {
      role: "assistant",
      content: [
        { type: "thinking", thinking: [{ type: "text", text: "2+2" }] },
        { type: "text", text: "4" },
      ],
    },
  ],
  [
    "text before and behind parts",
    stream({ content: "a" }, { content: [{ type: "image_url" }] }, { content: "b" }),
    {
      role: "assistant",
      content: [{ type: "text", text: "a" }, { type: "image_url" }, { type: "text", text: "b" }],
    },
  ],
  [
    "tool calls",
    stream(
      {
        content: null,
        tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "" } }],
      },
      { tool_calls: [{ index: 0, function: { arguments: "{}" } }] },
    ),
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "a", function: { name: "f", arguments: "{}" } }],
    },
  ],
  [
    "a legacy function call",
    stream(
      { function_call: { name: "f", arguments: "" } },
      { function_call: { arguments: "{" } },
      { function_call: { arguments: "}" } },
    ),
    { role: "assistant", function_call: { name: "f", arguments: "{}" } },
  ],
  [
    "audio with its transcript",
    stream(
      { audio: { id: "a", transcript: "He" } },
      { audio: { data: "AA", transcript: "llo" } },
      { audio: { data: "BB", expires_at: 9 } },
    ),
    {
      role: "assistant",
      audio: { id: "a", transcript: "Hello", data: "AABB", expires_at: 9 },
    },
  ],
  [
    "members that nobody knows, the last one that is not null",
    stream({ mood: "good" }, { mood: "bad" }, { mood: null }),
    { role: "assistant", mood: "bad" },
  ],
];
for (const [what, text, expected] of messages) {
  Deno.test(`assembleStream puts together ${what}`, () => {
    assert.deepEqual(message(text), expected);
  });
}

Deno.test("assembleStream keeps choices apart and orders them", () => {
  const part = (index: number, content: string) =>
    event({ choices: [{ index, delta: { content } }] });

  const whole = assembleStream(part(1, "b") + part(0, "a") + part(1, "B") + part(0, "A"));

  assert.deepEqual(whole?.choices, [
    { index: 0, message: { role: "assistant", content: "aA" }, finish_reason: null },
    { index: 1, message: { role: "assistant", content: "bB" }, finish_reason: null },
  ]);
});

Deno.test("assembleStream joins log probabilities", () => {
  const part = (token: string) =>
    event({
      choices: [{ index: 0, delta: {}, logprobs: { content: [{ token }], refusal: null } }],
    });

  const whole = assembleStream(part("a") + part("b"));

  assert.deepEqual(whole?.choices, [{
    index: 0,
    message: { role: "assistant" },
    logprobs: { content: [{ token: "a" }, { token: "b" }], refusal: null },
    finish_reason: null,
  }]);
});

Deno.test("assembleStream puts a legacy completion together", () => {
  const part = (text: string, finish_reason: string | null = null) =>
    event({ object: "text_completion", choices: [{ index: 0, text, finish_reason }] });

  assert.deepEqual(assembleStream(part("Once ") + part("upon", "length") + "data: [DONE]\n\n"), {
    object: "text_completion",
    choices: [{ index: 0, text: "Once upon", finish_reason: "length" }],
  });
});

Deno.test("assembleStream keeps an error that came in the stream", () => {
  const whole = assembleStream(stream({ content: "a" }) + event({ error: { message: "Lost" } }));

  assert.deepEqual(whole?.error, { message: "Lost" });
});

for (const text of ["", ": ping\n\n", "data: [DONE]\n\n", "<html></html>", "data: {\n\n"]) {
  Deno.test(`assembleStream finds no answer in ${JSON.stringify(text)}`, () => {
    assert.equal(assembleStream(text), undefined);
  });
}

Deno.test("assembleStream puts a hundred thousand fragments together in one go", () => {
  const text = stream({
    reasoning_details: [{ type: "x", data: "d" }],
    tool_calls: [{ id: "a", function: { name: "f", arguments: "1" } }],
  }).repeat(100_000);

  const { reasoning_details, tool_calls } = message(text) as {
    reasoning_details: unknown[];
    tool_calls: { function: { arguments: string } }[];
  };

  assert.equal(reasoning_details.length, 100_000);
  assert.equal(tool_calls[0]!.function.arguments.length, 100_000);
});
