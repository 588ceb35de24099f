import assert from "node:assert/strict";
import type { LogEntry, LogPolicy, PrepareEntry } from "../../../lib/store/log_entry.ts";
import { Connection } from "../../../lib/store/connection.ts";
import { appendLogEntries } from "../../../lib/store/log_writer.ts";
import { migrate } from "../../../lib/store/migrate.ts";
import { MIGRATIONS } from "../../../lib/store/migrations.ts";
import { errcodeOf } from "../../../lib/store/sqlite_error.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const POLICY: LogPolicy = { logPrompts: true, logResponses: true, redactSecrets: false };

const asText: PrepareEntry = ({ record, requestBody }) => ({
  record,
  requestBody: requestBody === null ? null : new TextDecoder().decode(requestBody),
  responseBody: null,
  responseText: null,
  bodyState: requestBody === null ? "none" : "kept",
});

interface Bench {
  readonly connection: Connection;
  append(entries: LogEntry[], prepare?: PrepareEntry): ReturnType<typeof appendLogEntries>;
  rows(sql: string): Record<string, unknown>[];
}

async function withLog(use: (bench: Bench) => void) {
  await using dir = await tempDir();
  const connection = Connection.open(dir.file("a.db"), "writer");
  try {
    await migrate(connection, MIGRATIONS, 1);
    use({
      connection,
      append: (entries, prepare = asText) => appendLogEntries(connection, entries, prepare, POLICY),
      rows: (sql) => connection.execute(sql).rows.map((row) => ({ ...row as object })),
    });
  } finally {
    connection.close();
  }
}

Deno.test("appendLogEntries writes rows, and bodies apart from them", () =>
  withLog(({ append, rows }) => {
    const report = append([
      recordedRequest({ id: testId(1) }, { request: "{}" }),
      recordedRequest({ id: testId(2) }),
    ]);

    assert.deepEqual(report, {
      inserted: 2,
      duplicates: 0,
      unprepared: 0,
      rejected: 0,
      reason: null,
    });
    assert.deepEqual(rows("SELECT seq, id, body_state FROM request_logs"), [
      { seq: 1, id: testId(1), body_state: "kept" },
      { seq: 2, id: testId(2), body_state: "none" },
    ]);
    assert.deepEqual(rows("SELECT seq, request_body FROM request_bodies"), [
      { seq: 1, request_body: "{}" },
    ]);
  }));

Deno.test("appendLogEntries writes a batch that comes again only once", () =>
  withLog(({ append, rows }) => {
    const batch = [1, 2].map((n) => recordedRequest({ id: testId(n) }, { request: "{}" }));
    append(batch);

    const again = append([...batch, recordedRequest({ id: testId(3) })]);

    assert.equal(again.duplicates, 2);
    assert.equal(again.inserted, 1);
    assert.equal(rows("SELECT * FROM request_logs").length, 3);
    assert.equal(rows("SELECT * FROM request_bodies").length, 2);
  }));

Deno.test("appendLogEntries rejects a poisonous row and writes the others", () =>
  withLog(({ append, rows }) => {
    const poison = recordedRequest({ id: testId(2) });
    const noText: unknown = { not: "a text" };
    const table: [string, Partial<LogEntry["record"]>][] = [
      ["an object for a text", { endpoint: noText as string }],
      ["a missing text", { provider: null as unknown as string }],
      ["a text for a number", { callerTokenId: noText as string }],
    ];
    for (const [index, [what, change]] of table.entries()) {
      const n = index * 10;
      const report = append([
        recordedRequest({ id: testId(n + 1) }),
        { ...poison, record: { ...poison.record, id: testId(n + 2), ...change } },
        recordedRequest({ id: testId(n + 3) }),
      ]);
      assert.equal(report.rejected, 1, what);
      assert.equal(report.inserted, 2, what);
      assert.ok(report.reason !== null && report.reason !== "", what);
    }
    assert.equal(rows("SELECT * FROM request_logs").length, table.length * 2);
  }));

Deno.test("appendLogEntries keeps the row, without texts, when preparing it fails", () =>
  withLog(({ append, rows }) => {
    const throws: PrepareEntry = () => {
      throw new Error("cannot redact");
    };
    const report = append(
      [recordedRequest({ id: testId(1), errorMessage: "key sk-secret" }, { request: "sk-secret" })],
      throws,
    );

    assert.deepEqual([report.inserted, report.unprepared, report.reason], [1, 1, "cannot redact"]);
    assert.deepEqual(rows("SELECT error_message, body_state FROM request_logs"), [
      { error_message: "[not kept: redaction failed]", body_state: "failed" },
    ]);
    assert.deepEqual(rows("SELECT * FROM request_bodies"), []);
  }));

Deno.test("appendLogEntries keeps the row when its bodies cannot be written", () =>
  withLog(({ append, rows }) => {
    const noText: unknown = { not: "a text" };
    const report = append([recordedRequest({ id: testId(1) })], ({ record }) => ({
      record,
      requestBody: noText as string,
      responseBody: null,
      responseText: null,
      bodyState: "kept",
    }));

    assert.equal(report.inserted, 1);
    assert.deepEqual(rows("SELECT body_state FROM request_logs"), [{ body_state: "failed" }]);
  }));

Deno.test("appendLogEntries writes nothing of a batch when the database is in trouble", () =>
  withLog(({ connection, append, rows }) => {
    const [{ pages }] = rows("SELECT page_count AS pages FROM pragma_page_count") as [
      { pages: number },
    ];
    connection.execute(`PRAGMA max_page_count = ${pages + 5}`);
    const many = Array.from(
      { length: 200 },
      (_, n) => recordedRequest({ id: testId(n) }, { request: "x".repeat(1000) }),
    );

    assert.throws(() => append(many), (error) => errcodeOf(error) === 13);
    assert.equal(connection.inTransaction, false);
    assert.deepEqual(rows("SELECT * FROM request_logs"), []);

    connection.execute("PRAGMA max_page_count = 100000");
    assert.equal(append(many).inserted, 200);
  }));

Deno.test("appendLogEntries notes the latest use of each caller token, and never an earlier one", () =>
  withLog(({ connection, append, rows }) => {
    for (const id of ["t1", "t2"]) {
      connection.execute(
        `INSERT INTO caller_tokens (id, name, token_prefix, token_hash, created_at_ms)
          VALUES (?, 'n', 'fgt_', ?, 1)`,
        [id, new TextEncoder().encode(id)],
      );
    }
    const use = (n: number, callerTokenId: string | null, startedAtMs: number) =>
      recordedRequest({ id: testId(n), callerTokenId, startedAtMs });
    const version = () => rows("SELECT version FROM directory_version")[0]?.version;
    const before = version();

    append([use(1, "t1", 300), use(2, "t1", 500), use(3, "t1", 400), use(4, null, 900)]);
    append([use(5, "t1", 200), use(6, "gone", 700)]);

    assert.deepEqual(rows("SELECT id, last_used_at_ms AS at FROM caller_tokens ORDER BY id"), [
      { id: "t1", at: 500 },
      { id: "t2", at: null },
    ]);
    assert.equal(version(), before, "last use must not make servers reload");
  }));
