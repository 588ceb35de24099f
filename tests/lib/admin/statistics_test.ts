import assert from "node:assert/strict";
import fc from "fast-check";
import {
  breakdown,
  callerTokenNames,
  type Granularity,
  overview,
  timeline,
} from "../../../lib/admin/statistics.ts";
import { settleWindow, type Window } from "../../../lib/admin/statistics_window.ts";
import type { RequestRecord } from "../../../lib/domain/request_record.ts";
import { clockAt, countedMeasures, records } from "../../support/statistics_rows.ts";
import { tempDir } from "../../support/temp.ts";
import {
  openTestStore,
  recordedRequest,
  testId,
  type TestStore,
} from "../../support/test_store.ts";

const DAY_MS = 86_400_000;
/** A zone, and a moment at which its clocks are changed. */
const ZONES: readonly (readonly [string, number])[] = [
  ["Europe/Berlin", Date.UTC(2026, 9, 25, 1)],
  ["Europe/Berlin", Date.UTC(2026, 2, 29, 1)],
  ["America/New_York", Date.UTC(2026, 10, 1, 6)],
  ["Asia/Kolkata", Date.UTC(2026, 5, 1)],
  ["Australia/Lord_Howe", Date.UTC(2026, 3, 4, 15)],
  ["UTC", Date.UTC(2026, 0, 1)],
];

async function append(store: TestStore, all: readonly RequestRecord[]): Promise<void> {
  await store.append(all.map((record) => ({ record, requestBody: null, responseBody: null })));
}

async function emptyLog(store: TestStore): Promise<void> {
  while (await store.deleteRows({ beforeMs: null, limit: 1000 }) > 0);
}

/** The start of some row or of a quarter, or any time: the edges at which sums go wrong. */
function edges(all: readonly RequestRecord[], aroundMs: number): fc.Arbitrary<number> {
  const starts = all.map(({ startedAtMs }) => startedAtMs);
  const any = fc.integer({ min: aroundMs - 3 * DAY_MS, max: aroundMs + 3 * DAY_MS });
  const quarter = any.map((at) => Math.floor(at / 900_000) * 900_000);
  if (starts.length === 0) return fc.oneof(any, quarter);
  return fc.oneof(
    any,
    quarter,
    fc.constantFrom(...starts),
    fc.constantFrom(...starts).map((at) => at + 1),
  );
}

const inWindow = ({ fromMs, toMs }: Window) => ({ startedAtMs }: RequestRecord) =>
  startedAtMs >= fromMs && startedAtMs < toMs;

/** Random rows around a change of clocks, of which retention then deletes some. */
function eachLog(
  runs: number,
  verify: (store: TestStore, all: RequestRecord[], window: Window) => Promise<void>,
): Promise<void> {
  return (async () => {
    await using dir = await tempDir();
    await using store = await openTestStore(dir.file("a.db"));
    const scenario = fc.constantFrom(...ZONES).chain(([zone, changeMs]) =>
      records(changeMs - 2 * DAY_MS, changeMs + 2 * DAY_MS).chain((all) =>
        fc.record({
          all: fc.constant(all),
          fromMs: edges(all, changeMs),
          toMs: fc.option(edges(all, changeMs), { nil: undefined }),
          deleted: fc.nat(10),
          byAge: fc.boolean(),
          summed: fc.nat(60),
          summedLater: fc.nat(60),
          zone: fc.constant(zone),
          nowMs: fc.constant(changeMs + 3 * DAY_MS),
        })
      )
    ).filter(({ fromMs, toMs = Infinity }) => fromMs < toMs);
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        const { all, fromMs, toMs, deleted, byAge, summed, summedLater, zone, nowMs } = given;
        await emptyLog(store);
        await append(store, all);
        await store.sumRows(summed);
        const left = byAge
          ? all.toSorted((a, b) => a.startedAtMs - b.startedAtMs).slice(deleted)
          : all.slice(deleted);
        await store.deleteRows({ beforeMs: byAge ? nowMs : null, limit: deleted });
        await store.sumRows(summedLater);
        const window = settleWindow({ tz: zone, fromMs, toMs }, nowMs);
        await verify(store, left, window);
      }),
      { numRuns: runs },
    );
  })();
}

Deno.test("overview tells what counting the rows of the window one by one tells", () =>
  eachLog(60, async (store, all, window) => {
    const counted = countedMeasures(all.filter(inWindow(window)));

    assert.deepEqual(await overview(store.db, window), counted);
  }));

