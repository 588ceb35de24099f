import assert from "node:assert/strict";
import { periodsOf, previousOf, settleWindow } from "../../../lib/admin/statistics_window.ts";
import { flowError } from "../../support/flow_error.ts";

const NOW = Date.parse("2026-10-25T12:30:10.500Z");
const text = (ms: number) => new Date(ms).toISOString();
const bounds = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => [text(fromMs), text(toMs)];

Deno.test("settleWindow begins today at midnight and compares with yesterday up to now", () => {
  const window = settleWindow({ period: "today", tz: "Europe/Berlin" }, NOW);

  assert.equal(text(window.fromMs), "2026-10-24T22:00:00.000Z");
  assert.ok(window.toMs > NOW);
  assert.deepEqual(bounds(previousOf(window)), [
    "2026-10-23T22:00:00.000Z",
    "2026-10-24T12:30:10.500Z",
  ]);
});

Deno.test("settleWindow counts weeks, months and days back from now to the millisecond", () => {
  assert.equal(text(settleWindow({ period: "week" }, NOW).fromMs), "2026-10-18T12:30:10.500Z");
  assert.equal(text(settleWindow({ period: "month" }, NOW).fromMs), "2026-09-25T12:30:10.500Z");
  const window = settleWindow({ days: 2 }, NOW);
  assert.deepEqual(bounds(previousOf(window)), [
    "2026-10-21T12:30:10.500Z",
    "2026-10-23T12:30:10.500Z",
  ]);
});

Deno.test("settleWindow takes what it is told, and compares with as long a time before", () => {
  const [fromMs, toMs] = [NOW - 5000, NOW - 2000];
  const window = settleWindow({ period: "today", fromMs, toMs }, NOW);

  assert.deepEqual([window.fromMs, window.toMs], [fromMs, toMs]);
  assert.deepEqual(window.previous, { fromMs: fromMs - 3000, toMs: fromMs });
  assert.equal(settleWindow({ toMs, days: 1 }, NOW).fromMs, toMs - 86_400_000);
});

Deno.test("settleWindow refuses windows that end before they begin, and endless ones", () => {
  const refused = flowError("invalid_request", /./);
  assert.throws(() => settleWindow({ fromMs: NOW, toMs: NOW }, NOW), refused);
  assert.throws(() => settleWindow({ fromMs: 0 }, NOW), refused);
  assert.throws(() => settleWindow({ tz: "Nowhere" }, NOW), refused);
});

Deno.test("periodsOf tells how the clocks go", () => {
  const window = settleWindow({ days: 1, tz: "Europe/Berlin" }, NOW);

  assert.deepEqual(periodsOf(window).map(({ offsetMs }) => offsetMs / 3_600_000), [2, 1]);
});
