import assert from "node:assert/strict";
import { lineStream } from "../../../routes/api/line_stream.ts";

async function* numbers(count: number, ended: () => void = () => {}) {
  try {
    for (let n = 0; n < count; n++) yield `line ${n}`;
  } finally {
    ended();
  }
}

Deno.test("lineStream closes each line with a newline", async () => {
  assert.equal(await new Response(lineStream(numbers(2))).text(), "line 0\nline 1\n");
  assert.equal(await new Response(lineStream(numbers(0))).text(), "");
});

Deno.test("lineStream sends many lines together, and none twice", async () => {
  const chunks = await Array.fromAsync(lineStream(numbers(20_000)));

  assert.ok(chunks.length < 20, `${chunks.length} chunks`);
  const text = chunks.map((chunk) => new TextDecoder().decode(chunk)).join("");
  assert.equal(text.split("\n").length, 20_001);
});

Deno.test("lineStream ends its source when the reader leaves", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const reader = lineStream(numbers(1_000_000, resolve)).getReader();
  await reader.read();

  await reader.cancel();
  await promise;
});
