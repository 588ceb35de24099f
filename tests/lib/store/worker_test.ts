import assert from "node:assert/strict";
import type { StoreReply, StoreRequest } from "../../../lib/store/protocol.ts";
import { serveStoreWorker, type WorkerScope } from "../../../lib/store/worker.ts";
import { tempDir } from "../../support/temp.ts";

type Ask = (operation: StoreRequest["operation"], takes: unknown) => Promise<StoreReply>;

/** Serves a store in this thread. */
function serveHere(): Ask {
  const scope = new EventTarget();
  const waiting = new Map<number, (reply: StoreReply) => void>();
  const asScope: WorkerScope = {
    addEventListener: (type, listener) =>
      scope.addEventListener(type, (event) => listener(event as MessageEvent)),
    postMessage: (message) => {
      const reply = message as StoreReply;
      waiting.get(reply.id)?.(reply);
    },
  };
  serveStoreWorker(asScope, {
    prepare: ({ record }) => ({
      record,
      requestBody: null,
      responseBody: null,
      responseText: null,
      bodyState: "none",
    }),
    migrations: [{ number: 1, name: "one", text: "CREATE TABLE t (a UNIQUE)" }],
  });
  let nextId = 1;
  return (operation, takes) => {
    const { promise, resolve } = Promise.withResolvers<StoreReply>();
    const id = nextId++;
    waiting.set(id, resolve);
    scope.dispatchEvent(new MessageEvent("message", { data: { id, operation, takes } }));
    return promise;
  };
}

const opening = (path: string, role = "writer") => ({
  path,
  role,
  nowMs: 1,
  policy: { logPrompts: true, logResponses: true, redactSecrets: true },
});

Deno.test("serveStoreWorker opens, executes and closes", async () => {
  await using dir = await tempDir();
  const ask = serveHere();

  const opened = await ask("open", opening(dir.file("a.db")));
  await ask("execute", { sql: "INSERT INTO t VALUES (?)", parameters: [7] });
  const found = await ask("execute", { sql: "SELECT a FROM t", parameters: [] });
  const closed = await ask("close", null);

  assert.deepEqual(opened, { id: 1, ok: true, gives: { schemaVersion: 1 } });
  assert.ok(found.ok);
  assert.deepEqual(structuredClone(found.gives), { rows: [{ a: 7 }], changes: 0, insertId: 0 });
  assert.deepEqual(closed, { id: 4, ok: true, gives: null });
});

Deno.test("serveStoreWorker answers a failure with code, words and SQLite's own code", async () => {
  await using dir = await tempDir();
  const ask = serveHere();
  await ask("open", opening(dir.file("a.db")));
  const insert = { sql: "INSERT INTO t VALUES (?)", parameters: [7] };
  await ask("execute", insert);

  const reply = await ask("execute", insert);
  await ask("close", null);

  assert.ok(!reply.ok);
  assert.equal(reply.code, "database_error");
  assert.equal(reply.errcode, 2067);
  assert.equal(reply.said, "UNIQUE constraint failed: t.a");
});

Deno.test("serveStoreWorker refuses work before it is opened, after it is closed, and a bad opening", async () => {
  await using dir = await tempDir();
  const ask = serveHere();
  const select = { sql: "SELECT 1", parameters: [] };

  const early = await ask("execute", select);
  const bad = await ask("open", opening(dir.file("missing/a.db")));
  const afterBad = await ask("execute", select);
  await ask("open", opening(dir.file("a.db")));
  await ask("close", null);
  const late = await ask("execute", select);

  assert.deepEqual([early.ok, bad.ok, afterBad.ok, late.ok], [false, false, false, false]);
});
