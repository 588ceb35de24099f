import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { CHAT } from "../../../lib/formats/openai_chat/endpoints.ts";
import { Capture } from "../../../lib/gateway/capture.ts";
import { Draft } from "../../../lib/gateway/draft.ts";
import { Settler } from "../../../lib/gateway/settle.ts";
import { StreamMeter, type StreamMeterParts } from "../../../lib/gateway/stream_meter.ts";
import { gatewayFixture } from "../../support/gateway.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | null) => bytes === null ? null : new TextDecoder().decode(bytes);

const ROLE = `data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}\n\n`;
const CONTENT = `data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n`;
const FINISH = `data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n`;
const USAGE = `data: {"model":"gpt-4o-mini","choices":[],"usage":{"prompt_tokens":10,` +
  `"completion_tokens":2,"total_tokens":12}}\n\n`;
const DONE = "data: [DONE]\n\n";
const BROKE_OFF = new FlowError("upstream_interrupted", "Broke off.");

/** A meter of one stream, with what it settles. */
function metering(more: Partial<StreamMeterParts> = {}) {
  const fixture = gatewayFixture();
  const { clock } = fixture;
  const draft = new Draft("id-1", CHAT, clock.now(), clock.monotonic(), null);
  draft.attempted = {
    provider: "openai",
    priceId: "openai",
    upstreamModel: "gpt-4o-mini",
    key: null,
    format: "openai_chat",
  };
  const meter = new StreamMeter({
    draft,
    clock,
    settler: new Settler(fixture.parts),
    httpStatus: 200,
    capture: new Capture(true),
    hideUsageChunk: false,
    isEventStream: true,
    ...more,
  });
  /** Passes pieces and gives what goes on to the caller. */
  const pass = (...pieces: string[]) =>
    pieces.map((piece) => text(meter.pass(bytes(piece)))).join("");
  return { ...fixture, meter, draft, pass };
}

Deno.test("StreamMeter passes everything on and settles with what the stream said", () => {
  using subject = metering();

  const passed = subject.pass(ROLE, CONTENT, FINISH, USAGE, DONE);
  const last = subject.meter.end(null);

  assert.equal(passed, ROLE + CONTENT + FINISH + USAGE + DONE);
  assert.equal(text(last), "");
  const row = subject.row();
  assert.equal(row.outcome, "complete");
  assert.equal(row.errorCode, null);
  assert.equal(row.finishReason, "stop");
  assert.equal(row.totalTokens, 12);
  assert.equal(row.costNanoUsd, 10 * 150 + 2 * 600);
  assert.equal(text(subject.rows[0]?.responseBody ?? null), ROLE + CONTENT + FINISH + USAGE + DONE);
});

Deno.test("StreamMeter hides the usage chunk that only we asked for, and reads it", () => {
  using subject = metering({ hideUsageChunk: true });

  const passed = subject.pass(CONTENT, FINISH, USAGE, DONE);
  subject.meter.end(null);

  assert.equal(passed, CONTENT + FINISH + DONE);
  assert.equal(subject.row().totalTokens, 12);
});

Deno.test("StreamMeter counts the time to the first content, not to comments or the role", () => {
  using subject = metering();
  const { clock, meter, pass } = subject;
  for (const piece of [": ping\n\n", ROLE, CONTENT, CONTENT, FINISH]) {
    clock.advance(10);
    pass(piece);
  }
  meter.end(null);

  assert.equal(subject.row().ttftMs, 30);
});

Deno.test("StreamMeter gives no time to the first content when none came", () => {
  using subject = metering();

  subject.pass(": ping\n\n", ROLE, FINISH, DONE);
  subject.meter.end(null);

  assert.equal(subject.row().ttftMs, null);
});

