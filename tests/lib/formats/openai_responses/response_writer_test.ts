import assert from "node:assert/strict";
import type { StreamEvent } from "../../../../lib/domain/conversation/answer.ts";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import type { JsonObject } from "../../../../lib/domain/json.ts";
import { parseInput } from "../../../../lib/formats/openai_responses/parse_items.ts";
import { ResponseWriter } from "../../../../lib/formats/openai_responses/response_writer.ts";
import { context, request, withoutPlaces } from "./samples.ts";

function write(events: readonly StreamEvent[], where = context()) {
  const told: JsonObject[] = [];
  const writer = new ResponseWriter(where, (event) => told.push(event));
  for (const event of events) writer.push(event);
  const types = told.map(({ type }) => String(type).replace("response.", ""));
  return { told, types, response: writer.response, warnings: writer.warnings };
}
/** The items of a response. */
function output(response: JsonObject): JsonObject[] {
  return Array.isArray(response.output) ? response.output : [];
}
const START: StreamEvent = { type: "start", id: "msg_01", model: "claude", createdAt: null };
const END: StreamEvent = { type: "end" };
const start = (part: number, kind: "text" | "refusal" | "reasoning"): StreamEvent => ({
  type: "part_start",
  choice: 0,
  part,
  kind,
});
const startCall = (part: number, name: string): StreamEvent => ({
  type: "part_start",
  choice: 0,
  part,
  kind: "tool_call",
  call: { id: `c${part}`, name, kind: "function" },
});
const delta = (part: number, text: string): StreamEvent => ({
  type: "delta",
  choice: 0,
  part,
  text,
});
const end = (part: number, proof?: typeof PROOF): StreamEvent => ({
  type: "part_end",
  choice: 0,
  part,
  ...(proof === undefined ? {} : { proof }),
});
const finish = (reason: "stop" | "length" | "refusal" | "error" | "pause"): StreamEvent => ({
  type: "finish",
  choice: 0,
  finish: { reason, raw: "raw", stopSequence: null, detail: "Because." },
});
const PROOF = { format: "gemini", value: { thoughtSignature: "sig" } } as const;

Deno.test("ResponseWriter begins with created and in_progress and ends with completed", () => {
  const { types, response } = write([START, finish("stop"), END]);

  assert.deepEqual(types, ["created", "in_progress", "completed"]);
  assert.match(String(response.id), /^resp_/);
  assert.equal(response.created_at, 1_700_000_000);
  assert.equal(response.model, "claude");
});

Deno.test("ResponseWriter tells parts that are open at the same time as they come", () => {
  const { told, types, response } = write([
    START,
    start(0, "text"),
    delta(0, "He"),
    startCall(1, "f"),
    delta(1, '{"a"'),
    delta(1, ":1}"),
    delta(0, "llo"),
    end(1),
    end(0),
    finish("stop"),
    END,
  ]);

  assert.deepEqual(types.slice(2), [
    "output_item.added",
    "content_part.added",
    "output_text.delta",
    "output_item.added",
    "function_call_arguments.delta",
    "function_call_arguments.delta",
    "output_text.delta",
    "function_call_arguments.done",
    "output_item.done",
    "output_text.done",
    "content_part.done",
    "output_item.done",
    "completed",
  ]);
  assert.deepEqual(told.slice(4, 8).map((event) => event.output_index), [0, 1, 1, 1]);
  assert.deepEqual(output(response).map(({ type }) => type), ["message", "function_call"]);
});

Deno.test("ResponseWriter gathers texts that follow each other in one message", () => {
  const { response } = write([
    START,
    start(0, "text"),
    delta(0, "A"),
    end(0),
    start(1, "refusal"),
    delta(1, "B"),
    end(1),
    start(2, "reasoning"),
    end(2),
    start(3, "text"),
    delta(3, "C"),
    end(3),
    END,
  ]);

  const contents = output(response).map(({ type, content }) =>
    type === "message" && Array.isArray(content) ? content.length : type
  );
  assert.deepEqual(contents, [2, "reasoning", 1]);
});

Deno.test("ResponseWriter carries every proof such that a request brings it back", () => {
  const { response } = write([
    START,
    start(0, "reasoning"),
    delta(0, "Thought"),
    end(0, PROOF),
    start(1, "text"),
    delta(1, "Hi"),
    end(1, PROOF),
    startCall(2, "f"),
    delta(2, "{}"),
    end(2, PROOF),
    startCall(3, "g"),
    delta(3, '{"b"'),
    delta(3, ":2}"),
    startCall(4, "h"),
    end(3, PROOF),
    end(4),
    END,
  ]);

  const [message] = withoutPlaces(parseInput(output(response)));
  const told = message?.parts.map((part) => [
    part.type,
    "proof" in part ? part.proof?.value : undefined,
  ]);
  assert.deepEqual(told, [
    ["reasoning", PROOF.value],
    ["text", PROOF.value],
    ["tool_call", PROOF.value],
    ["tool_call", PROOF.value],
    ["tool_call", undefined],
  ]);
});

Deno.test("ResponseWriter shows no message for a text that is nothing but its proof", () => {
  const { response } = write([START, start(0, "text"), end(0, PROOF), END]);

  assert.deepEqual(output(response).map(({ type }) => type), ["reasoning"]);
});

