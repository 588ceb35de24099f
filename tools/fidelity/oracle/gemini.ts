/**
 * Reads answers in Gemini's format.
 *
 * @module
 */
import { isRecord, type Json, num, record, records, str, sum } from "./json.ts";
import { PartialArguments } from "./partial_arguments.ts";
import {
  type End,
  type OpenChoice,
  openChoice,
  type Reading,
  type UsageReading,
} from "./reading.ts";
import { readEvents } from "./sse.ts";

const FILTERED = new Set([
  "SAFETY",
  "RECITATION",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "MODEL_ARMOR",
]);
const FAILED = new Set([
  "MALFORMED_FUNCTION_CALL",
  "UNEXPECTED_TOOL_CALL",
  "TOO_MANY_TOOL_CALLS",
  "MISSING_THOUGHT_SIGNATURE",
]);

/** A whole answer. */
export function readGenerated(body: Json): Reading {
  return readChunks([body]);
}

/** A stream; an answer without `alt=sse` is one JSON array. */
export function readGeneratedStream(bytes: Uint8Array | string): Reading {
  const text = typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes);
  if (text.trimStart().startsWith("[")) {
    const list: unknown = JSON.parse(text);
    return readChunks(records(list));
  }
  return readChunks(readEvents(text).flatMap(({ data }) => data === null ? [] : [data]));
}

/** Chunks in their order. */
export function readChunks(chunks: readonly Json[]): Reading {
  const choices = new Map<number, OpenChoice & { partial?: PartialArguments }>();
  let usage: UsageReading | null = null;
  let error: string | null = null;
  for (const chunk of chunks) {
    for (const [position, candidate] of records(chunk.candidates).entries()) {
      const index = num(candidate.index) ?? position;
      const open = choices.get(index) ?? openChoice();
      choices.set(index, open);
      for (const part of records(record(candidate.content).parts)) takePart(open, part);
      const end = str(candidate.finishReason);
      if (end !== "") open.end = endOf(end);
    }
    if (str(record(chunk.promptFeedback).blockReason) !== "" && choices.size === 0) {
      choices.set(0, { ...openChoice(), end: "filtered" });
    }
    usage = usageOf(chunk) ?? usage;
    error = errorOf(chunk) ?? error;
  }
  return {
    choices: [...choices].sort(([a], [b]) => a - b).map(([, { partial: _, calls, ...open }]) => ({
      ...open,
      end: open.end === "stop" && calls.length > 0 ? "tool_calls" : open.end,
      calls: calls.map(({ name, done }) => ({ name, args: done ?? {} })),
    })),
    usage,
    error,
  };
}

function takePart(open: OpenChoice & { partial?: PartialArguments }, part: Json): void {
  if (str(part.thoughtSignature) !== "") open.proofs.push(str(part.thoughtSignature));
  if (isRecord(part.functionCall)) takeCall(open, part.functionCall);
  else if (typeof part.text === "string") {
    if (part.thought === true) open.reasoning += part.text;
    else open.text += part.text;
  } else if (isRecord(part.inlineData)) open.media++;
}

/** Calls come whole, or (Vertex AI) as a name, then `partialArgs`, until `willContinue` is gone. */
function takeCall(open: OpenChoice & { partial?: PartialArguments }, call: Json): void {
  const name = str(call.name);
  if (name !== "" || open.calls.length === 0) {
    open.partial = new PartialArguments(call.args);
    open.calls.push({ id: "", name, args: "", done: open.partial.value });
  }
  open.partial?.take(records(call.partialArgs));
}

function endOf(reason: string): End {
  if (reason === "STOP") return "stop";
  if (reason === "MAX_TOKENS") return "length";
  if (FILTERED.has(reason) || reason.startsWith("IMAGE_")) return "filtered";
  return FAILED.has(reason) ? "failed" : "other";
}

function usageOf(chunk: Json): UsageReading | null {
  const usage = record(chunk.usageMetadata);
  if (Object.keys(usage).length === 0) return null;
  return {
    prompt: sum(num(usage.promptTokenCount), num(usage.toolUsePromptTokenCount)),
    completion: sum(num(usage.candidatesTokenCount), num(usage.thoughtsTokenCount)),
    cached: num(usage.cachedContentTokenCount),
    cacheWrite: null,
    reasoning: num(usage.thoughtsTokenCount),
  };
}

function errorOf(chunk: Json): string | null {
  const message = str(record(chunk.error).message);
  return message === "" ? null : message;
}
