/**
 * Reads the request that brings a tool's result back to a provider, in the provider's own format.
 *
 * @module
 */
import type { ChatFormat } from "./agent.ts";

/** What it says of the call. */
export interface SecondTurn {
  readonly name: unknown;
  /** Parsed where the format has text. */
  readonly arguments: unknown;
  /** Null for formats without ids. */
  readonly callId: unknown;
  /** The id that the result goes by. */
  readonly resultId: unknown;
  /** As the format holds it: text, blocks or an object. */
  readonly result: unknown;
  /** What proves the reasoning before the call, or the call; null when it is not there. */
  readonly proof: unknown;
}

type Json = Readonly<Record<string, unknown>>;

const READERS: Readonly<Record<ChatFormat, (body: Json) => SecondTurn | null>> = {
  openai_chat(body) {
    const messages = objects(body.messages);
    const call = messages.flatMap((message) => objects(message.tool_calls))[0];
    const result = messages.find(({ role }) => role === "tool");
    if (call === undefined || result === undefined) return null;
    const tool = object(call.function);
    return {
      name: tool.name,
      arguments: JSON.parse(String(tool.arguments)),
      callId: call.id,
      resultId: result.tool_call_id,
      result: result.content,
      proof: null,
    };
  },
  openai_responses(body) {
    const items = objects(body.input);
    const call = items.find(({ type }) => type === "function_call");
    const result = items.find(({ type }) => type === "function_call_output");
    if (call === undefined || result === undefined) return null;
    return {
      name: call.name,
      arguments: JSON.parse(String(call.arguments)),
      callId: call.call_id,
      resultId: result.call_id,
      result: result.output,
      proof: items.find(({ type }) => type === "reasoning")?.encrypted_content ?? null,
    };
  },
  anthropic_messages(body) {
    const blocks = objects(body.messages).flatMap(({ content }) => objects(content));
    const call = blocks.find(({ type }) => type === "tool_use");
    const result = blocks.find(({ type }) => type === "tool_result");
    if (call === undefined || result === undefined) return null;
    return {
      name: call.name,
      arguments: call.input,
      callId: call.id,
      resultId: result.tool_use_id,
      result: result.content,
      proof: blocks.find(({ type }) => type === "thinking")?.signature ?? null,
    };
  },
  gemini(body) {
    const parts = objects(body.contents).flatMap((content) => objects(content.parts));
    const call = parts.find((part) => "functionCall" in part);
    const result = parts.find((part) => "functionResponse" in part);
    if (call === undefined || result === undefined) return null;
    const { name, args, id } = object(call.functionCall);
    const response = object(result.functionResponse);
    return {
      name,
      arguments: args,
      callId: id ?? null,
      resultId: response.id ?? null,
      result: response.response,
      proof: call.thoughtSignature ?? null,
    };
  },
};

/** Null when the request brings no result. */
export function secondTurn(shape: ChatFormat, body: unknown): SecondTurn | null {
  return READERS[shape](object(body));
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null ? value as Json : {};
}