Deno.test("StreamMeter tells the caller inside the stream that the provider broke off", () => {
  using subject = metering();

  subject.pass(CONTENT);
  const last = text(subject.meter.end(BROKE_OFF));

  assert.match(last ?? "", /^\n\ndata: {"error":{"message":"Broke off\.".*\n\n$/);
  assert.ok(!last?.includes("[DONE]"));
  const row = subject.row();
  assert.equal(row.outcome, "failed");
  assert.equal(row.errorCode, "upstream_interrupted");
  assert.equal(row.httpStatus, 200);
});

Deno.test("StreamMeter keeps half an event from the caller where it can, and logs it", () => {
  using subject = metering({ hideUsageChunk: true });

  const passed = subject.pass(CONTENT + CONTENT.slice(0, 20));
  const last = text(subject.meter.end(BROKE_OFF));

  assert.equal(passed, CONTENT);
  assert.match(last ?? "", /^\n\ndata: {"error"/);
  assert.equal(text(subject.rows[0]?.responseBody ?? null), CONTENT + CONTENT.slice(0, 20));
});

Deno.test("StreamMeter passes on a last event without its blank line", () => {
  using subject = metering({ hideUsageChunk: true });

  const passed = subject.pass(CONTENT + FINISH.trimEnd());

  assert.equal(passed + text(subject.meter.end(null)), CONTENT + FINISH.trimEnd());
  assert.equal(subject.row().outcome, "complete");
});

Deno.test("StreamMeter does not take a stream for finished that only stopped", () => {
  using subject = metering();

  subject.pass(CONTENT);
  const last = text(subject.meter.end(null));

  assert.match(last ?? "", /"code":"upstream_interrupted"/);
  assert.equal(subject.row().outcome, "failed");
});

for (const [name, end] of [["a finish reason", FINISH], ["[DONE]", DONE]] as const) {
  Deno.test(`StreamMeter takes a stream for finished that ended with ${name} only`, () => {
    using subject = metering();

    subject.pass(CONTENT, end);

    assert.equal(text(subject.meter.end(null)), "");
    assert.equal(subject.row().outcome, "complete");
  });
}

Deno.test("StreamMeter does not repeat an error that the provider put into the stream", () => {
  using subject = metering();

  subject.pass(CONTENT, `event: error\ndata: {"error":{"message":"Overloaded"}}\n\n`);
  const last = subject.meter.end(BROKE_OFF);

  assert.equal(text(last), "");
  assert.equal(subject.row().outcome, "failed");
});

Deno.test("StreamMeter gives the provider's own words for an error inside the stream", () => {
  using subject = metering();

  subject.pass(CONTENT, `data: {"error":{"message":"Overloaded"}}\n\n`, DONE);
  subject.meter.end(null);

  const row = subject.row();
  assert.equal(row.errorCode, "upstream_error");
  assert.equal(row.errorMessage, "Overloaded");
});

Deno.test("StreamMeter settles with what is known when the caller hangs up", () => {
  using subject = metering();
  const usage =
    `data: {"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"total_tokens":5}}\n\n`;

  subject.pass(usage);
  subject.meter.callerGone();

  const row = subject.row();
  assert.equal(row.outcome, "caller_gone");
  assert.equal(row.errorCode, "caller_gone");
  assert.equal(row.totalTokens, 5);
  assert.equal(row.httpStatus, 200);
});

const LARGE = `{"data":[${"0.5,".repeat(100)}1],"model":"m","usage":{"total_tokens":9}}`;

Deno.test("StreamMeter reads a large JSON answer", () => {
  using subject = metering({ isEventStream: false, hideUsageChunk: true });

  assert.equal(subject.pass(LARGE), LARGE);
  assert.equal(text(subject.meter.end(null)), "");
  assert.equal(subject.row().totalTokens, 9);
  assert.equal(subject.row().ttftMs, null);
});

Deno.test("StreamMeter reads the end of a JSON answer that is too large to keep", () => {
  const capture = new Capture(false);
  using subject = metering({ isEventStream: false, capture });

  subject.pass(`{"data":[`, "0.5,".repeat(200_000), LARGE.slice(9));
  subject.meter.end(null);

  assert.equal(capture.isWhole, false);
  assert.equal(subject.row().outcome, "complete");
  assert.equal(subject.row().totalTokens, 9);
});

Deno.test("StreamMeter breaks a JSON answer off that broke off, instead of ending it", () => {
  using subject = metering({ isEventStream: false });

  subject.pass(LARGE.slice(0, 50));

  assert.equal(subject.meter.end(BROKE_OFF), null);
  assert.equal(subject.row().outcome, "failed");
});

Deno.test("StreamMeter calls a large answer failed that is no JSON", () => {
  using subject = metering({ isEventStream: false });

  subject.pass("<html>", "</html>");
  subject.meter.end(null);

  assert.equal(subject.row().errorCode, "upstream_invalid_response");
});
