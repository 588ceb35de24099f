import assert from "node:assert/strict";
import fc from "fast-check";
import { DEFAULT_ATTEMPT_POLICY } from "../../../lib/gateway/attempt_policy.ts";
import { CircuitBreaker } from "../../../lib/gateway/circuit_breaker.ts";

const POLICY = {
  ...DEFAULT_ATTEMPT_POLICY.breaker,
  failures: 3,
  minAttempts: 10,
  windowMs: 1000,
  cooldownMs: 100,
};

/** One that opened at 0 ms and may be tried again at 100 ms. */
function opened(): CircuitBreaker {
  const breaker = new CircuitBreaker(POLICY);
  for (let i = 0; i < 3; i++) breaker.failed(breaker.begin(0), 0);
  return breaker;
}

Deno.test("CircuitBreaker opens after so many failures in a row, and says so once", () => {
  const breaker = new CircuitBreaker(POLICY);

  const news = Array.from({ length: 3 }, () => breaker.failed(breaker.begin(0), 0));

  assert.deepEqual(news, [false, false, true]);
  assert.equal(breaker.state(99), "open");
  assert.equal(breaker.allows(99), false);
  assert.equal(breaker.failuresInARow, 3);
});

Deno.test("CircuitBreaker begins to count anew after a success", () => {
  const breaker = new CircuitBreaker(POLICY);
  const fail = () => breaker.failed(breaker.begin(0), 0);
  fail();
  fail();

  breaker.succeeded(breaker.begin(0), 0);

  assert.deepEqual([fail(), fail()], [false, false]);
  assert.equal(breaker.state(0), "closed");
});

Deno.test("CircuitBreaker opens at a share of failures, of enough attempts, within the window", () => {
  const run = (spacingMs: number): string => {
    const breaker = new CircuitBreaker(POLICY);
    for (let i = 0; i < 12; i++) {
      const term = breaker.begin(i * spacingMs);
      if (i % 2 === 0) breaker.succeeded(term, i * spacingMs);
      else breaker.failed(term, i * spacingMs);
    }
    return breaker.state(12 * spacingMs);
  };

  assert.equal(run(10), "open");
  assert.equal(run(200), "closed");
});

Deno.test("CircuitBreaker lets exactly one attempt find out whether it works again", () => {
  const breaker = opened();

  assert.equal(breaker.state(100), "half_open");
  assert.equal(breaker.allows(100), true);
  breaker.begin(100);
  assert.equal(breaker.allows(100), false);
});

Deno.test("CircuitBreaker closes when the probe's answer begins, and says so once", () => {
  const breaker = opened();
  const probe = breaker.begin(100);

  assert.deepEqual([breaker.answered(probe), breaker.answered(probe)], [true, false]);
  assert.equal(breaker.state(100), "closed");
  assert.equal(breaker.isClean(100), true);
});

Deno.test("CircuitBreaker stays open for another time when the probe fails", () => {
  const breaker = opened();

  assert.equal(breaker.failed(breaker.begin(100), 150), false);

  assert.equal(breaker.state(249), "open");
  assert.equal(breaker.state(250), "half_open");
});

Deno.test("CircuitBreaker lets another probe in when the first one's caller hung up", () => {
  const breaker = opened();

  breaker.release(breaker.begin(100));

  assert.equal(breaker.allows(100), true);
});

Deno.test("CircuitBreaker does not believe what began in another state", () => {
  const breaker = new CircuitBreaker(POLICY);
  const old = breaker.begin(0);
  for (let i = 0; i < 3; i++) breaker.failed(breaker.begin(0), 0);
  const probe = breaker.begin(100);
  const beside = breaker.begin(100);

  assert.equal(breaker.answered(old), false);
  breaker.failed(beside, 100);
  breaker.release(beside);
  assert.equal(breaker.allows(100), false);
  assert.equal(breaker.answered(probe), true);
});

Deno.test("CircuitBreaker closes when an attempt that was made all the same succeeds", () => {
  const breaker = opened();

  assert.equal(breaker.answered(breaker.begin(50)), true);
});

Deno.test("CircuitBreaker never has two probes, whatever happens", () => {
  const steps = fc.array(fc.constantFrom("ask", "answer", "fail", "hang_up", "wait"));
  fc.assert(fc.property(steps, (all) => {
    const breaker = opened();
    let probe: number | null = null;
    let nowMs = 0;
    for (const step of all) {
      if (step === "wait") nowMs += 60;
      else if (step === "ask") {
        if (breaker.state(nowMs) === "half_open" && breaker.allows(nowMs)) {
          assert.equal(probe, null);
          probe = breaker.begin(nowMs);
        }
      } else if (probe !== null) {
        if (step === "answer") breaker.answered(probe);
        else if (step === "fail") breaker.failed(probe, nowMs);
        else breaker.release(probe);
        probe = null;
      }
    }
  }));
});
