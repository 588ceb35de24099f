import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { MIGRATIONS } from "../../../lib/store/migrations.ts";
import { openStore } from "../../../lib/store/store.ts";
import {
  openTestStore,
  PREPARE_THROWS,
  recordedRequest,
  spawnStoreWorker,
  STILL_CLOCK,
  testId,
  THREAD_DIES,
} from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const isDatabaseError = (error: unknown) =>
  error instanceof FlowError && error.code === "database_error";

Deno.test("openStore makes a database, and opens it again with all that was in it", async () => {
  await using dir = await tempDir();
  {
    await using store = await openTestStore(dir.file("a.db"));
    await store.append([recordedRequest({ id: testId(1) }, { request: "{}", response: "ok" })]);
  }
  await using store = await openTestStore(dir.file("a.db"));

  const bodies = await store.db.selectFrom("request_bodies").selectAll().execute();
  const migrations = await store.db.selectFrom("schema_migrations")
    .select(["number", "applied_at_ms"]).execute();

  assert.deepEqual(bodies, [
    { seq: 1, request_body: "{}", response_body: "ok", response_text: null },
  ]);
  assert.deepEqual(
    migrations,
    MIGRATIONS.map(({ number }) => ({ number, applied_at_ms: STILL_CLOCK.now() })),
  );
});

Deno.test("openStore leaves one file behind when it is closed", async () => {
  await using dir = await tempDir();
  {
    await using store = await openTestStore(dir.file("a.db"));
    await store.append([recordedRequest()]);
  }
  assert.deepEqual([...Deno.readDirSync(dir.path)].map(({ name }) => name), ["a.db"]);
});

Deno.test("openStore rejects when the database or its worker cannot be had", async () => {
  await using dir = await tempDir();
  const failingModule = () =>
    new Worker("data:text/javascript,throw new Error('does not load')", { type: "module" });
  const cases = [
    { path: dir.file("missing/a.db"), spawnWorker: spawnStoreWorker },
    { path: dir.path, spawnWorker: spawnStoreWorker },
    { path: dir.file("a.db"), spawnWorker: failingModule },
  ];
  for (const options of cases) {
    await assert.rejects(openStore({ ...options, clock: STILL_CLOCK }), isDatabaseError);
  }
});

Deno.test("Store.append redacts, and rejects nothing else because of one bad entry", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const secret = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789";
  const poison: unknown = { ...recordedRequest().record, latencyMs: 1n };

  const report = await store.append([
    recordedRequest({ id: testId(1), errorMessage: `bad key ${secret}` }, {
      request: `{"note":"${secret}"}`,
      response: secret,
    }),
    recordedRequest({ id: testId(2), modelRequested: PREPARE_THROWS }),
    { ...recordedRequest(), record: poison as ReturnType<typeof recordedRequest>["record"] },
  ]);

  assert.deepEqual([report.inserted, report.unprepared, report.rejected], [2, 1, 1]);
  const everything = JSON.stringify([
    await store.db.selectFrom("request_logs").selectAll().execute(),
    await store.db.selectFrom("request_bodies").selectAll().execute(),
  ]);
  assert.doesNotMatch(everything, /klmnopqrstuvwxyz/);
  assert.match(everything, /sk-proj-ab\.\.\.\*{4}/);
});

Deno.test("Store.append keeps no bodies that logging is off for", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"), {
    logging: { logPrompts: false, logResponses: true, redactSecrets: true },
  });

  await store.append([recordedRequest({}, { request: "asked", response: "answered" })]);

  const [bodies] = await store.db.selectFrom("request_bodies").selectAll().execute();
  assert.deepEqual([bodies?.request_body, bodies?.response_body], [null, "answered"]);
});

Deno.test("Store.setLogPolicy counts from the next row on, also for a writer that began anew", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const append = (n: number) =>
    store.append([recordedRequest({ id: testId(n) }, { request: "asked", response: "answered" })]);
  await append(1);

  await store.setLogPolicy({ logPrompts: false, logResponses: true, redactSecrets: true });
  await append(2);
  await assert.rejects(
    store.append([recordedRequest({ modelRequested: THREAD_DIES })]),
    isDatabaseError,
  );
  await append(3);

  const bodies = await store.db.selectFrom("request_bodies").select("request_body").orderBy("seq")
    .execute();
  assert.deepEqual(bodies.map((row) => row.request_body), ["asked", null, null]);
});

Deno.test("Store rejects what a dying writer was doing, tells it, and works on with a new one", async () => {
  await using dir = await tempDir();
  const errors: FlowError[] = [];
  await using store = await openTestStore(dir.file("a.db"), {
    onError: (error) => errors.push(error),
  });
  const batch = [recordedRequest({ id: testId(1) })];

  await assert.rejects(
    store.append([recordedRequest({ modelRequested: THREAD_DIES })]),
    isDatabaseError,
  );
  const report = await store.append(batch);

  assert.equal(report.inserted, 1);
  assert.equal(errors.length, 1);
  assert.equal((await store.check()).ok, true);
});

Deno.test("Store.backup copies a database that is being written to, as it is at one moment", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const batch = (from: number) =>
    Array.from(
      { length: 50 },
      (_, n) => recordedRequest({ id: testId(from + n) }, { request: "x" }),
    );
  await store.append(batch(0));
  let copied = false;
  const writing = (async () => {
    for (let n = 1; !copied; n++) await store.append(batch(n * 50));
  })();

  await store.backup(dir.file("copy.db"));
  copied = true;
  await writing;

  await using copy = await openTestStore(dir.file("copy.db"));
  const health = await copy.check({ integrity: true });
  const rows = await copy.db.selectFrom("request_logs").select("seq").execute();
  const bodies = await copy.db.selectFrom("request_bodies").select("seq").execute();
  assert.deepEqual([health.ok, health.problem], [true, null]);
  assert.ok(rows.length >= 50 && rows.length % 50 === 0, `${rows.length} rows are whole batches`);
  assert.deepEqual(bodies, rows);
});

Deno.test("Store.backup refuses a path that exists, and leaves it alone", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  Deno.writeTextFileSync(dir.file("precious.txt"), "precious");

  await assert.rejects(store.backup(dir.file("precious.txt")), (error) => {
    assert.ok(error instanceof FlowError);
    assert.equal(error.code, "already_exists");
    return true;
  });

  assert.equal(Deno.readTextFileSync(dir.file("precious.txt")), "precious");
});

Deno.test("Store rejects everything once it is closed", async () => {
  await using dir = await tempDir();
  const store = await openTestStore(dir.file("a.db"));
  await store.close();

  await assert.rejects(store.append([recordedRequest()]), isDatabaseError);
  await assert.rejects(store.db.selectFrom("settings").selectAll().execute());
  await assert.rejects(store.backup(dir.file("b.db")), isDatabaseError);
  await store.close();
});
