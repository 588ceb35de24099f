/**
 * Sends the events of a stream in time, and lets faults strike between them.
 *
 * @module
 */
import { type AnswerInput, streamEvents } from "./chat_body.ts";
import { Exchange, framed, type HeaderList } from "./exchange.ts";
import { strike } from "./misbehave.ts";
import type { Fault, Scenario } from "./scenario.ts";

const encoder = new TextEncoder();
const MALFORMED = encoder.encode('data: {"id":"chatcmpl-sim","object":"chat.completion.ch\n\n');
const ERROR_FRAME = encoder.encode(
  'data: {"error":{"message":"The server had an error while processing your request.",' +
    '"type":"server_error","param":null,"code":"internal_error"}}\n\n',
);
const DONE = encoder.encode("data: [DONE]\n\n");
/** 0xC3 0x28 is a two-byte start without its second byte, 0xFF never occurs in UTF-8. */
const INVALID_UTF8 = concat(
  encoder.encode('data: {"choices":[{"index":0,"delta":{"content":"'),
  Uint8Array.of(0xc3, 0x28, 0xff),
  encoder.encode('"},"finish_reason":null}]}\n\n'),
);
/** The first two bytes of a four-byte character, and nothing after them. */
const CUT_UTF8 = concat(
  encoder.encode('data: {"choices":[{"index":0,"delta":{"content":"'),
  Uint8Array.of(0xf0, 0x9f),
);

/**
 * Sends a stream. True when it went out whole and the connection can be used again.
 */
export async function sendStream(
  exchange: Exchange,
  input: AnswerInput,
  headers: HeaderList,
): Promise<boolean> {
  const { scenario } = input;
  const type: readonly [string, string] = ["content-type", "text/event-stream; charset=utf-8"];
  await exchange.write(
    Exchange.head(200, [type, ["cache-control", "no-cache"], ...headers], "chunked"),
  );
  exchange.watch();
  if (scenario.ttft > 0) await exchange.sleep(scenario.ttft);
  const fault = scenario.fault;
  let contents = 0;
  let sent = 0;
  let due = performance.now();
  for (const event of streamEvents(input)) {
    if (fault !== null && fault.unit === "bytes" && sent + event.bytes.length > fault.after) {
      await exchange.chunk(event.bytes.subarray(0, fault.after - sent));
      return await strike(exchange, fault);
    }
    if (event.content) {
      if (fault !== null && fault.unit === "chunks" && contents === fault.after) {
        const goOn = await strikeInStream(exchange, fault, event.bytes, scenario.done);
        if (!goOn) return false;
      }
      // By the clock, not by the last event: late timers must not add up.
      if (contents++ > 0) due += scenario.cadence;
      const wait = due - performance.now();
      if (wait > 0) await exchange.sleep(wait);
    }
    await sendEvent(exchange, event.bytes, scenario);
    sent += event.bytes.length;
  }
  await exchange.lastChunk();
  return true;
}

/** Frames once for each event array: the same arrays are sent over and over. */
const frames = new WeakMap<Uint8Array, Uint8Array>();

async function sendEvent(exchange: Exchange, bytes: Uint8Array, scenario: Scenario): Promise<void> {
  const cut = scenario.splitUtf8 ? bytes.findIndex((byte) => (byte & 0xc0) === 0x80) : -1;
  if (cut > 0) {
    await exchange.chunk(bytes.subarray(0, cut));
    await exchange.sleep(1);
    await exchange.chunk(bytes.subarray(cut));
    return;
  }
  let frame = frames.get(bytes);
  if (frame === undefined) frames.set(bytes, frame = framed(bytes));
  await exchange.write(frame);
}

/** True when the stream goes on after the fault. */
async function strikeInStream(
  exchange: Exchange,
  fault: Fault,
  event: Uint8Array,
  done: boolean,
): Promise<boolean> {
  switch (fault.kind) {
    case "malformed_sse":
      await exchange.chunk(MALFORMED);
      return true;
    case "invalid_utf8":
      await exchange.chunk(INVALID_UTF8);
      return true;
    case "cut_utf8":
      await exchange.chunk(CUT_UTF8);
      await exchange.lastChunk();
      return false;
    case "truncated_json":
      await exchange.chunk(event.subarray(0, event.length >> 1));
      await exchange.lastChunk();
      return false;
    case "error_frame":
      await exchange.chunk(ERROR_FRAME);
      if (done) await exchange.chunk(DONE);
      await exchange.lastChunk();
      return false;
    default:
      return await strike(exchange, fault);
  }
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
