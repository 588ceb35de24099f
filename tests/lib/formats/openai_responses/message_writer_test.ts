import assert from "node:assert/strict";
import type { JsonObject } from "../../../../lib/domain/json.ts";
import { MessageWriter } from "../../../../lib/formats/openai_responses/message_writer.ts";
import { OutputWriter } from "../../../../lib/formats/openai_responses/output_writer.ts";

function writer() {
  const told: JsonObject[] = [];
  const output = new OutputWriter(() => "1", (event) => told.push(event));
  const item = output.begin("msg", { type: "message", content: [] });
  return { told, output, message: new MessageWriter(item) };
}
const types = (told: JsonObject[]) => told.map(({ type }) => String(type).replace("response.", ""));

Deno.test("MessageWriter tells the steps of its texts in OpenAI's order", () => {
  const { told, output, message } = writer();

  const text = message.part("text");
  text.add("He");
  text.add("llo");
  text.annotate({ type: "url_citation" });
  text.end({});
  const refusal = message.part("refusal");
  refusal.add("No");
  refusal.end({});
  message.close("completed");

  assert.deepEqual(types(told), [
    "output_item.added",
    "content_part.added",
    "output_text.delta",
    "output_text.delta",
    "output_text.annotation.added",
    "output_text.done",
    "content_part.done",
    "content_part.added",
    "refusal.delta",
    "refusal.done",
    "content_part.done",
    "output_item.done",
  ]);
  assert.deepEqual(output.items[0]?.content, [
    {
      type: "output_text",
      text: "Hello",
      annotations: [{ type: "url_citation" }],
      logprobs: [],
    },
    { type: "refusal", refusal: "No" },
  ]);
});

Deno.test("MessageWriter ends with its last open text, once", () => {
  const { told, message } = writer();
  const text = message.part("text");

  message.close("completed");
  assert.equal(message.isOpen, false);
  assert.equal(types(told).includes("output_item.done"), false);
  text.end({});
  message.close("completed");

  assert.equal(types(told).filter((type) => type === "output_item.done").length, 1);
});

Deno.test("MessageWriter takes no more texts once it has a phase", () => {
  const { message, output } = writer();
  message.mark({});
  assert.equal(message.isOpen, true);

  message.mark({ phase: "commentary" });

  assert.equal(message.isOpen, false);
  assert.equal(output.items[0]?.phase, "commentary");
});

Deno.test("MessageWriter.abandon keeps what came, without an end", () => {
  const { told, output, message } = writer();
  message.part("text").add("Hel");

  message.abandon();

  assert.equal(types(told).includes("output_item.done"), false);
  assert.deepEqual([output.items[0]?.status, output.items[0]?.content], ["incomplete", [
    { type: "output_text", text: "Hel", annotations: [], logprobs: [] },
  ]]);
});

Deno.test("ContentWriter keeps log probabilities that come behind its end", () => {
  const { message, output } = writer();
  const text = message.part("text");
  text.add("Hi");
  text.end({});

  text.addLogprobs([{ token: "Hi" }]);

  assert.deepEqual(output.items[0]?.content, [
    { type: "output_text", text: "Hi", annotations: [], logprobs: [{ token: "Hi" }] },
  ]);
});
