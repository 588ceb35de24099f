import assert from "node:assert/strict";
import type { JsonObject } from "../../../../lib/domain/json.ts";
import { OutputWriter } from "../../../../lib/formats/openai_responses/output_writer.ts";

Deno.test("OutputWriter numbers items and tells how each stood at the time", () => {
  const told: JsonObject[] = [];
  let ids = 0;
  const output = new OutputWriter(() => `00-${++ids}`, (event) => told.push(event));

  const item = output.begin("msg", { type: "message", status: "in_progress" });
  output.whole("ws", { id: "ws_own", type: "search" }, { status: "completed" }, "response.found");
  item.update({ status: "completed" });
  item.tell("response.step", { x: 1 });
  item.done();

  const begun = { id: "msg_001", type: "message", status: "in_progress" };
  const search = { id: "ws_own", type: "search", status: "completed" };
  assert.deepEqual(told, [
    { type: "response.output_item.added", output_index: 0, item: begun },
    {
      type: "response.output_item.added",
      output_index: 1,
      item: { id: "ws_own", type: "search" },
    },
    { type: "response.found", item_id: "ws_own", output_index: 1 },
    { type: "response.output_item.done", output_index: 1, item: search },
    { type: "response.step", item_id: "msg_001", output_index: 0, x: 1 },
    {
      type: "response.output_item.done",
      output_index: 0,
      item: { ...begun, status: "completed" },
    },
  ]);
  assert.deepEqual(output.items, [{ ...begun, status: "completed" }, search]);
});
