import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { openAiChat } from "../../../lib/formats/openai_chat/codec.ts";
import { anthropicMessages } from "../../../lib/formats/anthropic_messages/codec.ts";
import { Capture } from "../../../lib/gateway/capture.ts";
import { StreamTranslator, type TranslatedEnd } from "../../../lib/gateway/stream_translator.ts";
import { HandClock } from "../../support/hand_clock.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: "c", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const STREAM = ": hello\n\n" + chunk({ role: "assistant", content: "" }) +
  chunk({ content: "né" }) + chunk({ content: "e" }) + chunk({}, "stop") + "data: [DONE]\n\n";

function translator() {
  const request = {
    format: "anthropic_messages",
    model: "m",
    stream: true,
    messages: [],
    sampling: {},
  } as const;
  const context = { request, body: {}, newId: () => "id", nowS: 0 };
  const ends: TranslatedEnd[] = [];
  const contentAt: number[] = [];
  const subject = new StreamTranslator({
    parser: openAiChat.parseStream(),
    renderer: anthropicMessages.renderStream(context),
    capture: new Capture(true),
    clock: new HandClock(),
    onContent: (atMs) => contentAt.push(atMs),
    onEnd: (end) => ends.push(end),
  });
  return { subject, ends, contentAt };
}

function run(text: string, size: number) {
  const { subject, ends, contentAt } = translator();
  const bytes = encoder.encode(text);
  let out = "";
  for (let at = 0; at < bytes.length; at += size) {
    out += decoder.decode(subject.pass(bytes.subarray(at, at + size)));
  }
  out += decoder.decode(subject.end(null) ?? new Uint8Array());
  return { out, ends, contentAt };
}

Deno.test("StreamTranslator gives the same stream wherever the network cut the provider's", () => {
  const whole = run(STREAM, STREAM.length * 2);

  for (const size of [1, 2, 3, 7]) assert.equal(run(STREAM, size).out, whole.out);
  assert.match(whole.out, /"text":"né"/);
  assert.match(whole.out, /message_stop/);
});

Deno.test("StreamTranslator tells once what came, and when its first content did", () => {
  const { ends, contentAt } = run(STREAM, 5);

  assert.equal(ends.length, 1);
  assert.equal(ends[0]?.error, null);
  assert.deepEqual(ends[0]?.response.choices[0]?.parts, [{ type: "text", text: "née" }]);
  assert.equal(decoder.decode(ends[0]?.body), STREAM);
  assert.match(ends[0]?.lastFrames ?? "", /message_stop/);
  assert.equal(contentAt.length, 1);
});

Deno.test("StreamTranslator passes an error of the provider on as one, and nothing after it", () => {
  const { out, ends } = run(
    chunk({ content: "a" }) + `data: {"error":{"message":"No"}}\n\n` + STREAM,
    9,
  );

  assert.match(out, /event: error\n/);
  assert.doesNotMatch(out, /née|message_stop/);
  assert.equal(ends[0]?.error?.message, "No");
});

Deno.test("StreamTranslator ends a stream that broke off with the reason", () => {
  const { subject, ends } = translator();
  subject.pass(encoder.encode(chunk({ content: "a" })));

  const last = decoder.decode(subject.end(new FlowError("upstream_interrupted", "Broke off."))!);

  assert.match(last, /event: error\n.*Broke off\./);
  assert.equal(ends[0]?.error?.code, "upstream_interrupted");
});

Deno.test("StreamTranslator settles with what is known when the caller is gone", () => {
  const { subject, ends } = translator();
  subject.pass(encoder.encode(chunk({ content: "a" })));

  subject.callerGone();

  assert.equal(ends[0]?.error?.code, "caller_gone");
  assert.deepEqual(ends[0]?.response.choices[0]?.parts, [{ type: "text", text: "a" }]);
});
