import assert from "node:assert/strict";
import type { Part, ToolCallPart } from "../../../../lib/domain/conversation/parts.ts";
import { Losses } from "../../../../lib/formats/openai_chat/losses.ts";
import { renderAnswerMessage } from "../../../../lib/formats/openai_chat/render_answer_message.ts";
import { answerContext } from "../../../support/chat_format.ts";

const call = (id: string, members: Partial<ToolCallPart> = {}): ToolCallPart => ({
  type: "tool_call",
  id,
  name: "f",
  kind: "function",
  arguments: "{}",
  ...members,
});
const write = (parts: Part[], body = {}) => {
  const losses = new Losses();
  return {
    message: renderAnswerMessage(parts, answerContext(body), losses),
    warnings: losses.warnings,
  };
};

const citation = (url: string, start: number | null, end: number | null) => ({
  url,
  title: "T",
  citedText: null,
  start,
  end,
  raw: { format: "anthropic_messages" as const, fields: {} },
});

Deno.test("renderAnswerMessage joins texts, and moves what cites them along", () => {
  const { message } = write([
    { type: "text", text: "One. " },
    { type: "text", text: "Two.", citations: [citation("https://a.test", null, null)] },
    { type: "text", text: "Three.", citations: [citation("https://b.test", 1, 3)] },
  ]);

  assert.equal(message.content, "One. Two.Three.");
  const spans = (message.annotations as { url_citation: Record<string, number> }[]).map((one) => [
    one.url_citation.start_index,
    one.url_citation.end_index,
  ]);
  assert.deepEqual(spans, [[5, 9], [10, 12]]);
});

Deno.test("renderAnswerMessage writes null where calls, a refusal or media stand alone", () => {
  const image: Part = {
    type: "image",
    source: { kind: "base64", mediaType: "image/png", data: "AAEC" },
  };

  for (const part of [call("a"), { type: "refusal", text: "No" } as const, image]) {
    assert.equal(write([part]).message.content, null);
  }
  assert.equal(write([]).message.content, "");
  assert.equal(write([{ type: "refusal", text: "No" }]).message.refusal, "No");
});

Deno.test("renderAnswerMessage shows thoughts, with their proofs in a list", () => {
  const proof = { format: "anthropic_messages", value: { signature: "s" } } as const;
  const { message } = write([
    { type: "reasoning", text: "a", isSummary: false },
    { type: "reasoning", text: "b", isSummary: false, proof },
  ]);

  assert.equal(message.reasoning_content, "ab");
  const details = message.reasoning_details as Record<string, unknown>[];
  assert.deepEqual(details.map(({ type, text, index }) => [type, text, index]), [
    ["reasoning.text", "b", 1],
  ]);
  assert.equal(
    "reasoning_details" in write([{ type: "reasoning", text: "a", isSummary: false }]).message,
    false,
  );
});

Deno.test("renderAnswerMessage writes both kinds of call", () => {
  const { message } = write([
    call("a", { proof: { format: "gemini", value: { thoughtSignature: "s" } } }),
    call("b", { kind: "custom", arguments: "ls" }),
  ]);

  assert.deepEqual(message.tool_calls, [
    {
      id: "a",
      type: "function",
      function: { name: "f", arguments: "{}" },
      extra_content: { google: { thought_signature: "s" } },
    },
    { id: "b", type: "custom", custom: { name: "f", input: "ls" } },
  ]);
});

Deno.test("renderAnswerMessage shows the first call to a caller who knows functions only", () => {
  const { message, warnings } = write([call("a"), call("b")], { functions: [{ name: "f" }] });

  assert.deepEqual(message.function_call, { name: "f", arguments: "{}" });
  assert.equal("tool_calls" in message, false);
  assert.equal(warnings.length, 1);
});

Deno.test("renderAnswerMessage warns of what chat cannot show", () => {
  const { message, warnings } = write([
    { type: "text", text: "A" },
    { type: "foreign", format: "anthropic_messages", value: { type: "server_tool_use" } },
  ]);

  assert.equal(message.content, "A");
  assert.match(warnings[0]?.message ?? "", /server_tool_use/);
});