Deno.test("ResponseWriter gives calls the caller's own names and kinds back", () => {
  const where = context({
    request: request({
      tools: [
        { type: "function", name: "read", namespace: "files" },
        { type: "custom", name: "patch" },
      ],
    }),
  });
  const { types, response } = write([
    START,
    startCall(0, "files__read"),
    delta(0, "{}"),
    end(0),
    startCall(1, "patch"),
    delta(1, '{"input":'),
    delta(1, '"*** Begin"}'),
    end(1),
    END,
  ], where);

  const [read, patch] = output(response);
  assert.deepEqual([read?.type, read?.namespace, read?.name], ["function_call", "files", "read"]);
  assert.deepEqual([patch?.type, patch?.name, patch?.input], [
    "custom_tool_call",
    "patch",
    "*** Begin",
  ]);
  assert.ok(types.includes("custom_tool_call_input.done"));
});

Deno.test("ResponseWriter says how an answer ended", () => {
  const ended = (...events: StreamEvent[]) => {
    const { types, response, warnings } = write([START, ...events, END]);
    return [types.at(-1), response.incomplete_details, response.error, warnings.length];
  };

  assert.deepEqual(ended(finish("length")), [
    "incomplete",
    { reason: "max_output_tokens" },
    null,
    0,
  ]);
  assert.deepEqual(ended(finish("refusal")), [
    "incomplete",
    { reason: "content_filter" },
    null,
    0,
  ]);
  assert.deepEqual(ended(start(0, "refusal"), delta(0, "No"), end(0), finish("refusal")), [
    "completed",
    null,
    null,
    0,
  ]);
  assert.deepEqual(ended(finish("error")), [
    "failed",
    null,
    { code: "server_error", message: "Because." },
    0,
  ]);
  assert.deepEqual(ended(finish("pause")), ["completed", null, null, 1]);
});

Deno.test("ResponseWriter marks what a cut answer left open as incomplete", () => {
  const { response } = write([START, start(0, "text"), delta(0, "He"), finish("length"), END]);

  assert.equal(output(response)[0]?.status, "incomplete");
});

Deno.test("ResponseWriter tells an error twice, as OpenAI does, and nothing after it", () => {
  const error = {
    kind: "overloaded",
    status: 529,
    message: "Busy",
    type: "overloaded_error",
    code: null,
    param: null,
    retryAfterMs: null,
  } as const;
  const { told, types, response } = write([
    START,
    start(0, "text"),
    delta(0, "He"),
    { type: "error", error },
    END,
  ]);

  assert.deepEqual(types.slice(-2), ["error", "failed"]);
  assert.equal(told.at(-2)?.message, "Busy");
  assert.deepEqual(response.error, { code: "server_error", message: "Busy" });
  assert.equal(output(response)[0]?.status, "incomplete");
  assert.deepEqual(write([{ type: "error", error }]).types, [
    "created",
    "in_progress",
    "error",
    "failed",
  ]);
});

Deno.test("ResponseWriter gives pictures as items, and tells what it cannot give", () => {
  const whole = (value: Extract<StreamEvent, { type: "whole_part" }>["value"], part: number) =>
    ({ type: "whole_part", choice: 0, part, value }) as const;
  const { response, warnings } = write([
    START,
    whole({ type: "image", source: { kind: "base64", mediaType: "image/png", data: "AA" } }, 0),
    whole({ type: "image", source: { kind: "url", url: "https://x.test/a", mediaType: null } }, 1),
    whole({
      type: "audio",
      source: { kind: "base64", mediaType: "audio/wav", data: "AA" },
      transcript: "Hello",
    }, 2),
    whole({ type: "foreign", format: "anthropic_messages", value: { type: "server_tool_use" } }, 3),
    whole({ type: "foreign", format: "openai_responses", value: { type: "mcp_call", id: "m" } }, 4),
    { type: "delta", choice: 1, part: 0, text: "x" },
    END,
  ]);

  assert.deepEqual(output(response).map(({ type }) => type), [
    "image_generation_call",
    "message",
    "mcp_call",
  ]);
  assert.deepEqual(output(response)[0]?.result, "AA");
  assert.deepEqual(warnings.map(({ kind, field }) => `${kind} ${field}`), [
    "adapted output",
    "adapted output",
    "dropped output",
    "dropped choices[1]",
  ]);
});

Deno.test("ResponseWriter has usage, tier and log probabilities in its last word", () => {
  const { response } = write([
    { ...START, usage: { ...NO_USAGE, promptTokens: 5 } },
    start(0, "text"),
    delta(0, "Hi"),
    { type: "logprobs", choice: 0, value: { content: [{ token: "Hi", logprob: -1 }] } },
    end(0),
    { type: "usage", usage: { ...NO_USAGE, promptTokens: 5, completionTokens: 1 } },
    { type: "end", serviceTier: "flex" },
  ]);

  const usage = response.usage;
  assert.ok(typeof usage === "object" && usage !== null && "total_tokens" in usage);
  assert.equal(usage.total_tokens, 6);
  assert.equal(response.service_tier, "flex");
  const [message] = output(response);
  assert.deepEqual(message?.content, [{
    type: "output_text",
    text: "Hi",
    annotations: [],
    logprobs: [{ bytes: [], top_logprobs: [], token: "Hi", logprob: -1 }],
  }]);
});

Deno.test("ResponseWriter shows another model's thoughts as the summary that a caller asked for", () => {
  const thinking = [START, start(0, "reasoning"), delta(0, "Hm"), end(0, PROOF), END];
  const where = context();
  const asking = {
    ...where,
    request: { ...where.request, reasoning: { effort: "high", summary: "auto" } as const },
  };

  const [asked] = output(write(thinking, asking).response);
  const [plain] = output(write(thinking, where).response);

  assert.deepEqual(asked?.summary, [{ type: "summary_text", text: "Hm" }]);
  assert.deepEqual(plain?.content, [{ type: "reasoning_text", text: "Hm" }]);
});
