import assert from "node:assert/strict";
import { ChunkWriter, DONE } from "../../../../lib/formats/openai_chat/chunk_writer.ts";
import { answerContext } from "../../../support/chat_format.ts";

const data = (frame: string): unknown => JSON.parse(frame.slice("data: ".length));
const start = { type: "start", id: "c-1", model: "m", createdAt: 5 } as const;

Deno.test("ChunkWriter writes frames that each are one event", () => {
  const writer = new ChunkWriter(answerContext());
  writer.begin(start);

  const frame = writer.chunk(1, { content: "a\n\nb" });

  assert.match(frame, /^data: [^\n]+\n\n$/);
  assert.deepEqual(data(frame), {
    id: "c-1",
    object: "chat.completion.chunk",
    created: 5,
    model: "m",
    choices: [{ index: 1, delta: { content: "a\n\nb" }, logprobs: null, finish_reason: null }],
  });
});

Deno.test("ChunkWriter shows counts only to a caller who asked, and null in all other chunks", () => {
  const asks = new ChunkWriter(answerContext({ stream_options: { include_usage: true } }));
  const silent = new ChunkWriter(answerContext());
  for (const writer of [asks, silent]) writer.begin(start);

  assert.match(asks.chunk(0, {}), /,"usage":null}\n\n$/);
  assert.match(asks.usage({ total_tokens: 3 }), /"choices":\[\],"usage":{"total_tokens":3}}\n\n$/);
  assert.equal(asks.usage(null), "");
  assert.equal(silent.usage({ total_tokens: 3 }), "");
});

Deno.test("ChunkWriter makes up a head where the provider told none", () => {
  const writer = new ChunkWriter(answerContext({ model: "gpt-4o" }));
  assert.equal(writer.hasBegun, false);

  writer.begin(null);

  assert.equal(writer.hasBegun, true);
  assert.match(
    writer.chunk(0, {}),
    /"id":"chatcmpl-new-id".*"created":1700000000,"model":"gpt-4o"/,
  );
  assert.equal(DONE, "data: [DONE]\n\n");
});
