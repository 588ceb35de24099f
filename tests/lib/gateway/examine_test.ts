import assert from "node:assert/strict";
import { examine, examineStream } from "../../../lib/gateway/examine.ts";
import type { Received } from "../../../lib/gateway/receive.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const FACTS = { format: "openai_embeddings", looksInside: true, nowMs: 0 } as const;
const whole = (text: string): Received => ({ kind: "whole", bytes: bytes(text) });

Deno.test("examine understands an error answer, its advice included", () => {
  const response = new Response(null, { status: 429, headers: { "retry-after": "2" } });
  const body = bytes('{"error":{"message":"Slow down.","code":"rate_limit_exceeded"}}');

  const { failure } = examine(response, { kind: "error", bytes: body, isWhole: true }, FACTS);

  assert.deepEqual(failure, {
    kind: "rate_limit",
    status: 429,
    reason: "Slow down.",
    retryAfterMs: 2000,
    forbidsRetry: false,
  });
});

const inside: [what: string, text: string, kind: string | null][] = [
  ["an answer", '{"choices":[]}', null],
  ["an error that is null", '{"choices":[],"error":null}', null],
  [
    "an answer that speaks of an error",
    '{"choices":[{"message":{"content":"\\"error\\""}}]}',
    null,
  ],
  ["no JSON", '<html>"error"', null],
  ["an error with its status", '{"error":{"message":"No.","code":502}}', "server"],
  ["an error without", '{"error":"No capacity"}', "server"],
  ["a refused request", '{"error":{"message":"No.","code":400}}', "invalid_request"],
];
for (const [what, text, kind] of inside) {
  Deno.test(`examine finds ${kind ?? "nothing wrong"} under status 200 with ${what}`, () => {
    // Anthropic sends the header with good answers.
    const response = new Response(null, { headers: { "retry-after": "60" } });

    const { failure } = examine(response, whole(text), FACTS);

    assert.equal(failure?.kind ?? null, kind);
    assert.equal(failure?.retryAfterMs ?? null, null);
  });
}

Deno.test("examine takes an answer under status 200 at its word when nothing could follow", () => {
  const facts = { ...FACTS, looksInside: false };

  assert.equal(examine(new Response(), whole('{"error":"No."}'), facts).failure, null);
});

const streams: [what: string, text: string, kind: string | null][] = [
  ["a good beginning", "data: [DONE]\n\n", null],
  ["an error", 'data: {"error":{"code":503,"message":"Bad"}}\n\n', "overloaded"],
  ["nothing at all", "", "interrupted"],
];
for (const [what, text, kind] of streams) {
  Deno.test(`examineStream finds ${kind ?? "nothing wrong"} in a stream with ${what}`, async () => {
    const pieces = text === "" ? [] : [bytes(text)];
    const source = { read: () => Promise.resolve(pieces.shift() ?? null) };

    const { received, failure } = await examineStream(
      new Response(),
      { kind: "stream", source },
      "openai_chat",
      1000,
    );

    assert.equal(failure?.kind ?? null, kind);
    assert.equal(received.kind, "stream");
  });
}
