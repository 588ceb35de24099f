import assert from "node:assert/strict";
import type { Part, ToolCallPart } from "../../../../lib/domain/conversation/parts.ts";
import type { Message } from "../../../../lib/domain/conversation/request.ts";
import { renderAssistant } from "../../../../lib/formats/openai_chat/render_assistant.ts";
import { chatRequest, foreignRequest, rendering } from "../../../support/chat_format.ts";

const message = (...parts: Part[]): Message => ({ role: "assistant", parts, at: "messages[1]" });
const call: ToolCallPart = {
  type: "tool_call",
  id: "a",
  name: "f",
  kind: "function",
  arguments: '{"x":1}',
};
const foreign = () => rendering(foreignRequest());
const image: Part = {
  type: "image",
  source: { kind: "base64", mediaType: "image/png", data: "AAEC" },
};

Deno.test("renderAssistant joins texts and writes null where calls stand alone", () => {
  const texts = renderAssistant(
    message({ type: "text", text: "a" }, { type: "text", text: "b" }),
    foreign(),
  );
  const calls = renderAssistant(message(call), foreign());

  assert.deepEqual(texts.message, { role: "assistant", content: "ab" });
  assert.deepEqual(calls.message, {
    role: "assistant",
    content: null,
    tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: '{"x":1}' } }],
  });
});

Deno.test("renderAssistant writes free text calls, as functions where there is nothing else", () => {
  const custom: ToolCallPart = { ...call, kind: "custom", arguments: "ls" };
  const plain = rendering(foreignRequest(), { noCustomTools: true });
  const calls = (one = foreign()) => renderAssistant(message(custom), one).message?.tool_calls;

  assert.deepEqual(calls(), [{ id: "a", type: "custom", custom: { name: "f", input: "ls" } }]);
  assert.deepEqual(calls(plain), [
    { id: "a", type: "function", function: { name: "f", arguments: '{"input":"ls"}' } },
  ]);
});

Deno.test("renderAssistant sends Gemini's proof to whom it belongs, and invents none", () => {
  const proof = { format: "gemini", value: { thoughtSignature: "s" } } as const;
  const google = rendering(foreignRequest(), { thoughtSignatures: true });
  const keys = (one = foreign()) => {
    const [written] = renderAssistant(message({ ...call, proof }), one).message?.tool_calls as [
      object,
    ];
    return Object.keys(written);
  };

  assert.deepEqual(keys(), ["id", "type", "function"]);
  assert.deepEqual(keys(google), ["id", "type", "function", "extra_content"]);
});

Deno.test("renderAssistant hands over pictures, which only a user's message can hold", () => {
  const one = renderAssistant(message({ type: "text", text: "a" }, image), foreign());
  const alone = renderAssistant(message(image), foreign());
  const own = renderAssistant(message(image), rendering(chatRequest({})));

  assert.deepEqual([one.message?.content, one.media], ["a", [image]]);
  assert.deepEqual([alone.message, alone.media], [null, [image]]);
  assert.deepEqual(own.message?.images, [
    { type: "image_url", image_url: { url: "data:image/png;base64,AAEC" } },
  ]);
});

Deno.test("renderAssistant refers to sound of an earlier answer by its id", () => {
  const sound: Part = {
    type: "audio",
    id: "audio_1",
    source: { kind: "base64", mediaType: "audio/wav", data: "" },
  };

  const { message: written, media } = renderAssistant(message(sound), foreign());

  assert.deepEqual(written?.audio, { id: "audio_1" });
  assert.deepEqual(media, []);
});

Deno.test("renderAssistant says that text behind a call moved before it", () => {
  const one = foreign();

  renderAssistant(message(call, { type: "text", text: "after" }), one);

  assert.deepEqual(one.losses.warnings.map(({ kind, field }) => [kind, field]), [
    ["adapted", "messages[1]"],
  ]);
});

Deno.test("renderAssistant leaves out a message of which nothing can be sent, but no empty one", () => {
  const hidden: Part = {
    type: "reasoning",
    text: "",
    isSummary: false,
    proof: { format: "gemini", value: {} },
  };

  assert.equal(renderAssistant(message(hidden), foreign()).message, null);
  assert.deepEqual(renderAssistant(message(), foreign()).message, {
    role: "assistant",
    content: "",
  });
});

Deno.test("renderAssistant keeps citations for an own caller's provider only", () => {
  const citation = {
    url: "https://a.test",
    title: "A",
    citedText: null,
    start: 0,
    end: 1,
    raw: { format: "openai_chat" as const, fields: {} },
  };
  const cited = message({ type: "text", text: "a", citations: [citation] });
  const other = foreign();

  assert.equal(renderAssistant(cited, other).message?.annotations, undefined);
  assert.equal(other.losses.warnings.length, 1);
  assert.ok(renderAssistant(cited, rendering(chatRequest({}))).message?.annotations);
});

Deno.test("renderAssistant puts thoughts before the text for Mistral, and writes refusals", () => {
  const mistral = rendering(foreignRequest(), { reasoningReplay: "thinking_parts" });
  const parts = message(
    { type: "reasoning", text: "R", isSummary: false },
    { type: "text", text: "a" },
    { type: "refusal", text: "No" },
  );

  assert.deepEqual(renderAssistant(parts, mistral).message, {
    role: "assistant",
    content: [
      { type: "thinking", thinking: [{ type: "text", text: "R" }] },
      { type: "text", text: "a" },
    ],
    refusal: "No",
  });
});
