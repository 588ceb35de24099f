import assert from "node:assert/strict";
import { accumulate } from "../../../../lib/domain/conversation/accumulate.ts";
import type { Part } from "../../../../lib/domain/conversation/parts.ts";
import { StreamedChoice } from "../../../../lib/formats/openai_chat/stream_choice.ts";

type Delta = Record<string, unknown>;

function partsOf(deltas: readonly Delta[]): readonly Part[] {
  const choice = new StreamedChoice(0, () => "c-1");
  const events = deltas.flatMap((delta) => choice.push({ delta }));
  return accumulate([...events, ...choice.finish([])]).choices[0]?.parts ?? [];
}

const text = (words: string) => ({ type: "text", text: words });
const thought = (words: string) => ({ type: "reasoning", text: words, isSummary: false });

const cases: [what: string, deltas: Delta[], parts: unknown[]][] = [
  ["text with a role in every delta", [
    { role: "assistant", content: "" },
    { role: "assistant", content: "a" },
    { role: "assistant", content: "b" },
  ], [text("ab")]],
  ["reasoning_content before text", [{ reasoning_content: "r" }, { content: "a" }], [
    thought("r"),
    text("a"),
  ]],
  ["reasoning that goes on between texts", [
    { reasoning: "r" },
    { content: "a" },
    { reasoning: "s" },
    { content: "b" },
  ], [thought("r"), text("a"), thought("s"), text("b")]],
  ["the same reasoning under two names once", [{ reasoning: "r", reasoning_content: "r" }], [
    thought("r"),
  ]],
  ["Mistral's list", [
    { content: [{ type: "thinking", thinking: [{ type: "text", text: "r" }] }] },
    { content: [{ type: "text", text: "a" }] },
    { content: "b" },
  ], [thought("r"), text("ab")]],
  ["a refusal", [{ refusal: "No" }, { refusal: "!" }], [{ type: "refusal", text: "No!" }]],
  ["an older function call", [
    { function_call: { name: "f", arguments: "" } },
    { function_call: { arguments: "{}" } },
  ], [{ type: "tool_call", id: "call_c1_0_0", name: "f", kind: "function", arguments: "{}" }]],
  ["a picture between texts", [
    { content: "a" },
    { images: [{ type: "image_url", image_url: { url: "https://a.test/b.png" } }] },
    { content: "b" },
  ], [
    text("a"),
    { type: "image", source: { kind: "url", url: "https://a.test/b.png", mediaType: null } },
    text("b"),
  ]],
  ["sound", [{ audio: { id: "au", transcript: "T" } }, { audio: { data: "AAEC" } }], [{
    type: "audio",
    source: { kind: "base64", mediaType: "application/octet-stream", data: "AAEC" },
    transcript: "T",
    id: "au",
  }]],
  ["nothing", [{}, { content: null, tool_calls: null }], []],
];

for (const [what, deltas, parts] of cases) {
  Deno.test(`StreamedChoice reads ${what}`, () => assert.deepEqual(partsOf(deltas), parts));
}

Deno.test("StreamedChoice puts OpenRouter's details together as the proof of the reasoning", () => {
  const [part] = partsOf([
    { reasoning: "a", reasoning_details: [{ type: "reasoning.text", text: "a", index: 0 }] },
    { reasoning: "b", reasoning_details: [{ type: "reasoning.text", text: "b", index: 0 }] },
    { reasoning_details: [{ type: "reasoning.text", signature: "s", index: 0 }] },
    { reasoning_details: [{ type: "reasoning.text", text: "", index: 0 }], content: "A" },
  ]);

  assert.ok(part?.type === "reasoning");
  assert.equal(part.text, "ab");
  assert.deepEqual(part.proof?.value, {
    reasoning_details: [{ type: "reasoning.text", text: "ab", signature: "s", index: 0 }],
  });
});

Deno.test("StreamedChoice does not count reasoning twice that is told once more with its proof", () => {
  const parts = partsOf([
    { reasoning_content: "a" },
    { reasoning_content: "b" },
    { reasoning_details: [{ type: "reasoning.text", text: "ab", signature: "s" }] },
    { content: "A" },
  ]);

  assert.deepEqual(parts.map((part) => "text" in part ? part.text : ""), ["ab", "A"]);
});

Deno.test("StreamedChoice shows hidden reasoning that came with a proof only", () => {
  const [part] = partsOf([{ reasoning_details: [{ type: "reasoning.encrypted", data: "d" }] }]);

  assert.deepEqual([part?.type, part?.type === "reasoning" && part.text], ["reasoning", ""]);
});

Deno.test("StreamedChoice cites in the text, also what came before or after it", () => {
  const annotations = [{ type: "url_citation", url_citation: { url: "https://a.test" } }];

  for (
    const deltas of [
      [{ annotations }, { content: "A" }],
      [{ content: "A" }, { annotations }],
      [{ content: "A", annotations }],
    ]
  ) {
    const [part] = partsOf(deltas);
    assert.ok(part?.type === "text");
    assert.equal(part.citations?.[0]?.url, "https://a.test");
  }
});

Deno.test("StreamedChoice ends a whole call before the text behind it", () => {
  const choice = new StreamedChoice(0, () => null);
  const call = { id: "a", function: { name: "f", arguments: "{}" } };

  const events = [
    ...choice.push({ delta: { tool_calls: [call] } }),
    ...choice.push({ delta: { content: "A" } }),
  ];

  assert.deepEqual(events.map(({ type }) => type), [
    "part_start",
    "delta",
    "part_end",
    "part_start",
    "delta",
  ]);
});

Deno.test("StreamedChoice reads a whole message that came as a chunk, and log probabilities", () => {
  const choice = new StreamedChoice(0, () => null);

  const events = choice.push({
    message: { role: "assistant", content: "A" },
    logprobs: { content: [1], refusal: null },
    finish_reason: "stop",
  });

  assert.equal(choice.hasFinished, true);
  assert.deepEqual(events.at(-1), { type: "logprobs", choice: 0, value: { content: [1] } });
  assert.equal(choice.finish([]).at(-1)?.type, "finish");
});
