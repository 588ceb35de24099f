/**
 * Reads answers in OpenAI's Responses format.
 *
 * @module
 */
import { type Json, num, parsed, record, records, str } from "./json.ts";
import {
  type End,
  type OpenChoice,
  openChoice,
  type Reading,
  type UsageReading,
} from "./reading.ts";
import { readEvents } from "./sse.ts";

/** A whole response. */
export function readResponse(body: Json): Reading {
  if (!Array.isArray(body.output)) return { choices: [], usage: null, error: errorOf(body) };
  const open = openChoice();
  for (const item of records(body.output)) takeItem(open, item);
  return close(open, body);
}

/**
 * A stream, by its deltas where there are any: what `response.completed` says of the output is read only
 * when no item was told before.
 */
export function readResponseStream(bytes: Uint8Array | string): Reading {
  const items = new Map<number, Record<string, unknown>>();
  const pieces = new Map<string, string>();
  let last: Json | null = null;
  let error: string | null = null;
  for (const { type, data } of readEvents(bytes)) {
    if (data === null) continue;
    const at = num(data.output_index) ?? 0;
    const kind = str(data.type) || type;
    if (kind === "response.output_item.added" || kind === "response.output_item.done") {
      items.set(at, { ...items.get(at), ...record(data.item) });
    } else if (kind.endsWith(".delta")) {
      const part = num(data.content_index) ?? num(data.summary_index) ?? 0;
      const key = `${at}/${kind}/${part}`;
      pieces.set(key, (pieces.get(key) ?? "") + str(data.delta));
    } else if (/^response\.(completed|incomplete|failed)$/.test(kind)) last = record(data.response);
    else if (kind === "error" || data.error !== undefined) error ??= errorOf(data);
  }
  const output = [...items].sort(([a], [b]) => a - b).map(([at, item]) =>
    withPieces(at, item, pieces)
  );
  const open = openChoice();
  for (const item of output.length > 0 ? output : records(last?.output)) takeItem(open, item);
  if (last === null) {
    const { calls: _, ...rest } = open;
    const choices = output.length === 0 ? [] : [{ ...rest, calls: callsOf(open) }];
    return { choices, usage: null, error };
  }
  const reading = close(open, last);
  return { ...reading, error: error ?? reading.error };
}

/** The item with the text that came in deltas instead of its own. */
function withPieces(at: number, item: Json, pieces: ReadonlyMap<string, string>): Json {
  const told = (kind: string): string[] => {
    const prefix = `${at}/response.${kind}.delta/`;
    return [...pieces].filter(([key]) => key.startsWith(prefix)).map(([, text]) => text);
  };
  const args = told("function_call_arguments");
  if (args.length > 0) return { ...item, arguments: args.join("") };
  const input = told("custom_tool_call_input");
  if (input.length > 0) return { ...item, input: input.join("") };
  const summary = told("reasoning_summary_text");
  const thoughts = told("reasoning_text");
  if (summary.length + thoughts.length > 0) {
    return {
      ...item,
      summary: summary.map((text) => ({ text })),
      content: thoughts.map((text) => ({ text })),
    };
  }
  const texts = told("output_text");
  const refusals = told("refusal");
  if (texts.length + refusals.length === 0) return item;
  return {
    ...item,
    content: [
      ...texts.map((text) => ({ type: "output_text", text })),
      ...refusals.map((refusal) => ({ type: "refusal", refusal })),
    ],
  };
}

function takeItem(open: OpenChoice, item: Json): void {
  switch (item.type) {
    case "message":
      for (const part of records(item.content)) {
        if (part.type === "refusal") open.refusal += str(part.refusal);
        else open.text += str(part.text);
      }
      break;
    case "function_call":
      open.calls.push({ id: "", name: str(item.name), args: str(item.arguments) });
      break;
    case "custom_tool_call":
      open.calls.push({ id: "", name: str(item.name), args: "", done: parsed(str(item.input)) });
      break;
    case "reasoning":
      for (const part of [...records(item.summary), ...records(item.content)]) {
        open.reasoning += str(part.text);
      }
      if (str(item.encrypted_content) !== "") open.proofs.push(str(item.encrypted_content));
      break;
    case "image_generation_call":
      if (str(item.result) !== "") open.media++;
      break;
  }
}

function close(open: OpenChoice, body: Json): Reading {
  const { calls: _, ...rest } = open;
  const error = body.status === "failed" || record(body.error).message !== undefined
    ? errorOf(body)
    : null;
  return {
    choices: [{ ...rest, calls: callsOf(open), end: endOf(body, open.calls.length > 0) }],
    usage: usageOf(record(body.usage)),
    error,
  };
}

function callsOf(open: OpenChoice): { name: string; args: unknown }[] {
  return open.calls.map(({ name, args, done }) => ({ name, args: done ?? parsed(args) }));
}

function endOf(body: Json, hasCalls: boolean): End | null {
  switch (body.status) {
    case "failed":
      return "failed";
    case "incomplete": {
      const { reason } = record(body.incomplete_details);
      if (reason === "content_filter") return "filtered";
      return reason === "max_output_tokens" ? "length" : "other";
    }
    case "completed":
      return hasCalls ? "tool_calls" : "stop";
    default:
      return null;
  }
}

function usageOf(usage: Json): UsageReading | null {
  if (Object.keys(usage).length === 0) return null;
  const details = record(usage.input_tokens_details);
  return {
    prompt: num(usage.input_tokens),
    completion: num(usage.output_tokens),
    cached: num(details.cached_tokens),
    cacheWrite: num(details.cache_write_tokens),
    reasoning: num(record(usage.output_tokens_details).reasoning_tokens),
  };
}

function errorOf(body: Json): string | null {
  if (typeof body.error === "string") return body.error;
  const message = str(record(body.error).message) ||
    (body.type === "error" ? str(body.message) : "");
  return message === "" ? null : message;
}
