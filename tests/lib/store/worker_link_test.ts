import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import type { StoreReply, StoreRequest } from "../../../lib/store/protocol.ts";
import { errcodeOf } from "../../../lib/store/sqlite_error.ts";
import { WorkerLink } from "../../../lib/store/worker_link.ts";

/** A worker whose thread is the test: it sees what is asked and says what comes back. */
class ScriptedWorker extends EventTarget {
  readonly asked: StoreRequest[] = [];
  terminated = false;

  postMessage(request: StoreRequest): void {
    this.asked.push(request);
    if (request.operation === "open" || request.operation === "close") this.answer(request, null);
  }
  terminate(): void {
    this.terminated = true;
  }
  answer({ id }: StoreRequest, gives: unknown): void {
    this.reply({ id, ok: true, gives });
  }
  reply(data: StoreReply): void {
    queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data })));
  }
  die(message: string): void {
    this.dispatchEvent(new ErrorEvent("error", { message, cancelable: true }));
  }
}

function scriptedLink() {
  const workers: ScriptedWorker[] = [];
  const deaths: FlowError[] = [];
  const link = new WorkerLink({
    name: "writer",
    spawn: () => {
      const worker = new ScriptedWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    opening: () => ({
      path: "a.db",
      role: "writer",
      nowMs: 1,
      policy: { logPrompts: true, logResponses: true, redactSecrets: true },
    }),
    onDeath: (error) => deaths.push(error),
  });
  return { link, workers, deaths };
}

const SELECT = { sql: "SELECT 1", parameters: [] };
const RESULT = { rows: [{ one: 1 }], changes: 0, insertId: 0 };
const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

Deno.test("WorkerLink opens on the first call and matches answers to calls in any order", async () => {
  const { link, workers } = scriptedLink();

  const first = link.call("execute", SELECT);
  const second = link.call("execute", SELECT);
  await settle();
  const [worker] = workers;
  assert.deepEqual(worker?.asked.map(({ operation }) => operation), ["open", "execute", "execute"]);
  const [, one, two] = worker?.asked ?? [];
  assert.ok(worker && one && two);
  worker.answer(two, { ...RESULT, changes: 2 });
  worker.answer(one, { ...RESULT, changes: 1 });

  assert.deepEqual([(await first).changes, (await second).changes], [1, 2]);
  assert.equal(workers.length, 1);
});

Deno.test("WorkerLink turns a failed answer into the FlowError that the worker meant", async () => {
  const { link, workers } = scriptedLink();
  const call = link.call("execute", SELECT);
  await settle();
  workers[0]?.reply({
    id: workers[0].asked[1]?.id ?? 0,
    ok: false,
    code: "database_error",
    message: "Cannot write: the disk is full.",
    said: "database or disk is full",
    errcode: 13,
  });

  await assert.rejects(call, (error) => {
    assert.ok(error instanceof FlowError);
    assert.equal(error.code, "database_error");
    assert.equal(error.message, "Cannot write: the disk is full.");
    assert.equal(errcodeOf(error), 13);
    return true;
  });
});

Deno.test("WorkerLink rejects every call of a worker that dies, tells it once, and starts another", async () => {
  const { link, workers, deaths } = scriptedLink();
  const calls = [link.call("execute", SELECT), link.call("append", emptyBatch())];
  await settle();
  const generation = link.generation;
  workers[0]?.die("out of memory");

  const outcomes = await Promise.allSettled(calls);
  assert.deepEqual(outcomes.map(({ status }) => status), ["rejected", "rejected"]);
  assert.deepEqual(deaths.map(({ code }) => code), ["database_error"]);
  assert.match(deaths[0]?.message ?? "", /writer thread stopped: out of memory/);
  assert.equal(workers[0]?.terminated, true);
  assert.notEqual(link.generation, generation);

  const next = link.call("execute", SELECT);
  await settle();
  assert.equal(workers.length, 2);
  workers[1]?.answer(workers[1].asked[1] ?? fail(), RESULT);
  assert.deepEqual(await next, RESULT);
});

Deno.test("WorkerLink rejects what waits, and what comes later, once it is closed", async () => {
  const { link, workers } = scriptedLink();
  const waiting = link.call("execute", SELECT);
  await settle();

  await Promise.all([
    link.close(),
    assert.rejects(waiting, /it has been closed/),
  ]);

  await assert.rejects(link.call("execute", SELECT), /it has been closed/);
  assert.equal(workers[0]?.terminated, true);
  await link.close();
});

function emptyBatch() {
  return { rows: "[]", lengths: new Int32Array(0), bodies: new Uint8Array(0), unencodable: 0 };
}

function fail(): never {
  throw new Error("the worker was not asked");
}
