import assert from "node:assert/strict";
import { accumulate } from "../../../../lib/domain/conversation/accumulate.ts";
import type { JsonObject } from "../../../../lib/domain/json.ts";
import { parseResponse } from "../../../../lib/formats/openai_responses/parse_response.ts";
import { parseStream } from "../../../../lib/formats/openai_responses/parse_stream.ts";
import { parsed } from "./samples.ts";

const HEAD = { id: "resp_1", model: "m", created_at: 7 };
const CREATED = { type: "response.created", response: HEAD };
const MESSAGE = {
  type: "message",
  id: "msg_1",
  role: "assistant",
  status: "completed",
  content: [{ type: "output_text", text: "Hello", annotations: [], logprobs: [] }],
};
const CALL = {
  type: "function_call",
  id: "fc_1",
  call_id: "c1",
  name: "f",
  arguments: '{"a":1}',
  status: "completed",
};
const WHOLE = {
  ...HEAD,
  status: "completed",
  service_tier: "default",
  output: [MESSAGE, CALL],
  usage: { input_tokens: 5, output_tokens: 2, total_tokens: 7 },
};
const COMPLETED = { type: "response.completed", response: WHOLE };
const text = (members: JsonObject) => ({ type: "response.output_text.delta", ...members });
const args = (members: JsonObject) => ({
  type: "response.function_call_arguments.delta",
  ...members,
});
const added = (index: number, item: JsonObject) => ({
  type: "response.output_item.added",
  output_index: index,
  item,
});
const done = (index: number, item: JsonObject) => ({
  ...added(index, item),
  type: "response.output_item.done",
});
const EMPTY_CALL = { ...CALL, arguments: "" };

Deno.test("parseStream accumulates to the whole answer, however little of it is told", () => {
  const streams: Record<string, JsonObject[]> = {
    complete: [
      CREATED,
      { type: "response.in_progress", response: HEAD },
      added(0, { type: "message", id: "msg_1" }),
      text({ output_index: 0, content_index: 0, delta: "Hel" }),
      text({ output_index: 0, content_index: 0, delta: "lo" }),
      done(0, MESSAGE),
      added(1, EMPTY_CALL),
      args({ output_index: 1, delta: '{"a"' }),
      args({ output_index: 1, delta: ":1}" }),
      done(1, CALL),
      COMPLETED,
    ],
    "without fragments": [CREATED, added(0, MESSAGE), done(0, MESSAGE), done(1, CALL), COMPLETED],
    "the end only": [COMPLETED],
    "without the ends of items": [
      CREATED,
      text({ output_index: 0, delta: "Hello" }),
      added(1, EMPTY_CALL),
      COMPLETED,
    ],
    "parallel items": [
      CREATED,
      added(0, { type: "message", id: "msg_1" }),
      text({ output_index: 0, delta: "He" }),
      added(1, EMPTY_CALL),
      args({ output_index: 1, delta: '{"a":' }),
      text({ output_index: 0, delta: "llo" }),
      args({ output_index: 1, delta: "1}" }),
      done(1, CALL),
      done(0, MESSAGE),
      COMPLETED,
    ],
    "changing ids": [
      CREATED,
      added(0, { type: "message", id: "a" }),
      text({ output_index: 0, item_id: "b", delta: "Hello" }),
      done(0, { ...MESSAGE, id: "c" }),
      done(1, CALL),
      COMPLETED,
    ],
    "ids instead of places": [
      CREATED,
      { type: "response.output_item.added", item: { type: "message", id: "msg_1" } },
      text({ item_id: "msg_1", delta: "Hello" }),
      { type: "response.output_item.done", item: MESSAGE },
      { type: "response.output_item.done", item: CALL },
      COMPLETED,
    ],
    "a place left out": [CREATED, done(0, MESSAGE), done(2, CALL), COMPLETED],
    "unknown events": [
      CREATED,
      { type: "response.new_event", output_index: 0 },
      { type: "keepalive" },
      COMPLETED,
    ],
  };
  for (const [name, events] of Object.entries(streams)) {
    assert.deepEqual(accumulate(parsed(events)), parseResponse(WHOLE), name);
  }
});

Deno.test("parseStream tells of an error with what response.failed says beside it", () => {
  const events = parsed([
    CREATED,
    {
      type: "error",
      error: { type: "insufficient_quota", code: "insufficient_quota", message: "Pay" },
    },
    {
      type: "response.failed",
      response: {
        ...HEAD,
        status: "failed",
        error: { code: "insufficient_quota", message: "Pay" },
      },
    },
    COMPLETED,
  ]);

  const last = events.at(-1);
  assert.equal(last?.type === "error" && last.error.kind, "quota");
  assert.equal(events.filter(({ type }) => type === "error" || type === "end").length, 1);
});

Deno.test("parseStream ends an incomplete answer with its reason", () => {
  const events = parsed([{
    type: "response.incomplete",
    response: {
      ...WHOLE,
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
    },
  }]);

  assert.equal(accumulate(events).choices[0]?.finish?.reason, "length");
  assert.deepEqual(events.at(-1), { type: "end", serviceTier: "default" });
});

Deno.test("parseStream never takes a broken stream for a good one", () => {
  const broken = parsed([CREATED, text({ output_index: 0, delta: "Hel" })]);
  const last = broken.at(-1);

  assert.deepEqual(broken.map(({ type }) => type), [
    "start",
    "part_start",
    "delta",
    "part_end",
    "error",
  ]);
  assert.equal(last?.type === "error" && last.error.code, "upstream_interrupted");
  assert.equal(parsed([]).at(-1)?.type, "error");
});

Deno.test("parseStream takes [DONE] for an end only behind whole items", () => {
  const end = (data: readonly JsonObject[]) => {
    const parser = parseStream();
    for (const one of data) parser.push({ type: "message", data: JSON.stringify(one) });
    parser.push({ type: "message", data: "[DONE]" });
    return parser.end().at(-1)?.type;
  };

  assert.equal(end([CREATED, done(0, MESSAGE)]), "end");
  assert.equal(end([CREATED, text({ output_index: 0, delta: "Hel" })]), "error");
  assert.equal(end([CREATED]), "error");
});

Deno.test("parseStream survives anything", () => {
  const odd = ["", "no json", "7", "[]", "{}", '{"type":"response.output_item.added"}', "null"];
  const parser = parseStream();
  const events = odd.flatMap((data) => [...parser.push({ type: "x", data })]);

  assert.deepEqual(events, []);
});
