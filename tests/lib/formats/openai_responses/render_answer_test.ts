import assert from "node:assert/strict";
import {
  renderResponse,
  renderStream,
} from "../../../../lib/formats/openai_responses/render_answer.ts";
import { sseEvents } from "../../../../lib/formats/sse/events.ts";
import { context } from "./samples.ts";

const START = { type: "start", id: null, model: "m", createdAt: 7 } as const;

Deno.test("renderStream names each event by its type and numbers them from 0", () => {
  const renderer = renderStream(context());

  const text = renderer.push(START) +
    renderer.push({ type: "part_start", choice: 0, part: 0, kind: "text" }) +
    renderer.push({ type: "delta", choice: 0, part: 0, text: "Hi" }) +
    renderer.push({ type: "end" });

  const events = [...sseEvents(text)].map(({ type, data }) => ({ type, data: JSON.parse(data) }));
  assert.ok(events.length > 5);
  events.forEach(({ type, data }, i) => {
    assert.equal(data.type, type);
    assert.equal(data.sequence_number, i);
  });
  assert.equal(text.includes("[DONE]"), false);
  assert.deepEqual(renderer.warnings, []);
});

Deno.test("renderResponse is the response that a stream ends with", () => {
  const { body } = renderResponse({
    id: "resp_1",
    model: "m",
    createdAt: 7,
    choices: [{ index: 0, parts: [{ type: "text", text: "Hi" }], finish: null }],
    usage: null,
  }, context());

  assert.equal(body.status, "completed");
  assert.deepEqual(body.output, [{
    id: "msg_00001",
    type: "message",
    role: "assistant",
    status: "completed",
    content: [{ type: "output_text", text: "Hi", annotations: [], logprobs: [] }],
  }]);
});
