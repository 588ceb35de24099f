import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { Exchange } from "../../../lib/http/exchange.ts";

const LIMITS = { connectMs: 10, headersMs: 1000, idleMs: 100 };
const exchange = () => new Exchange("p (host)", LIMITS, 0);
const gone = () => new FlowError("caller_gone", "Gone.");

Deno.test("Exchange waits for headers, then for the body, then is over", () => {
  const subject = exchange();
  const phases: string[] = [subject.phase];

  subject.headersArrived(1);
  phases.push(subject.phase);
  subject.finish();
  phases.push(subject.phase);
  subject.headersArrived(2);

  assert.deepEqual([...phases, subject.phase], ["headers", "body", "over", "over"]);
  assert.equal(subject.signal.aborted, false);
  assert.equal(subject.failure, null);
});

Deno.test("Exchange keeps the first reason of its end and aborts its signal with it", () => {
  const subject = exchange();
  const first = gone();

  subject.abort(first);
  subject.abort(new FlowError("shutting_down", "Later."));

  assert.equal(subject.phase, "over");
  assert.equal(subject.signal.reason, first);
  assert.equal(subject.failure, first);
});

Deno.test("Exchange that is over cannot be aborted any more", () => {
  const subject = exchange();

  subject.finish();
  subject.abort(gone());

  assert.equal(subject.signal.aborted, false);
});

for (const end of ["finish", "abort"] as const) {
  Deno.test(`Exchange says once that it is over when ended by ${end}`, () => {
    const subject = exchange();
    let calls = 0;
    subject.onOver(() => calls++);

    if (end === "finish") subject.finish();
    else subject.abort(gone());
    subject.finish();
    subject.abort(gone());

    assert.equal(calls, 1);
  });
}

const limits: [
  name: string,
  act: (subject: Exchange) => void,
  atMs: number,
  code: string | null,
][] = [
  ["headers within their limit", () => {}, 1000, null],
  ["headers beyond their limit", () => {}, 1001, "upstream_header_timeout"],
  ["a body within its limit", (s) => s.headersArrived(1000), 1100, null],
  ["a body beyond its limit", (s) => s.headersArrived(1000), 1101, "upstream_idle_timeout"],
  [
    "a body whose pieces keep coming",
    (s) => {
      s.headersArrived(1000);
      s.sign(1090);
    },
    1190,
    null,
  ],
  [
    "a body that we do not read",
    (s) => {
      s.headersArrived(1000);
      s.pause();
    },
    9_999_999,
    null,
  ],
  [
    "a body that we read again",
    (s) => {
      s.headersArrived(1000);
      s.pause();
      s.sign(5000);
    },
    5101,
    "upstream_idle_timeout",
  ],
  ["an exchange that is over", (s) => s.finish(), 9_999_999, null],
];
for (const [name, act, atMs, code] of limits) {
  Deno.test(`Exchange ${code === null ? "goes on" : `ends with ${code}`} for ${name}`, () => {
    const subject = exchange();

    act(subject);
    subject.enforceLimits(atMs);

    assert.equal(subject.failure?.code ?? null, code);
  });
}

Deno.test("Exchange says who was silent, for how long, and which option holds the limit", () => {
  const subject = exchange();

  subject.enforceLimits(1001);

  assert.match(subject.failure?.message ?? "", /^p \(host\).*1000 ms.*header_timeout_ms/);
});
