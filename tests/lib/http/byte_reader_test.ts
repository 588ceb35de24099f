import assert from "node:assert/strict";
import { ByteReader } from "../../../lib/http/byte_reader.ts";
import { startReplayServer } from "../../support/replay_server.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** All pieces until the end. */
async function pieces(reader: ByteReader): Promise<Bytes[]> {
  const all: Bytes[] = [];
  for (let piece = await reader.read(); piece !== null; piece = await reader.read()) {
    all.push(piece);
  }
  return all;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** Bytes that differ from their neighbours. */
const numbered = (length: number): Bytes => Uint8Array.from({ length }, (_, i) => i % 251);

Deno.test("ByteReader reads a body of pieces from the network, each in an array of its own", async () => {
  const body = numbered(200_000);
  await using server = await startReplayServer({ body, cuts: [1, 5, 5000, 9000, 80_000] });
  const response = await fetch(server.url);

  const got = await pieces(new ByteReader(response.body));

  assert.deepEqual(joined(got), body);
  assert.ok(got.length >= 6, `${got.length} pieces`);
  assert.equal(new Set(got.map((piece) => piece.buffer)).size, got.length);
  assert.ok(got.every((piece) => piece.buffer.byteLength === piece.length));
});

Deno.test("ByteReader takes larger bites of a large body", async () => {
  const body = numbered(1_000_000);
  await using server = await startReplayServer({ body, framing: "length" });
  const response = await fetch(server.url);

  const got = await pieces(new ByteReader(response.body));

  assert.equal(got.reduce((sum, piece) => sum + piece.length, 0), body.length);
  assert.ok(Math.max(...got.map((piece) => piece.length)) > 4096);
});

Deno.test("ByteReader rejects when the body is cut off", async () => {
  await using server = await startReplayServer({ body: "half", then: "close" });
  const response = await fetch(server.url);
  const reader = new ByteReader(response.body);
  await reader.read();

  await assert.rejects(reader.read(), TypeError);
});

Deno.test("ByteReader lets the sender know that the rest is not wanted", async () => {
  await using server = await startReplayServer({ body: "half", then: "stall" });
  const response = await fetch(server.url);
  const reader = new ByteReader(response.body);
  await reader.read();

  await reader.cancel("enough");

  assert.equal(await server.requests[0]!.ended, "aborted");
});

/** A stand-in for a network stream; `kind` as the stream standard has it. */
function streamOf(parts: readonly Bytes[], kind: "bytes" | "plain"): ReadableStream<Bytes> {
  const left = parts.map((part) => part.slice());
  if (kind === "plain") return ReadableStream.from(left);
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      const part = left.shift();
      if (part !== undefined) return controller.enqueue(part);
      controller.close();
      controller.byobRequest?.respond(0);
    },
  });
}

for (const kind of ["bytes", "plain"] as const) {
  Deno.test(`ByteReader reads a ${kind} stream`, async () => {
    const parts = [numbered(3), numbered(10_000), numbered(1)];

    const got = await pieces(new ByteReader(streamOf(parts, kind)));

    assert.deepEqual(joined(got), joined(parts));
  });

  Deno.test(`ByteReader ends a ${kind} stream that does not know of its signal`, async () => {
    const ending = new AbortController();
    let cancelled: unknown;
    const source = {
      pull: (c: ReadableByteStreamController | ReadableStreamDefaultController<Bytes>) => {
        if (cancelled === undefined && pulls++ === 0) c.enqueue(numbered(3));
      },
      cancel: (why: unknown) => void (cancelled = why),
    };
    let pulls = 0;
    const stream: ReadableStream<Bytes> = kind === "plain"
      ? new ReadableStream<Bytes>(source)
      : new ReadableStream({ ...source, type: "bytes" });
    const reader = new ByteReader(stream, ending.signal);
    await reader.read();

    const waiting = reader.read();
    ending.abort(new Error("enough"));

    await assert.rejects(waiting, /^Error: enough$/);
    await assert.rejects(reader.read(), /^Error: enough$/);
    assert.equal(String(cancelled), "Error: enough");
  });

  Deno.test(`ByteReader cancels a ${kind} stream`, async () => {
    let reason: unknown;
    const cancel = (why: unknown) => void (reason = why);
    const stream: ReadableStream<Bytes> = kind === "plain"
      ? new ReadableStream<Bytes>({ cancel })
      : new ReadableStream({ type: "bytes", cancel });

    await new ByteReader(stream).cancel("enough");

    assert.equal(reason, "enough");
  });
}

Deno.test("ByteReader of no body is at its end at once", async () => {
  const reader = new ByteReader(null);

  assert.equal(await reader.read(), null);
  await reader.cancel("nothing");
});
