import assert from "node:assert/strict";
import type { JsonObject } from "../../../../lib/domain/json.ts";
import { unpackCarrier } from "../../../../lib/formats/carrier.ts";
import { OutputWriter } from "../../../../lib/formats/openai_responses/output_writer.ts";
import {
  CallWriter,
  ReasoningWriter,
  writeCarrier,
} from "../../../../lib/formats/openai_responses/part_writers.ts";

function writer() {
  const told: JsonObject[] = [];
  let ids = 0;
  const output = new OutputWriter(() => String(++ids), (event) => told.push(event));
  const types = () => told.map(({ type }) => String(type).replace("response.", ""));
  return { told, output, types };
}
const PROOF = { format: "gemini", value: { thoughtSignature: "sig" } } as const;
const CALL = { id: "c1", name: "f", kind: "function" } as const;
const cargoOf = (item: JsonObject | undefined) => unpackCarrier(String(item?.encrypted_content));

Deno.test("ReasoningWriter tells a summary in parts and thoughts as content", () => {
  const { output, types } = writer();
  const summary = new ReasoningWriter(output, true);
  summary.add("A");
  summary.end(PROOF, {});
  const thoughts = new ReasoningWriter(output, false);
  thoughts.add("T");
  thoughts.end(undefined, {});

  assert.deepEqual(types(), [
    "output_item.added",
    "reasoning_summary_part.added",
    "reasoning_summary_text.delta",
    "reasoning_summary_text.done",
    "reasoning_summary_part.done",
    "output_item.done",
    "output_item.added",
    "content_part.added",
    "reasoning_text.delta",
    "reasoning_text.done",
    "content_part.done",
    "output_item.done",
  ]);
  assert.deepEqual(output.items[0]?.summary, [{ type: "summary_text", text: "A" }]);
  assert.deepEqual(cargoOf(output.items[0]), { proof: PROOF });
  assert.deepEqual(output.items[1]?.content, [{ type: "reasoning_text", text: "T" }]);
});

Deno.test("CallWriter puts the proof of a call that comes whole right before it", () => {
  const { output, types, told } = writer();
  const call = new CallWriter(output, CALL);
  call.add('{"a":1}');
  call.end(PROOF, {});

  assert.deepEqual(types(), [
    "output_item.added",
    "output_item.done",
    "output_item.added",
    "function_call_arguments.delta",
    "function_call_arguments.done",
    "output_item.done",
  ]);
  assert.deepEqual(cargoOf(output.items[0]), { proof: PROOF });
  assert.equal(told[4]?.name, "f");
  assert.equal(output.items[1]?.arguments, '{"a":1}');
});

Deno.test("CallWriter begins with the second fragment; a late proof then names its call", () => {
  const { output, types } = writer();
  const call = new CallWriter(output, CALL);
  call.add('{"a"');
  assert.deepEqual(types(), []);
  call.add(":1}");
  assert.deepEqual(types(), [
    "output_item.added",
    "function_call_arguments.delta",
    "function_call_arguments.delta",
  ]);
  call.end(PROOF, {});

  assert.deepEqual(output.items.map(({ type }) => type), ["function_call", "reasoning"]);
  assert.deepEqual(cargoOf(output.items[1]), { proof: PROOF, callId: "c1" });
});

Deno.test("CallWriter fills in arguments that were none, and leaves free text empty", () => {
  const { output } = writer();
  new CallWriter(output, CALL).end(undefined, {});
  new CallWriter(output, { ...CALL, kind: "custom" }).end(undefined, {}, "incomplete");

  assert.equal(output.items[0]?.arguments, "{}");
  assert.equal(output.items[1]?.input, "");
  assert.equal(output.items[1]?.status, "incomplete");
});

Deno.test("abandoned reasoning and calls keep what came, without an end", () => {
  const { output, types } = writer();
  const thought = new ReasoningWriter(output, true);
  thought.add("Half");
  const call = new CallWriter(output, CALL);
  call.add('{"a"');
  call.begin();

  thought.abandon();
  call.abandon();

  assert.equal(types().includes("output_item.done"), false);
  assert.deepEqual(output.items.map(({ status }) => status), ["incomplete", "incomplete"]);
  assert.deepEqual(output.items[0]?.summary, [{ type: "summary_text", text: "Half" }]);
  assert.equal(output.items[1]?.arguments, '{"a"');
});

Deno.test("writeCarrier adds a hidden item", () => {
  const { output } = writer();
  writeCarrier(output, { proof: PROOF, isTrailing: true });

  assert.deepEqual(cargoOf(output.items[0]), { proof: PROOF, isTrailing: true });
  assert.deepEqual(output.items[0]?.summary, []);
});
