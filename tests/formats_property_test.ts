/** What must hold for every conversation and every answer, whatever the formats. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { accumulate } from "../lib/domain/conversation/accumulate.ts";
import type { ChatResponse, StreamEvent } from "../lib/domain/conversation/answer.ts";
import { callerField } from "../lib/domain/conversation/caller_field.ts";
import type { AnswerContext, ChatCodec } from "../lib/domain/conversation/codec.ts";
import { replay } from "../lib/domain/conversation/replay.ts";
import type { ChatRequest, Sampling } from "../lib/domain/conversation/request.ts";
import { FlowError } from "../lib/domain/errors.ts";
import { SseDecoder } from "../lib/formats/sse/decoder.ts";
import { codecOf } from "../tools/fidelity/inbound.ts";
import { readBytes } from "../tools/fidelity/oracle/read.ts";
import { type Format, FORMATS } from "../tools/fidelity/recordings.ts";
import { answers, chatRequests } from "./support/conversations.ts";

/** Models that can what their formats can, so that nothing is left out for a model's sake. */
const MODELS: Readonly<Record<Format, string>> = {
  openai_chat: "gpt-4.1",
  openai_responses: "gpt-4.1",
  anthropic_messages: "claude-3-5-sonnet",
  gemini: "gemini-3-pro",
};

for (const format of FORMATS) {
  const codec = codecOf(format);

  Deno.test(`a conversation rendered to ${format} and parsed again says the same`, () => {
    fc.assert(fc.property(chatRequests, (request) => {
      const { body } = rendered({ ...request, sampling: {} }, format);
      const again = codec.parseRequest(body, { model: request.model, stream: false });

      assert.deepEqual(saidIn(again), saidIn(request));
      assert.deepEqual(toolsIn(again), toolsIn(request));
    }));
  });

  Deno.test(`settings rendered to ${format} are lost only where a warning or an error names them`, () => {
    fc.assert(fc.property(chatRequests, (request) => {
      for (const [name, value] of Object.entries(request.sampling)) {
        const alone = { ...request, sampling: { [name]: value } };
        const field = callerField(request, name as keyof Sampling);
        try {
          const { body, warnings } = rendered(alone, format);
          const again = codec.parseRequest(body, { model: request.model, stream: false });
          const kept = again.sampling[name as keyof Sampling];
          const isTold = warnings.some((warning) => warning.field === field);
          assert.ok(isTold || isSame(kept, value), `${name}: ${value} became ${kept}, untold`);
        } catch (thrown) {
          assert.ok(thrown instanceof FlowError && thrown.param === field, String(thrown));
        }
      }
    }));
  });

  Deno.test(`an answer streamed in ${format} is the whole answer, for another reader too`, () => {
    fc.assert(fc.property(answers, chatRequests, (answer, request) => {
      const { body } = codec.renderResponse(answer, contextOf(request, false));
      const whole = readBytes(format, JSON.stringify(body));
      const streamed = readBytes(format, streamOf(codec, answer, request));

      assert.deepEqual(streamed, whole);
    }));
  });

  Deno.test(`a stream of ${format} says the same wherever its bytes are cut`, () => {
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });
    fc.assert(fc.property(answers, chatRequests, cuts, (answer, request, places) => {
      const bytes = new TextEncoder().encode(streamOf(codec, answer, request));
      const ends = places.map((place) => Math.floor(place * bytes.length)).sort((a, b) => a - b);

      const cut = parsedStream(codec, pieces(bytes, ends));

      assert.deepEqual(cut, parsedStream(codec, [bytes]));
      assert.deepEqual(partsIn(cut), partsIn(answer));
    }));
  });
}

function rendered(request: ChatRequest, format: Format) {
  return codecOf(format).renderRequest(request, {
    model: MODELS[format],
    quirks: {},
    maxOutputTokens: null,
  });
}

function contextOf(request: ChatRequest, stream: boolean): AnswerContext {
  let ids = 0;
  return {
    request: { ...request, stream, sampling: {}, reasoning: { summary: "auto" } },
    body: {},
    newId: () => `id${++ids}`,
    nowS: 1_750_000_000,
  };
}

function streamOf(codec: ChatCodec, answer: ChatResponse, request: ChatRequest): string {
  const context = contextOf(request, true);
  const body = { stream_options: { include_usage: true } };
  const renderer = codec.renderStream({ ...context, body });
  return [...replay(answer)].map((event) => renderer.push(event)).join("");
}

function parsedStream(codec: ChatCodec, chunks: readonly Uint8Array[]): ChatResponse {
  const decoder = new SseDecoder();
  const parser = codec.parseStream();
  const events: StreamEvent[] = [];
  for (const wire of [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.flush()]) {
    events.push(...parser.push(wire));
  }
  events.push(...parser.end());
  return accumulate(events);
}

function pieces(bytes: Uint8Array, ends: readonly number[]): Uint8Array[] {
  return [...ends, bytes.length].map((end, index) => bytes.slice(ends[index - 1] ?? 0, end));
}

/** What is said on each side in turn, however it is parted into messages. */
function saidIn({ messages }: ChatRequest): unknown {
  const turns: { side: string; text: string; calls: unknown[]; results: string[] }[] = [];
  for (const { role, parts } of messages) {
    const side = role === "tool" ? "user" : role === "developer" ? "system" : role;
    if (turns.at(-1)?.side !== side) turns.push({ side, text: "", calls: [], results: [] });
    const turn = turns.at(-1);
    for (const part of parts) {
      if (turn === undefined) break;
      if (part.type === "text") turn.text += part.text;
      else if (part.type === "image") turn.text += JSON.stringify(part.source);
      else if (part.type === "tool_call") {
        turn.calls.push([part.name, JSON.parse(part.arguments)]);
      } else if (part.type === "tool_result") {
        turn.results.push(part.content.map((one) => one.type === "text" ? one.text : "").join(""));
      }
    }
  }
  return turns.map((turn) => ({ ...turn, text: turn.text.replace(/\s/g, "") }));
}

function toolsIn({ tools = [] }: ChatRequest): unknown {
  return tools.map((tool) => tool.type === "function" ? [tool.name, tool.description] : tool);
}

/** Text, calls and finish of an answer; Gemini has no ids for calls, and reasoning its own shapes. */
function partsIn({ choices: [choice] }: ChatResponse): unknown {
  const parts = choice?.parts ?? [];
  return {
    text: parts.map((part) => part.type === "text" ? part.text : "").join(""),
    calls: parts.flatMap((part) =>
      part.type === "tool_call" ? [[part.name, JSON.parse(part.arguments)]] : []
    ),
    // Messages and Gemini have one word each for what a filter and a model withhold.
    reason: choice?.finish?.reason === "refusal" ? "content_filter" : choice?.finish?.reason,
  };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