Deno.test("overview of one value counts its rows only", () =>
  eachLog(15, async (store, all, window) => {
    const counted = countedMeasures(
      all.filter(inWindow(window)).filter(({ provider }) => provider === "groq"),
    );
    const filter = { dimension: "provider", value: "groq" } as const;

    assert.deepEqual(await overview(store.db, window, filter), counted);
  }));

for (const granularity of ["hour", "day"] as const satisfies Granularity[]) {
  Deno.test(`timeline by ${granularity} puts each row where the zone's clocks show it`, () =>
    eachLog(60, async (store, all, window) => {
      const groups = Map.groupBy(all.filter(inWindow(window)), ({ startedAtMs }) => {
        const { day, hour, offset } = clockAt(window.zone, startedAtMs);
        return granularity === "day" ? day : `${hour} ${offset}`;
      });
      const expected = [...groups.values()]
        .map((group) => ({
          time: clockAt(window.zone, group[0]?.startedAtMs ?? 0)[granularity],
          first: Math.min(...group.map(({ startedAtMs }) => startedAtMs)),
          ...countedMeasures(group),
        }))
        .toSorted((a, b) => a.first - b.first)
        .map(({ first: _, ...item }) => item);

      const items = await timeline(store.db, window, granularity);

      assert.deepEqual(items.map(({ start: _, ...item }) => item), expected);
      const starts = items.map(({ start }) => Date.parse(start));
      assert.deepEqual(starts, [...new Set(starts)].toSorted((a, b) => a - b));
    }));
}

const VALUES = {
  provider: (record: RequestRecord) => [record.provider],
  model: (record: RequestRecord) => [record.modelUsed.slice(0, 200)],
  caller_token: (record: RequestRecord) => [record.callerTokenId ?? ""],
  tier: (record: RequestRecord) => [record.complexityTier ?? ""],
  status: (record: RequestRecord) => [`${record.outcome} ${record.httpStatus}`],
  session: (record: RequestRecord) => record.sessionId === null ? [] : [record.sessionId],
  tag: ({ userTag, tags }: RequestRecord) => [
    ...new Set([
      ...(userTag === null ? [] : [userTag]),
      ...Object.entries(tags ?? {}).map(([name, value]) => `${name}=${value}`),
    ]),
  ],
} as const;

for (const by of Object.keys(VALUES) as (keyof typeof VALUES)[]) {
  Deno.test(`breakdown by ${by} tells what counting its rows one by one tells`, () =>
    eachLog(25, async (store, all, window) => {
      const rows = all.filter(inWindow(window));
      const values = new Set(rows.flatMap((record) => VALUES[by](record)));
      const expected = [...values].map((value) => ({
        value,
        ...countedMeasures(rows.filter((record) => VALUES[by](record).includes(value))),
      }));

      const items = await breakdown(store.db, window, {
        by,
        order: "requests",
        limit: 100,
        compare: false,
      });

      const byName = (a: { value: string }, b: { value: string }) => a.value < b.value ? -1 : 1;
      assert.deepEqual(items.toSorted(byName), expected.toSorted(byName));
    }));
}

Deno.test("breakdown gives the largest by what it is ordered by, and the window before", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const now = Date.UTC(2026, 0, 10);
  const row = (id: number, daysAgo: number, provider: string, costNanoUsd: number) =>
    recordedRequest({
      id: testId(id),
      startedAtMs: now - daysAgo * DAY_MS,
      provider,
      costNanoUsd,
    });
  await store.append([
    row(1, 0.5, "openai", 5),
    row(2, 0.5, "groq", 3),
    row(3, 0.5, "groq", 1),
    row(4, 0.5, "mistral", 1),
    row(5, 1.5, "openai", 7),
    row(6, 2.5, "openai", 9),
  ]);
  const window = settleWindow({ days: 1 }, now);

  const items = await breakdown(store.db, window, {
    by: "provider",
    order: "cost",
    limit: 2,
    compare: true,
  });

  assert.deepEqual(
    items.map(({ value, cost_nano_usd, previous }) => [
      value,
      cost_nano_usd,
      previous?.cost_nano_usd,
    ]),
    [["openai", 5, 7], ["groq", 4, 0]],
  );
});

Deno.test("callerTokenNames asks the tokens, then the log", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await store.append([
    recordedRequest({ id: testId(1), callerTokenId: "gone", callerTokenName: "old name" }),
  ]);

  const names = await callerTokenNames(store.db, ["gone", "", "unknown"]);

  assert.deepEqual([...names], [["gone", "old name"]]);
});
