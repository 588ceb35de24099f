import assert from "node:assert/strict";
import fc from "fast-check";
import { FlowError } from "../../../lib/domain/errors.ts";
import { relay } from "../../../lib/gateway/relay.ts";
import { WriteCoalescer } from "../../../lib/gateway/write_coalescer.ts";
import { Exchange } from "../../../lib/http/exchange.ts";
import { HandClock } from "../../support/hand_clock.ts";
import { settled } from "../../support/scripted_body.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** A clock by which every piece comes a millisecond after the one before: nothing is joined. */
class RunningClock extends HandClock {
  override monotonic(): number {
    this.advance(1);
    return super.monotonic();
  }
}

/** A source whose pieces a test hands over; it breaks off when its exchange is ended. */
class Source {
  reads = 0;
  readonly #waiting: PromiseWithResolvers<Uint8Array | null>[] = [];
  readonly #ready: (Uint8Array | null | Error)[] = [];

  constructor(exchange: Exchange) {
    exchange.signal.addEventListener("abort", () => this.#give(new Error("aborted")));
  }

  read(): Promise<Uint8Array | null> {
    this.reads++;
    const next = this.#ready.shift();
    if (next !== undefined) {
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    }
    const later = Promise.withResolvers<Uint8Array | null>();
    this.#waiting.push(later);
    return later.promise;
  }

  write(text: string): void {
    this.#give(bytes(text));
  }
  end(): void {
    this.#give(null);
  }
  breakOff(): void {
    this.#give(new Error("connection reset"));
  }

  #give(next: Uint8Array | null | Error): void {
    const later = this.#waiting.shift();
    if (later === undefined) this.#ready.push(next);
    else if (next instanceof Error) later.reject(next);
    else later.resolve(next);
  }
}

/** A relay with everything around it in a test's hands. */
function relaying(
  options: { last?: Uint8Array | null; clock?: HandClock; patienceMs?: number } = {},
) {
  const { last = bytes("[end]"), clock = new RunningClock(), patienceMs = 0 } = options;
  const exchange = new Exchange("p (host)", { connectMs: 1, headersMs: 1, idleMs: 100 }, 0);
  exchange.headersArrived(0);
  const source = new Source(exchange);
  const calls: string[] = [];
  const stream = relay({
    reader: source,
    exchange,
    clock,
    coalescer: new WriteCoalescer(clock),
    patienceMs,
    hooks: {
      pass: (piece) => piece,
      end: (failure) => {
        calls.push(`end ${failure?.code ?? "well"}`);
        return last;
      },
      callerGone: () => void calls.push("caller gone"),
    },
  });
  return { source, exchange, stream, calls, clock };
}

Deno.test("relay passes pieces on as they come, then the end", async () => {
  const { source, exchange, stream, calls } = relaying();
  const reader = stream.getReader();

  source.write("a");
  assert.deepEqual((await reader.read()).value, bytes("a"));
  source.write("b");
  assert.deepEqual((await reader.read()).value, bytes("b"));
  source.end();
  assert.deepEqual((await reader.read()).value, bytes("[end]"));

  assert.equal((await reader.read()).done, true);
  assert.deepEqual(calls, ["end well"]);
  assert.equal(exchange.phase, "over");
  assert.equal(exchange.signal.aborted, false);
});

Deno.test("relay stops reading from the provider when the caller does not keep up", async () => {
  const { source, exchange, stream } = relaying();
  for (let i = 0; i < 100; i++) source.write(`${i % 10}`);
  await settled();

  const readsAhead = source.reads;
  assert.ok(readsAhead <= 9, `${readsAhead} pieces were read for nobody`);
  exchange.enforceLimits(1_000_000);
  assert.equal(exchange.failure, null);

  source.end();
  assert.equal(await new Response(stream).text(), "0123456789".repeat(10) + "[end]");
});

Deno.test("relay goes on reading after each pause of the caller", async () => {
  const { source, stream } = relaying();
  const reader = stream.getReader();
  for (let i = 0; i < 40; i++) source.write("x");
  source.end();

  let got = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    got += next.value.length;
    if (got % 7 === 0) await settled();
  }

  assert.equal(got, 40 + "[end]".length);
});

Deno.test("relay reads no more than a caller takes even when pieces are joined", async () => {
  const { source, stream, calls } = relaying({ clock: new HandClock() });
  const piece = "x".repeat(16_384);
  for (let i = 0; i < 1000; i++) source.write(piece);
  await settled();

  assert.ok(source.reads < 100, `${source.reads} pieces were read for nobody`);

  await stream.cancel();
  assert.deepEqual(calls, ["caller gone"]);
});

