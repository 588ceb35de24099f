import assert from "node:assert/strict";
import fc from "fast-check";
import { accumulate } from "../../../../lib/domain/conversation/accumulate.ts";
import type { ChatResponse } from "../../../../lib/domain/conversation/answer.ts";
import type { Part } from "../../../../lib/domain/conversation/parts.ts";
import { replay } from "../../../../lib/domain/conversation/replay.ts";
import { gemini } from "../../../../lib/formats/gemini/codec.ts";
import { isObject, type JsonObject } from "../../../../lib/formats/json/guards.ts";
import { SseDecoder } from "../../../../lib/formats/sse/decoder.ts";
import {
  answers,
  foreignAnswers,
  requests,
  withoutPlaces,
} from "../../../support/gemini_conversations.ts";

const TARGET = { model: "gemini-3-flash", quirks: {}, maxOutputTokens: null };
const encoder = new TextEncoder();

/** As it arrives: written out and read again. */
const sent = (body: JsonObject): JsonObject => JSON.parse(JSON.stringify(body));

const context = (showsThoughts: boolean) => ({
  request: {
    format: "gemini" as const,
    model: "m",
    stream: true,
    messages: [],
    sampling: {},
    ...(showsThoughts ? { reasoning: { summary: "auto" as const } } : {}),
  },
  body: {},
  newId: () => "new-id",
  nowS: 1,
});

const streamed = (response: ChatResponse, showsThoughts = true): string => {
  const renderer = gemini.renderStream(context(showsThoughts));
  return [...replay(response)].map((event) => renderer.push(event)).join("");
};

/** Reads a stream that the network cut into pieces of this many bytes. */
const readStream = (text: string, size: number): ChatResponse => {
  const [decoder, parser] = [new SseDecoder(), gemini.parseStream()];
  const bytes = encoder.encode(text);
  const wires = [];
  for (let at = 0; at < bytes.length; at += size) {
    wires.push(...decoder.push(bytes.subarray(at, at + size)));
  }
  const events = [...wires, ...decoder.flush()].flatMap((wire) => parser.push(wire));
  return accumulate([...events, ...parser.end()]);
};

Deno.test("gemini reads the request that it wrote, losing nothing", () => {
  fc.assert(fc.property(requests, (request) => {
    const { body, warnings } = gemini.renderRequest(request, TARGET);
    const read = gemini.parseRequest(sent(body), request);

    assert.deepEqual(warnings, []);
    assert.deepEqual(withoutPlaces(read), request);
  }));
});

Deno.test("gemini reads the answer that it wrote, whole or streamed and cut anywhere", () => {
  fc.assert(fc.property(answers, fc.integer({ min: 1, max: 50 }), (response, size) => {
    const { body, warnings } = gemini.renderResponse(response, context(true));

    assert.deepEqual(warnings, []);
    assert.deepEqual(gemini.parseResponse(sent(body)), response);
    assert.deepEqual(readStream(streamed(response), size), response);
  }));
});

Deno.test("gemini gives foreign reasoning and proofs back with the caller's next request", () => {
  fc.assert(fc.property(foreignAnswers, fc.boolean(), fc.boolean(), (response, shows, streams) => {
    const contents = streams
      ? streamedContents(streamed(response, shows))
      : contentsOf(sent(gemini.renderResponse(response, context(shows)).body));
    const { messages } = gemini.parseRequest({ contents }, { model: "m", stream: false });
    const parts: readonly Part[] = messages.flatMap((message) => message.parts);

    assert.deepEqual(withoutPlaces(parts), response.choices[0]?.parts);
  }));
});

function streamedContents(text: string): unknown[] {
  return text.split("\r\n\r\n").filter((event) => event !== "")
    .flatMap((event) => contentsOf(JSON.parse(event.slice("data: ".length))));
}

function contentsOf(body: JsonObject): unknown[] {
  const candidates = Array.isArray(body.candidates) ? body.candidates : [];
  return candidates.flatMap((one) => isObject(one) && isObject(one.content) ? [one.content] : []);
}

Deno.test("gemini names its format and errors both ways", () => {
  const { status, body } = gemini.renderError({
    kind: "not_found",
    status: 404,
    message: "No such model.",
    type: null,
    code: null,
    param: null,
    retryAfterMs: null,
  }, "");
  const reply = { status, headers: { get: () => null }, body: JSON.stringify(body) };

  assert.equal(gemini.format, "gemini");
  assert.equal(gemini.parseError(reply).kind, "not_found");
});
