import assert from "node:assert/strict";
import { asJsonArray } from "../../../../lib/formats/gemini/array_stream.ts";

const encoder = new TextEncoder();

async function arrayOf(stream: string, size: number): Promise<string> {
  const bytes = encoder.encode(stream);
  const pieces = Array.from(
    { length: Math.ceil(bytes.length / size) },
    (_, i) => bytes.subarray(i * size, (i + 1) * size),
  );
  return await new Response(ReadableStream.from(pieces).pipeThrough(asJsonArray())).text();
}

Deno.test("asJsonArray makes one array of all events, wherever they are cut", async () => {
  const stream = `data: {"a":"é"}\r\n\r\n: note\r\n\r\ndata: {"b":2}\r\n\r\n`;

  for (const size of [1, 3, 1000]) {
    assert.deepEqual(JSON.parse(await arrayOf(stream, size)), [{ a: "é" }, { b: 2 }]);
  }
});

Deno.test("asJsonArray of nothing is an empty array", async () => {
  assert.equal(await arrayOf("", 1), "[]");
});