const hangUps: [when: string, prepare: (subject: ReturnType<typeof relaying>) => Promise<void>][] =
  [
    ["before anything came", () => Promise.resolve()],
    ["while a piece is awaited", async ({ source, stream }) => {
      source.write("a");
      const reader = stream.getReader();
      await reader.read();
      reader.releaseLock();
    }],
    ["while reading is paused", async ({ source }) => {
      for (let i = 0; i < 100; i++) source.write("x");
      await settled();
    }],
  ];
for (const [when, prepare] of hangUps) {
  Deno.test(`relay ends the exchange when the caller hangs up ${when}`, async () => {
    const subject = relaying();
    await prepare(subject);

    await subject.stream.cancel();
    await settled();

    assert.equal(subject.exchange.failure?.code, "caller_gone");
    assert.deepEqual(subject.calls, ["caller gone"]);
  });

  Deno.test(`relay notices that the caller's connection was lost ${when}`, async () => {
    const subject = relaying();
    await prepare(subject);

    subject.exchange.abort(new FlowError("caller_gone", "Gone."));
    await settled();

    assert.deepEqual(subject.calls, ["caller gone"]);
    await assert.rejects(Array.fromAsync(subject.stream), { code: "caller_gone" });
  });

  Deno.test(`relay ends its stream when the exchange is ended ${when}`, async () => {
    const subject = relaying();
    await prepare(subject);

    subject.exchange.abort(new FlowError("shutting_down", "Closing time."));
    await settled();

    assert.deepEqual(subject.calls, ["end shutting_down"]);
    const pieces = await Array.fromAsync(
      subject.stream,
      (piece) => new TextDecoder().decode(piece),
    );
    assert.match(pieces.join(""), /^x*\[end\]$/);
  });
}

Deno.test("relay does not count a caller who has got everything as gone", async () => {
  const { source, stream, calls } = relaying();
  source.write("a");
  source.end();
  await settled();

  await stream.cancel();

  assert.deepEqual(calls, ["end well"]);
});

Deno.test("relay says that the provider broke off, behind what came before", async () => {
  const { source, exchange, stream, calls } = relaying();
  source.write("a");
  source.breakOff();

  assert.equal(await new Response(stream).text(), "a[end]");
  assert.deepEqual(calls, ["end upstream_interrupted"]);
  assert.equal(exchange.phase, "over");
});

Deno.test("relay gives the exchange's own reason when its time ran out", async () => {
  const { exchange, stream, calls } = relaying();

  exchange.enforceLimits(1_000_000);

  assert.equal(await new Response(stream).text(), "[end]");
  assert.deepEqual(calls, ["end upstream_idle_timeout"]);
});

Deno.test("relay breaks the caller's stream off when the end asks for it", async () => {
  const { source, stream } = relaying({ last: null });
  source.write("half");
  source.breakOff();
  const reader = stream.getReader();

  assert.deepEqual((await reader.read()).value, bytes("half"));
  await assert.rejects(reader.read(), { code: "upstream_interrupted" });
});

Deno.test("relay calls exactly one ending whatever happens in whatever order", async () => {
  const step = fc.constantFrom("write", "write", "read", "end", "break", "cancel", "abort", "turn");
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { source, exchange, stream, calls } = relaying();
      const reader = stream.getReader();
      const reads: Promise<unknown>[] = [];
      for (const what of steps) {
        if (what === "write") source.write("x");
        else if (what === "read") reads.push(reader.read().catch(() => null));
        else if (what === "end") source.end();
        else if (what === "break") source.breakOff();
        else if (what === "cancel") await reader.cancel().catch(() => null);
        else if (what === "abort") exchange.abort(new FlowError("shutting_down", "Closing time."));
        else await settled();
      }
      source.end();
      await reader.cancel().catch(() => null);
      await settled();

      await Promise.all(reads);
      assert.equal(calls.length, 1, calls.join(", "));
      assert.equal(exchange.phase, "over");
    }),
    { numRuns: 60 },
  );
});

Deno.test("relay takes a caller that reads nothing for too long for gone, and ends the provider's call", async () => {
  const { source, exchange, stream, calls } = relaying({ patienceMs: 5 });
  const reader = stream.getReader();
  for (let i = 0; i < 20; i++) source.write("x");

  await assert.rejects(async () => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    for (;;) await reader.read();
  }, /stopped reading/);

  assert.deepEqual(calls, ["caller gone"]);
  assert.equal(exchange.failure?.code, "caller_gone");
});
