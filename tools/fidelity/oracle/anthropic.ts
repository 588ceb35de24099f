/**
 * Reads answers in Anthropic's Messages format.
 *
 * @module
 */
import { type Json, num, parsed, record, records, str, sum } from "./json.ts";
import { type End, openChoice, type Reading, type UsageReading } from "./reading.ts";
import { readEvents } from "./sse.ts";

const ENDS: Readonly<Record<string, End>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  tool_use: "tool_calls",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  refusal: "filtered",
  pause_turn: "pause",
};

/** A whole message. */
export function readMessage(body: Json): Reading {
  const open = openChoice();
  for (const block of records(body.content)) {
    switch (block.type) {
      case "text":
        open.text += str(block.text);
        break;
      case "thinking":
        open.reasoning += str(block.thinking);
        if (str(block.signature) !== "") open.proofs.push(str(block.signature));
        break;
      case "redacted_thinking":
        open.proofs.push(str(block.data));
        break;
      case "tool_use":
        open.calls.push({
          id: str(block.id),
          name: str(block.name),
          args: "",
          done: typeof block.input === "string" ? parsed(block.input) : block.input ?? {},
        });
        break;
    }
  }
  if (typeof body.stop_reason === "string") open.end = ENDS[body.stop_reason] ?? "other";
  const { calls, ...rest } = open;
  const isMessage = body.type === "message" || Array.isArray(body.content);
  return {
    choices: isMessage
      ? [{ ...rest, calls: calls.map(({ name, done }) => ({ name, args: done })) }]
      : [],
    usage: usageOf(record(body.usage)),
    error: body.type === "error" || !isMessage ? errorOf(body) : null,
  };
}

/** A stream: its events put together to the message that they stand for. */
export function readMessageStream(bytes: Uint8Array | string): Reading {
  let message: Record<string, unknown> | null = null;
  let error: string | null = null;
  const blocks = new Map<number, Record<string, unknown>>();
  for (const { data } of readEvents(bytes)) {
    if (data === null) continue;
    const index = num(data.index) ?? 0;
    switch (data.type) {
      case "message_start":
        message ??= { ...record(data.message) };
        break;
      case "content_block_start":
        blocks.set(index, { ...record(data.content_block) });
        break;
      case "content_block_delta": {
        const block = blocks.get(index);
        if (block !== undefined) takeDelta(block, record(data.delta));
        break;
      }
      case "message_delta": {
        if (message === null) break;
        Object.assign(message, record(data.delta));
        const told = Object.entries(record(data.usage)).filter(([, value]) => value !== null);
        message.usage = { ...record(message.usage), ...Object.fromEntries(told) };
        break;
      }
      case "error":
        error = errorOf(data);
        break;
    }
  }
  if (message === null) return { choices: [], usage: null, error: error ?? lone(bytes) };
  const content = [...records(message.content), ...[...blocks.values()].map(withInput)];
  return { ...readMessage({ ...message, content }), error };
}

function takeDelta(block: Record<string, unknown>, delta: Json): void {
  const add = (field: string, value: unknown): void => {
    block[field] = str(block[field]) + str(value);
  };
  switch (delta.type) {
    case "text_delta":
      return add("text", delta.text);
    case "thinking_delta":
      return add("thinking", delta.thinking);
    case "signature_delta":
      return add("signature", delta.signature);
    case "input_json_delta":
      return add("partial", delta.partial_json);
  }
}

function withInput({ partial, ...block }: Record<string, unknown>): Json {
  return typeof partial === "string" && partial !== "" ? { ...block, input: partial } : block;
}

function usageOf(usage: Json): UsageReading | null {
  if (Object.keys(usage).length === 0) return null;
  const cached = num(usage.cache_read_input_tokens);
  const cacheWrite = num(usage.cache_creation_input_tokens);
  return {
    prompt: sum(num(usage.input_tokens), cached, cacheWrite),
    completion: num(usage.output_tokens),
    cached,
    cacheWrite,
    reasoning: num(record(usage.output_tokens_details).thinking_tokens),
  };
}

function errorOf(body: Json): string | null {
  const message = str(record(body.error).message);
  return message === "" ? null : message;
}

/** An error body where a stream was expected. */
function lone(bytes: Uint8Array | string): string | null {
  const first = readEvents(bytes)[0]?.data;
  return first === undefined || first === null ? null : errorOf(first);
}
