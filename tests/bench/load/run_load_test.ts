import assert from "node:assert/strict";
import { type LoadOptions, runLoad } from "../../../bench/load/run_load.ts";
import { startSimulator } from "../../../bench/simulator/simulator.ts";

const OPTIONS: Omit<LoadOptions, "url"> = {
  model: "gpt-4o-mini:chunks=3",
  stream: false,
  promptBytes: 400,
  headers: { authorization: "Bearer sk-sim" },
  concurrency: 4,
  rate: null,
  seconds: Infinity,
  count: 40,
  warmup: 10,
};

const test = (name: string, fn: () => Promise<void>): void =>
  Deno.test({ name, fn, sanitizeOps: true, sanitizeResources: true });

const CASES: readonly (readonly [string, Partial<LoadOptions>, number])[] = [
  ["a closed loop", {}, 0],
  ["a closed loop of streams", { stream: true }, 1 + 3 + 1 + 1 + 1],
  ["an open loop", { rate: 2000, seconds: 60 }, 0],
  ["prompts of 100 KB", { promptBytes: 100_000 }, 0],
];

for (const [title, more, events] of CASES) {
  test(`runLoad counts what the provider answered in ${title}`, async () => {
    await using sim = await startSimulator({ transport: "fast" });
    const url = `${sim.baseUrl}/chat/completions`;
    const result = await runLoad({ ...OPTIONS, url, ...more });

    assert.equal(result.requests, 40);
    assert.equal(result.ok, 40);
    assert.deepEqual(result.eventsPerAnswer, [events, events]);
    assert.deepEqual(result.answered, {
      rows: 50,
      promptTokens: sim.totals.promptTokens,
      completionTokens: sim.totals.completionTokens,
    });
    assert.ok(result.latency.p50 > 0 && result.latency.p50 <= result.latency.max);
  });
}

test("runLoad counts failures and goes on", async () => {
  await using sim = await startSimulator();
  const url = `${sim.baseUrl}/chat/completions`;
  sim.setScenario("status=500", 5);
  const result = await runLoad({ ...OPTIONS, url, warmup: 0 });
  assert.deepEqual(result.statuses, { "200": 35, "500": 5 });
  assert.equal(result.answered.rows, 35);
});

test("runLoad stops when nothing answers", async () => {
  const sim = await startSimulator();
  await sim.close();
  const result = await runLoad({ ...OPTIONS, url: `${sim.baseUrl}/chat`, count: 1e6, warmup: 0 });
  assert.ok(result.errors >= 100 && result.errors < 110);
  assert.match(result.errorSamples[0] ?? "", /ConnectionRefused/);
});

test("runLoad counts an open loop's time from when a request was due", async () => {
  await using sim = await startSimulator();
  const url = `${sim.baseUrl}/chat/completions`;
  const model = "gpt-4o-mini:latency=10";
  const options = { ...OPTIONS, url, model, concurrency: 1, rate: 1000, count: 20, warmup: 0 };
  const result = await runLoad(options);
  // One connection serves 100 a second at most: the 20th of 1000 a second waits for 19 others.
  assert.ok(result.latency.max >= 10 + 19 * 9, `max is ${result.latency.max}`);
  assert.ok(result.lag.max >= 19 * 9);
});
