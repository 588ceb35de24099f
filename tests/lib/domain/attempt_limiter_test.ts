import assert from "node:assert/strict";
import { AttemptLimiter } from "../../../lib/domain/attempt_limiter.ts";
import { FlowError } from "../../../lib/domain/errors.ts";
import { HandClock } from "../../support/hand_clock.ts";

function waitS(limiter: AttemptLimiter): number {
  try {
    limiter.assertOpen();
    return 0;
  } catch (thrown) {
    assert.ok(thrown instanceof FlowError && thrown.code === "too_many_attempts");
    return Number(thrown.headers["retry-after"]);
  }
}

Deno.test("AttemptLimiter lets two mistakes pass, then doubles the wait up to its longest", () => {
  const clock = new HandClock();
  const limiter = new AttemptLimiter("passwords", clock);
  const waits = Array.from({ length: 10 }, () => {
    limiter.recordWrong();
    const seconds = waitS(limiter);
    clock.advance(seconds * 1000);
    return seconds;
  });

  assert.deepEqual(waits, [0, 0, 1, 2, 4, 8, 16, 30, 30, 30]);
  assert.equal(limiter.wrong, 10);
});

Deno.test("AttemptLimiter stays closed until the last millisecond of the wait", () => {
  const clock = new HandClock();
  const limiter = new AttemptLimiter("codes", clock, {
    free: 0,
    firstDelayMs: 1000,
    longestDelayMs: 9000,
  });
  limiter.recordWrong();

  clock.advance(999);
  assert.throws(
    () => limiter.assertOpen(),
    /Too many wrong codes \(1 in a row\)\. Try again in 1 s/,
  );
  clock.advance(1);
  limiter.assertOpen();
});

Deno.test("AttemptLimiter forgets mistakes after a right attempt", () => {
  const limiter = new AttemptLimiter("passwords", new HandClock());
  for (let i = 0; i < 5; i++) limiter.recordWrong();
  limiter.recordRight();

  assert.equal(waitS(limiter), 0);
  limiter.recordWrong();
  assert.equal(waitS(limiter), 0);
});
