import assert from "node:assert/strict";
import type { Proof } from "../../../../lib/domain/conversation/parts.ts";
import { ChunkWriter } from "../../../../lib/formats/openai_chat/chunk_writer.ts";
import { Losses } from "../../../../lib/formats/openai_chat/losses.ts";
import {
  type ChoiceEvent,
  RenderedChoice,
} from "../../../../lib/formats/openai_chat/render_stream_choice.ts";
import { answerContext } from "../../../support/chat_format.ts";

const at = { choice: 0, part: 0 } as const;
const call = { id: "a", name: "f", kind: "function" } as const;

/** The choice of each chunk, without its index. */
function chunksOf(events: readonly ChoiceEvent[], isOlder = false) {
  const context = answerContext();
  const writer = new ChunkWriter(context);
  const losses = new Losses();
  writer.begin(null);
  const choice = new RenderedChoice(0, { writer, losses, context, isOlder });
  const text = events.map((event) => choice.push(event)).join("") + choice.finish();
  const choices = text.trim().split("\n\n").map((frame) => JSON.parse(frame.slice(6)).choices[0]);
  return { choices, deltas: choices.map(({ delta }) => delta).slice(1, -1), losses };
}

Deno.test("RenderedChoice says who speaks first, and why it ended last", () => {
  const { choices } = chunksOf([
    { type: "part_start", ...at, kind: "text" },
    { type: "delta", ...at, text: "A" },
    {
      type: "finish",
      choice: 0,
      finish: { reason: "length", raw: "max_tokens", stopSequence: null, detail: null },
    },
    { type: "part_end", ...at },
  ]);

  assert.deepEqual(choices.map(({ delta, finish_reason }) => [delta, finish_reason]), [
    [{ role: "assistant", content: null, refusal: null }, null],
    [{ content: "A" }, null],
    [{}, "length"],
  ]);
});

Deno.test("RenderedChoice numbers calls from 0, whatever their parts' numbers are", () => {
  const { deltas } = chunksOf([
    { type: "part_start", choice: 0, part: 3, kind: "tool_call", call },
    { type: "part_start", choice: 0, part: 5, kind: "tool_call", call: { ...call, id: "b" } },
    { type: "delta", choice: 0, part: 5, text: "{}" },
    { type: "part_end", choice: 0, part: 3 },
  ]);

  assert.deepEqual(deltas, [
    {
      tool_calls: [{ index: 0, id: "a", type: "function", function: { name: "f", arguments: "" } }],
    },
    {
      tool_calls: [{ index: 1, id: "b", type: "function", function: { name: "f", arguments: "" } }],
    },
    { tool_calls: [{ index: 1, function: { arguments: "{}" } }] },
    { tool_calls: [{ index: 0, function: { arguments: "{}" } }] },
  ]);
});

Deno.test("RenderedChoice ends calls that never ended, so that nothing has no arguments", () => {
  const { deltas } = chunksOf([{ type: "part_start", ...at, kind: "tool_call", call }]);

  assert.deepEqual(deltas.at(-1), { tool_calls: [{ index: 0, function: { arguments: "{}" } }] });
});

Deno.test("RenderedChoice writes free text calls, which may stay empty", () => {
  const { deltas } = chunksOf([
    { type: "part_start", ...at, kind: "tool_call", call: { ...call, kind: "custom" } },
    { type: "part_end", ...at },
  ]);

  assert.deepEqual(deltas, [
    { tool_calls: [{ index: 0, id: "a", type: "custom", custom: { name: "f", input: "" } }] },
  ]);
});

Deno.test("RenderedChoice tells proofs where their part ends", () => {
  const anthropic: Proof = { format: "anthropic_messages", value: { signature: "s" } };
  const gemini: Proof = { format: "gemini", value: { thoughtSignature: "s" } };
  const { deltas } = chunksOf([
    { type: "part_start", ...at, kind: "reasoning", isSummary: false },
    { type: "delta", ...at, text: "R" },
    { type: "part_end", ...at, proof: anthropic },
    { type: "part_start", choice: 0, part: 1, kind: "tool_call", call },
    { type: "delta", choice: 0, part: 1, text: "{}" },
    { type: "part_end", choice: 0, part: 1, proof: gemini },
  ]);

  assert.deepEqual(deltas[0], { reasoning_content: "R" });
  assert.equal(deltas[1].reasoning_details[0].text, "R");
  assert.deepEqual(deltas.at(-1), {
    tool_calls: [{
      index: 0,
      function: { arguments: "" },
      extra_content: { google: { thought_signature: "s" } },
    }],
  });
});

Deno.test("RenderedChoice cites when the text is complete, counted from the message's beginning", () => {
  const citation = {
    url: "https://a.test",
    title: "A",
    citedText: null,
    start: null,
    end: null,
    raw: { format: "gemini" as const, fields: {} },
  };
  const { deltas } = chunksOf([
    { type: "part_start", ...at, kind: "text" },
    { type: "delta", ...at, text: "One " },
    { type: "part_end", ...at },
    { type: "part_start", choice: 0, part: 1, kind: "text" },
    { type: "citation", choice: 0, part: 1, citation },
    { type: "delta", choice: 0, part: 1, text: "two" },
    { type: "part_end", choice: 0, part: 1 },
  ]);

  const { url_citation } = deltas.at(-1).annotations[0];
  assert.deepEqual([url_citation.start_index, url_citation.end_index], [4, 7]);
});

Deno.test("RenderedChoice shows media whole, and warns of what has no place", () => {
  const source = { kind: "base64", mediaType: "image/png", data: "AAEC" } as const;
  const { deltas, losses } = chunksOf([
    { type: "whole_part", ...at, value: { type: "image", source } },
    { type: "whole_part", choice: 0, part: 1, value: { type: "audio", source } },
    { type: "whole_part", choice: 0, part: 2, value: { type: "file", source } },
  ]);

  assert.deepEqual(deltas.map((delta) => Object.keys(delta)), [["images"], ["audio"]]);
  assert.equal(losses.warnings.length, 1);
});

Deno.test("RenderedChoice speaks function_call to callers who know no other", () => {
  const { choices, deltas, losses } = chunksOf([
    { type: "part_start", ...at, kind: "tool_call", call },
    { type: "delta", ...at, text: "{}" },
    { type: "part_end", ...at },
    { type: "part_start", choice: 0, part: 1, kind: "tool_call", call },
    { type: "delta", choice: 0, part: 1, text: "{}" },
  ], true);

  assert.deepEqual(deltas, [
    { function_call: { name: "f", arguments: "" } },
    { function_call: { arguments: "{}" } },
  ]);
  assert.equal(choices.at(-1).finish_reason, "function_call");
  assert.equal(losses.warnings.length, 1);
});

Deno.test("RenderedChoice writes refusals and log probabilities, and an empty text for nothing", () => {
  const said = chunksOf([
    { type: "part_start", ...at, kind: "refusal" },
    { type: "delta", ...at, text: "No" },
    { type: "part_end", ...at },
    { type: "logprobs", choice: 0, value: { refusal: [1] } },
  ]);

  assert.deepEqual(said.deltas, [{ refusal: "No" }, {}]);
  assert.deepEqual(said.choices.at(-2).logprobs, { content: null, refusal: [1] });
  assert.deepEqual(chunksOf([]).deltas, [{ content: "" }]);
});
