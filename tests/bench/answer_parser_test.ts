import assert from "node:assert/strict";
import fc from "fast-check";
import { AnswerParser } from "../../bench/answer_parser.ts";
import { cutUp } from "../support/replay_server.ts";

interface Read {
  readonly status: number;
  readonly body: string;
}

/** Pushes pieces and collects whole answers. */
function read(pieces: readonly Uint8Array[]): Read[] {
  const answers: Read[] = [];
  let status = 0;
  let body = "";
  const parser = new AnswerParser({
    onHead: (code) => status = code,
    onBody: (bytes) => body += new TextDecoder().decode(bytes),
  });
  for (const piece of pieces) {
    let rest = piece;
    while (rest.length > 0) {
      const used = parser.push(rest);
      if (used < 0) break;
      answers.push({ status, body });
      body = "";
      rest = rest.subarray(used);
    }
  }
  return answers;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const LENGTH = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
const CHUNKED = "HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n" +
  "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\ntrailer: t\r\n\r\n";
const EMPTY = "HTTP/1.1 204 No Content\r\n\r\n";

Deno.test("AnswerParser reads content-length, chunked and empty answers on one connection", () => {
  const answers = read([bytes(LENGTH + CHUNKED + EMPTY + LENGTH)]);
  assert.deepEqual(answers, [
    { status: 200, body: "hello" },
    { status: 201, body: "abcde" },
    { status: 204, body: "" },
    { status: 200, body: "hello" },
  ]);
});

Deno.test("AnswerParser gives the same answers however the bytes are cut", () => {
  const all = bytes("HTTP/1.1 100 Continue\r\n\r\n" + CHUNKED + LENGTH + EMPTY);
  const whole = read([all]);
  assert.equal(whole.length, 3);
  fc.assert(fc.property(
    fc.array(fc.integer({ min: 1, max: all.length - 1 })),
    (offsets) => assert.deepEqual(read(cutUp(all, offsets)), whole),
  ));
  assert.deepEqual(read(cutUp(all, "every-byte")), whole);
});

Deno.test("AnswerParser refuses bytes that are no HTTP/1.1 answer", () => {
  assert.throws(() => read([bytes("SSH-2.0-OpenSSH\r\n\r\n")]), /no HTTP\/1.1 status line/);
});
