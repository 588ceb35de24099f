import assert from "node:assert/strict";
import { rawRequest } from "./raw_client.ts";
import { cutUp, type Replay, startReplayServer } from "./replay_server.ts";

const BODY = 'data: {"text":"né😀"}\r\n\r\n';
const length = new TextEncoder().encode(BODY).length;

const test = (name: string, fn: () => Promise<void>): void =>
  Deno.test({ name, fn, sanitizeOps: true, sanitizeResources: true });

/** What to replay, how many parts a caller must see (null: depends on the kernel), and the end. */
const CASES: readonly (readonly [Omit<Replay, "body">, number | null, string])[] = [
  [{}, 1, "complete"],
  [{ cuts: "every-byte" }, length, "complete"],
  [{ cuts: [1, 5] }, 3, "complete"],
  [{ cuts: 7 }, Math.ceil(length / 7), "complete"],
  [{ framing: "length", cuts: "every-byte" }, null, "complete"],
  [{ framing: "close", cuts: 3 }, null, "complete"],
  [{ then: "reset" }, 1, "reset"],
  [{ then: "close" }, 1, "closed"],
];

for (const [replay, parts, end] of CASES) {
  test(`startReplayServer sends the same bytes with ${JSON.stringify(replay)}`, async () => {
    await using server = await startReplayServer({ ...replay, status: 207, body: BODY });
    const answer = await rawRequest(server.url, { body: { a: 1 } });
    assert.equal(answer.text(), BODY);
    assert.equal(answer.status, 207);
    assert.equal(answer.end, end);
    if (parts !== null) assert.equal(answer.parts.length, parts);
    assert.deepEqual(server.requests[0]?.json(), { a: 1 });
  });
}

test("startReplayServer goes silent with then: stall", async () => {
  await using server = await startReplayServer({ body: BODY, then: "stall" });
  const answer = await rawRequest(server.url, { hangUpAfter: length });
  assert.equal(answer.text(), BODY);
  assert.equal(await server.requests[0]?.ended, "aborted");
});

test("startReplayServer answers by request when given a function", async () => {
  await using server = await startReplayServer((request) => ({ body: request.path }));
  assert.equal((await rawRequest(`${server.url}/a/b`)).text(), "/a/b");
});

Deno.test("cutUp keeps every byte, makes no empty piece and ignores cuts outside", () => {
  const body = new TextEncoder().encode("abcdef");
  const text = (pieces: readonly Uint8Array[]): string[] =>
    pieces.map((piece) => new TextDecoder().decode(piece));
  assert.deepEqual(text(cutUp(body, [0, 2, 2, 5, 6, 99])), ["ab", "cde", "f"]);
  assert.deepEqual(text(cutUp(body, 4)), ["abcd", "ef"]);
  assert.deepEqual(cutUp(new Uint8Array(0), "every-byte"), []);
});
