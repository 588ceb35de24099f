import assert from "node:assert/strict";
import fc from "fast-check";
import { replay } from "../../../../lib/domain/conversation/replay.ts";
import type { JsonObject } from "../../../../lib/domain/json.ts";
import { isObject } from "../../../../lib/formats/json/guards.ts";
import { openAiChat } from "../../../../lib/formats/openai_chat/codec.ts";
import { chatAnswers, chatBodies } from "../../../support/chat_arbitraries.ts";
import {
  answerContext,
  foreignRequest,
  readBack,
  rendered,
  streamed,
  written,
} from "../../../support/chat_format.ts";
import { accumulate } from "../../../../lib/domain/conversation/accumulate.ts";

const facts = { model: "m", stream: false };
const parse = (body: JsonObject) => openAiChat.parseRequest(body, facts);

/** Everything but the places in the body: a string and a list of one text differ in them. */
function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => key !== "at").map(([key, one]) => [
      key,
      withoutPlaces(one),
    ]),
  );
}

Deno.test("openAiChat reads the request that it wrote as the one that it read first", () => {
  fc.assert(
    fc.property(chatBodies, (body) => {
      const request = parse(body);

      const { body: again, warnings } = rendered(request);

      assert.deepEqual(withoutPlaces(parse(again)), withoutPlaces(request));
      assert.deepEqual(warnings.filter(({ kind }) => kind === "dropped"), []);
    }),
    { numRuns: 300 },
  );
});

Deno.test("openAiChat writes a request twice the same way", () => {
  fc.assert(
    fc.property(chatBodies, (body) => {
      const once = rendered(parse(body)).body;

      assert.deepEqual(rendered(parse(once)).body, once);
    }),
    { numRuns: 100 },
  );
});

Deno.test("openAiChat sends another format's plain conversation without a warning", () => {
  fc.assert(fc.property(chatBodies, (body) => {
    const { messages } = parse({
      messages: (body.messages as JsonObject[]).filter(({ role }) => role === "system"),
    });
    const texts = messages.map((message) => ({
      ...message,
      parts: message.parts.flatMap((part) =>
        part.type === "text" ? [{ type: part.type, text: part.text }] : []
      ),
      extra: { format: "openai_chat" as const, fields: {} },
    }));

    assert.deepEqual(rendered(foreignRequest({ messages: texts })).warnings, []);
  }));
});

Deno.test("openAiChat reads the answer that it wrote, whole and streamed", () => {
  fc.assert(
    fc.property(chatAnswers, (answer) => {
      const whole = openAiChat.renderResponse(answer, answerContext());
      const stream = written(replay(answer), { stream_options: { include_usage: true } });

      assert.deepEqual(openAiChat.parseResponse(whole.body), answer);
      assert.deepEqual(readBack(stream.text), answer);
      assert.deepEqual(whole.warnings, []);
    }),
    { numRuns: 300 },
  );
});

/** A choice's message cut into deltas at random places, as a provider would stream it. */
function cut(message: JsonObject, cuts: readonly number[]): JsonObject[] {
  const pieces = (text: string): string[] => {
    const sizes = cuts.length === 0 ? [text.length] : cuts;
    const found: string[] = [];
    for (let at = 0, i = 0; at < text.length; at += sizes[i % sizes.length]!, i++) {
      found.push(text.slice(at, at + sizes[i % sizes.length]!));
    }
    return found;
  };
  const deltas: JsonObject[] = [{ role: "assistant", content: "" }];
  for (const key of ["reasoning_content", "content", "refusal"]) {
    const text = message[key];
    if (typeof text === "string") deltas.push(...pieces(text).map((one) => ({ [key]: one })));
  }
  if (message.images !== undefined) deltas.push({ images: message.images });
  const calls = Array.isArray(message.tool_calls) ? message.tool_calls.filter(isObject) : [];
  for (const [index, call] of calls.entries()) {
    const key = call.type === "custom" ? "custom" : "function";
    const field = call.type === "custom" ? "input" : "arguments";
    const inner = isObject(call[key]) ? call[key] : {};
    deltas.push({ tool_calls: [{ ...call, index, [key]: { ...inner, [field]: "" } }] });
    for (const piece of pieces(String(inner[field]))) {
      deltas.push({ tool_calls: [{ index, [key]: { [field]: piece } }] });
    }
  }
  return deltas;
}

Deno.test("openAiChat reads a stream as the whole answer, wherever it is cut", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 });
  fc.assert(
    fc.property(chatAnswers, sizes, (answer, cuts) => {
      const { body } = openAiChat.renderResponse(answer, answerContext());
      const choices = (body.choices as JsonObject[]).map((choice) => ({
        index: choice.index,
        finish_reason: choice.finish_reason,
        deltas: isObject(choice.message) ? cut(choice.message, cuts) : [],
      }));
      const head = { id: body.id, model: body.model, created: body.created };
      const chunks: JsonObject[] = choices.flatMap(({ index, deltas, finish_reason }) => [
        ...deltas.map((delta) => ({ ...head, choices: [{ index, delta, finish_reason: null }] })),
        { ...head, choices: [{ index, delta: {}, finish_reason }] },
      ]);

      const events = streamed([...chunks, { ...head, choices: [], usage: body.usage ?? null }]);

      assert.deepEqual(accumulate(events), openAiChat.parseResponse(body));
    }),
    { numRuns: 300 },
  );
});

Deno.test("openAiChat carries another format's proofs through an answer and back", () => {
  const proof = { format: "anthropic_messages", value: { signature: "sig" } } as const;
  const redacted = { format: "anthropic_messages", value: { data: "d" } } as const;
  const parts = [
    { type: "reasoning", text: "Hm", isSummary: false, proof },
    { type: "reasoning", text: "", isSummary: false, proof: redacted },
    { type: "text", text: "Let me look." },
    {
      type: "tool_call",
      id: "toolu_1",
      name: "f",
      kind: "function",
      arguments: "{}",
      proof: { format: "openai_responses", value: { id: "fc_1" } },
    },
  ] as const;
  const answer = {
    id: "msg_1",
    model: "m",
    createdAt: 5,
    choices: [{ index: 0, parts, finish: null }],
    usage: null,
  };

  const { body } = openAiChat.renderResponse(answer, answerContext());
  const [choice] = body.choices as [JsonObject];
  const { messages } = parse({ messages: [choice.message] });

  assert.deepEqual(withoutPlaces(messages[0]?.parts), parts);
});

Deno.test("openAiChat is the format that it says", () => {
  assert.equal(openAiChat.format, "openai_chat");
});
