import assert from "node:assert/strict";
import { earlyError, peek } from "../../../lib/gateway/first_event.ts";
import type { ByteSource } from "../../../lib/gateway/relay.ts";

const GOOD = 'data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n';
const DONE = "data: [DONE]\n\n";

/** A source of these pieces that counts how many were asked for. */
function sourceOf(pieces: readonly string[]) {
  const left = pieces.map((piece) => new TextEncoder().encode(piece));
  const state = { reads: 0 };
  const source: ByteSource = {
    read: () => Promise.resolve((state.reads++, left.shift() ?? null)),
  };
  return { source, state };
}

async function textOf(source: ByteSource): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for (let piece = await source.read(); piece !== null; piece = await source.read()) {
    text += decoder.decode(piece, { stream: true });
  }
  return text;
}

const good: [what: string, text: string][] = [
  ["content", GOOD + DONE],
  ["a comment", ": PROCESSING\n\n" + GOOD],
  ["an Anthropic start", 'event: message_start\ndata: {"type":"message_start"}\n\n'],
  ["an error that is null", 'data: {"error":null,"choices":[]}\n\n' + DONE],
  ["an early end", DONE],
  ["something that is no event", "Once upon a time"],
];
for (const [what, text] of good) {
  Deno.test(`peek lets a stream go on that begins with ${what}, wherever it is cut`, async () => {
    for (let at = 1; at <= text.length; at++) {
      const { source } = sourceOf(
        [text.slice(0, at), text.slice(at)].filter((part) => part !== ""),
      );

      const peeked = await peek(source, 1000);

      assert.equal(peeked.error, null, `cut at ${at}`);
      assert.equal(peeked.isEmpty, false);
      assert.equal(await textOf(peeked.source), text, `cut at ${at}`);
    }
  });
}

const bad: [what: string, text: string, status: number][] = [
  ["OpenRouter's way", 'data: {"error":{"code":502,"message":"Bad"},"choices":[]}\n\n', 502],
  ["Groq's way", 'event: error\ndata: {"error":{"message":"Bad","status_code":413}}\n\n', 413],
  [
    "Anthropic's way",
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Bad"}}\n\n',
    529,
  ],
  ["Gemini's way", '{"error":{"code":503,"message":"Bad","status":"UNAVAILABLE"}}\n\n', 503],
  ["an unknown way", 'data: {"error":"Bad"}\n\n', 500],
];
for (const [what, text, status] of bad) {
  Deno.test(`peek finds an error told ${what}, wherever it is cut`, async () => {
    for (let at = 1; at <= text.length; at++) {
      const { source } = sourceOf(
        [text.slice(0, at), text.slice(at)].filter((part) => part !== ""),
      );

      const peeked = await peek(source, 1000);

      assert.equal(peeked.error?.status, status, `cut at ${at}`);
      assert.ok(peeked.error?.text.includes("Bad"));
      assert.equal(await textOf(peeked.source), text);
    }
  });
}

Deno.test("peek finds an error that comes at once with the events before it", async () => {
  const text = GOOD + 'data: {"error":{"message":"Bad","code":503}}\n\n';

  const peeked = await peek(sourceOf([text]).source, 1000);

  assert.equal(peeked.error?.status, 503);
  assert.equal(await textOf(peeked.source), text);
});

Deno.test("peek asks a good stream for its first piece and no more", async () => {
  const { source, state } = sourceOf([GOOD, GOOD, DONE]);

  await peek(source, 1000);

  assert.equal(state.reads, 1);
});

Deno.test("peek notices a stream that ends before it began", async () => {
  assert.equal((await peek(sourceOf([]).source, 1000)).isEmpty, true);
});

Deno.test("peek rejects when the stream breaks off before its first piece", async () => {
  const source = { read: () => Promise.reject(new TypeError("reset")) };

  await assert.rejects(peek(source, 1000), /reset/);
});

Deno.test("peek waits only so long, and loses nothing", async () => {
  const late = Promise.withResolvers<Uint8Array | null>();
  const pieces = [late.promise, Promise.resolve(null)];
  const peeked = await peek({ read: () => pieces.shift() ?? late.promise }, 1);

  late.resolve(new TextEncoder().encode('data: {"error":"too late"}\n\n'));

  assert.equal(peeked.error, null);
  assert.equal(await textOf(peeked.source), 'data: {"error":"too late"}\n\n');
});

Deno.test("peek gives up on a beginning that has no end", async () => {
  const piece = 'data: {"error' + "x".repeat(40_000);
  const { source, state } = sourceOf([piece, piece, piece, piece]);

  const peeked = await peek(source, 1000);

  assert.equal(peeked.error, null);
  assert.ok(state.reads <= 2);
});

const statuses: [error: Record<string, unknown>, status: number][] = [
  [{ type: "rate_limit_error" }, 429],
  [{ code: "rate_limit_exceeded" }, 429],
  [{ type: "invalid_request_error" }, 400],
  [{ code: 418 }, 418],
  [{ code: 7, type: "authentication_error" }, 401],
  [{ type: "odd" }, 500],
];
for (const [error, status] of statuses) {
  Deno.test(`earlyError takes ${JSON.stringify(error)} for status ${status}`, () => {
    const event = { type: "message", data: JSON.stringify({ error }) };

    assert.equal(earlyError(event)?.status, status);
  });
}
