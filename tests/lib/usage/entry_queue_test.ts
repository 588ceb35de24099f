import assert from "node:assert/strict";
import fc from "fast-check";
import { bodyBytes, EntryQueue } from "../../../lib/usage/entry_queue.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

const entry = (n: number, bytes = 0) =>
  recordedRequest({ id: testId(n) }, bytes === 0 ? {} : { request: "x".repeat(bytes) });

Deno.test("bodyBytes counts both bodies", () => {
  assert.equal(bodyBytes(recordedRequest({}, { request: "12", response: "345" })), 5);
  assert.equal(bodyBytes(recordedRequest()), 0);
});

Deno.test("EntryQueue.takeBatch takes the oldest within both limits, but at least one", () => {
  const queue = new EntryQueue();
  for (const [n, bytes] of [10, 10, 50, 1].entries()) queue.push(entry(n, bytes));
  const take = (rows: number, bytes: number) =>
    queue.takeBatch(rows, bytes).map(({ record }) => record.id);

  assert.deepEqual(take(5, 30), [testId(0), testId(1)]);
  assert.deepEqual(take(5, 30), [testId(2)]);
  assert.deepEqual([queue.size, queue.bytes], [1, 1]);
  assert.deepEqual(take(5, 30), [testId(3)]);
  assert.deepEqual(take(5, 30), []);
});

Deno.test("EntryQueue behaves as an array would, and knows its bytes", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("push" as const), bytes: fc.nat(3), times: fc.nat(1500) }),
    fc.record({ kind: fc.constant("oldest" as const), bytes: fc.nat(1), times: fc.nat(1500) }),
    fc.record({ kind: fc.constant("batch" as const), bytes: fc.nat(40), times: fc.nat(40) }),
    fc.record({ kind: fc.constant("back" as const), bytes: fc.nat(3), times: fc.nat(3) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const queue = new EntryQueue();
      let model: ReturnType<typeof entry>[] = [];
      for (const { kind, bytes, times } of steps) {
        if (kind === "push") {
          for (let n = 0; n < times; n++) {
            model.push(entry(n, bytes));
            queue.push(model[model.length - 1]!);
          }
        } else if (kind === "oldest") {
          for (let n = 0; n < times; n++) assert.equal(queue.takeOldest(), model.shift());
        } else if (kind === "batch") {
          const batch = queue.takeBatch(times, bytes);
          assert.deepEqual(batch, model.splice(0, batch.length));
          assert.ok(batch.length <= times);
        } else {
          const back = Array.from({ length: times }, (_, n) => entry(n, bytes));
          queue.putBack(back);
          model = [...back, ...model];
        }
        assert.equal(queue.size, model.length);
        assert.equal(queue.bytes, model.reduce((sum, each) => sum + bodyBytes(each), 0));
      }
    }),
    { numRuns: 30 },
  );
});
