import assert from "node:assert/strict";
import { Exchange } from "../../../lib/http/exchange.ts";
import { Watchdog } from "../../../lib/http/watchdog.ts";
import { HandClock } from "../../support/hand_clock.ts";

const LIMITS = { connectMs: 10, headersMs: 1000, idleMs: 100 };

/** A watchdog whose timer ends with the test. */
function guarded(): { clock: HandClock; dog: Watchdog } & Disposable {
  const clock = new HandClock();
  const dog = new Watchdog(clock);
  return { clock, dog, [Symbol.dispose]: () => dog.stop() };
}

/** Resolves when the exchange ends, with the code of its failure. */
function ended(exchange: Exchange): Promise<string> {
  return new Promise((resolve) =>
    exchange.signal.addEventListener("abort", () => resolve(exchange.failure?.code ?? "none"))
  );
}

Deno.test("Watchdog ends an exchange that keeps no limit, and only that", async () => {
  using subject = guarded();
  const { clock, dog } = subject;
  const slow = new Exchange("slow", LIMITS, clock.monotonic());
  dog.watch(slow);
  clock.advance(999);
  const young = new Exchange("young", LIMITS, clock.monotonic());
  dog.watch(young);
  clock.advance(2);

  assert.equal(await ended(slow), "upstream_header_timeout");
  assert.equal(young.phase, "headers");
  assert.equal(dog.count, 1);
});

Deno.test("Watchdog lets its timer go when nothing is left, and starts it again", async () => {
  using subject = guarded();
  const { clock, dog } = subject;
  for (const round of [1, 2]) {
    const exchange = new Exchange(`round ${round}`, LIMITS, clock.monotonic());
    dog.watch(exchange);
    clock.advance(1001);

    assert.equal(await ended(exchange), "upstream_header_timeout");
    assert.equal(dog.count, 0);
  }
});

Deno.test("Watchdog counts only exchanges under way", () => {
  using subject = guarded();
  const { dog } = subject;
  const exchange = new Exchange("done", LIMITS, 0);
  dog.watch(exchange);
  dog.watch(new Exchange("under way", LIMITS, 0));

  exchange.finish();

  assert.equal(dog.count, 1);
});

Deno.test("Watchdog stops without a timer left behind", () => {
  const dog = new Watchdog(new HandClock());
  dog.watch(new Exchange("p", LIMITS, 0));

  dog.stop();
  dog.stop();

  assert.equal(dog.count, 1);
});
