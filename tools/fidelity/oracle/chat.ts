/**
 * Reads answers in OpenAI's chat format, and in the dialects of it that compatible providers speak.
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

const ENDS: Readonly<Record<string, End>> = {
  stop: "stop",
  length: "length",
  tool_calls: "tool_calls",
  function_call: "tool_calls",
  content_filter: "filtered",
};

/** A whole answer. */
export function readChat(body: Json): Reading {
  const choices = new Map<number, OpenChoice>();
  records(body.choices).forEach((choice, position) => {
    take(choiceAt(choices, num(choice.index) ?? position), choice, record(choice.message));
  });
  return finished(choices, usageOf(body), errorOf(body));
}

/** A stream. */
export function readChatStream(bytes: Uint8Array | string): Reading {
  const choices = new Map<number, OpenChoice>();
  let usage: UsageReading | null = null;
  let error: string | null = null;
  for (const { type, data } of readEvents(bytes)) {
    if (data === null) continue;
    for (const choice of records(data.choices)) {
      take(choiceAt(choices, num(choice.index) ?? 0), choice, record(choice.delta));
    }
    usage = usageOf(data) ?? usage;
    error = errorOf(data) ?? (type === "error" ? str(data.message) : null) ?? error;
  }
  return finished(choices, usage, error);
}

function choiceAt(choices: Map<number, OpenChoice>, index: number): OpenChoice {
  const choice = choices.get(index) ?? openChoice();
  choices.set(index, choice);
  return choice;
}

function take(open: OpenChoice, choice: Json, message: Json): void {
  if (typeof message.content === "string") open.text += message.content;
  for (const part of records(message.content)) takePart(open, part);
  open.refusal += str(message.refusal);
  open.reasoning += str(message.reasoning_content) || str(message.reasoning);
  for (const detail of records(message.reasoning_details)) takeDetail(open, detail);
  for (const call of records(message.tool_calls)) takeCall(open, call);
  if (message.function_call !== undefined && message.function_call !== null) {
    const call = record(message.function_call);
    const last = open.calls.at(-1);
    if (last === undefined) {
      open.calls.push({ id: "", name: str(call.name), args: str(call.arguments) });
    } else last.args += str(call.arguments);
  }
  open.media += records(message.images).length;
  if (str(record(message.audio).data) !== "") open.media++;
  open.spoken += str(record(message.audio).transcript);
  const end = choice.finish_reason;
  if (typeof end === "string" && end !== "") open.end = ENDS[end] ?? "other";
}

/** Mistral writes content as an array. */
function takePart(open: OpenChoice, part: Json): void {
  if (part.type === "thinking") {
    for (const thought of records(part.thinking)) open.reasoning += str(thought.text);
  } else open.text += str(part.text);
}

/** OpenRouter's `reasoning_details`; its plain `reasoning` repeats their text. */
function takeDetail(open: OpenChoice, detail: Json): void {
  for (const proof of [detail.signature, detail.data]) {
    if (typeof proof === "string" && proof !== "") open.proofs.push(proof);
  }
}

function takeCall(open: OpenChoice, delta: Json): void {
  const fn = record(delta.function ?? delta.custom);
  const args = str(fn.arguments) || str(fn.input) ||
    (typeof fn.arguments === "object" && fn.arguments !== null ? JSON.stringify(fn.arguments) : "");
  const index = num(delta.index);
  const id = str(delta.id);
  const known = open.calls.findLast((call) =>
    index === null ? id !== "" && call.id === id : call.id.startsWith(`${index}/`)
  );
  const isMore = index === null && id === "" && str(fn.name) === "";
  // Gemini's look-alike sends whole calls under one index: another id and name are another call.
  const isOther = known !== undefined && id !== "" && str(fn.name) !== "" &&
    index !== null && known.id !== `${index}/${id}`;
  const call = isOther ? undefined : known ?? (isMore ? open.calls.at(-1) : undefined);
  if (call === undefined) {
    open.calls.push({ id: index === null ? id : `${index}/${id}`, name: str(fn.name), args });
  } else {
    call.args += args;
    if (call.name === "") call.name = str(fn.name);
  }
  const signature = record(record(delta.extra_content).google).thought_signature;
  if (typeof signature === "string") open.proofs.push(signature);
}

function finished(
  choices: Map<number, OpenChoice>,
  usage: UsageReading | null,
  error: string | null,
): Reading {
  return {
    choices: [...choices].sort(([a], [b]) => a - b).map(([, { calls, ...rest }]) => ({
      ...rest,
      // Snowflake sends a call of nothing beside its text.
      calls: calls.filter(({ name, args }) => name !== "" || args !== "").map(({ name, args }) => ({
        name,
        args: parsed(args),
      })),
    })),
    usage,
    error,
  };
}

function usageOf(body: Json): UsageReading | null {
  const usage = record(body.usage ?? record(body.x_groq).usage);
  if (Object.keys(usage).length === 0) return null;
  const prompt = num(usage.prompt_tokens);
  const told = num(usage.completion_tokens);
  const reasoning = num(record(usage.completion_tokens_details).reasoning_tokens) ??
    num(usage.reasoning_tokens);
  // xAI and Gemini's look-alike count reasoning beside the completion; the total says so.
  const total = num(usage.total_tokens);
  const isBeside = prompt !== null && told !== null && total !== null && total > prompt + told;
  const details = record(usage.prompt_tokens_details);
  return {
    prompt,
    completion: isBeside ? total - prompt : told,
    cached: num(details.cached_tokens) ?? num(usage.prompt_cache_hit_tokens) ??
      num(usage.cached_tokens),
    cacheWrite: num(details.cache_write_tokens) ?? num(details.cache_creation_tokens),
    reasoning,
  };
}

function errorOf(body: Json): string | null {
  const { error } = body;
  if (typeof error === "string") return error;
  if (typeof error === "object" && error !== null) {
    return str(record(error).message) || JSON.stringify(error);
  }
  if (body.object === "error") return str(body.message);
  return typeof body.detail === "string" ? body.detail : null;
}
