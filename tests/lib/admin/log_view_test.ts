import assert from "node:assert/strict";
import {
  followRequests,
  latestRequests,
  logFilter,
  wholeRequest,
} from "../../../lib/admin/log_view.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

Deno.test("logFilter reads statuses and provider names", () => {
  assert.deepEqual(logFilter({ status: "failed" }), { texts: { outcome: ["failed"] } });
  assert.deepEqual(logFilter({ status: "429" }), {
    ranges: { http_status: { min: 429, max: 429 } },
  });
  assert.deepEqual(logFilter({ provider: "Gemini" }), { provider: "google" });
  assert.deepEqual(logFilter({ provider: "LAB" }), { provider: "lab" });
  assert.deepEqual(logFilter({ model: "m", session: "s", sinceMs: 5 }), {
    model: "m",
    sessionId: "s",
    sinceMs: 5,
  });
  assert.deepEqual(logFilter({ token: "t", tag: "u", words: "Hé*" }), {
    texts: { caller_token_name: ["t"], user_tag: ["u"] },
    terms: [{ word: "he", isPrefix: true }],
  });
  assert.deepEqual(logFilter({ tag: "team=a=b" }), { tags: [{ name: "team", value: "a=b" }] });
  for (const status of ["", "errors", "99", "4290", "600"]) {
    assert.throws(
      () => logFilter({ status }),
      flowError("invalid_request", /complete, caller_gone/),
    );
  }
});

Deno.test("latestRequests gives the newest that fit, newest first", async () => {
  await using admin = await openAdmin();
  const rows = [1, 2, 3, 4].map((n) =>
    recordedRequest({ id: testId(n), startedAtMs: n, outcome: n === 2 ? "failed" : "complete" })
  );
  await admin.store.append(rows);

  const ids = async (...[query, limit]: [Parameters<typeof logFilter>[0], number]) =>
    (await latestRequests(admin.db, query, limit)).map(({ record }) => record.startedAtMs);

  assert.deepEqual(await ids({}, 3), [4, 3, 2]);
  assert.deepEqual(await ids({ status: "complete" }, 2), [4, 3]);
  assert.deepEqual(await ids({ status: "refused" }, 2), []);
});

Deno.test("followRequests gives what is there, then what comes, each once", async () => {
  await using admin = await openAdmin();
  const append = (...numbers: number[]) => {
    const entries = numbers.map((n) => recordedRequest({ id: testId(n), startedAtMs: n }));
    return admin.store.append(entries);
  };
  await append(1, 2, 3);
  const coming = [[5, 4], [], [6]];
  const pause = async () => {
    const next = coming.shift();
    if (next === undefined) return false;
    if (next.length > 0) await append(...next);
    return true;
  };

  const seen: number[][] = [];
  for await (const batch of followRequests(admin.db, {}, 2, pause)) {
    seen.push(batch.map(({ record }) => record.startedAtMs));
  }

  // New ones come as they were written, which is the order in which they ended.
  assert.deepEqual(seen, [[2, 3], [5, 4], [6]]);
});

Deno.test("wholeRequest gives a row with its bodies, or says that there is none", async () => {
  await using admin = await openAdmin();
  const entry = recordedRequest({ id: testId(1) }, { request: '{"a":1}', response: '{"b":2}' });
  await admin.store.append([entry]);

  const { record, requestBody, responseBody } = await wholeRequest(admin.db, ` ${testId(1)} `);

  assert.deepEqual([record.id, requestBody, responseBody], [testId(1), '{"a":1}', '{"b":2}']);
  await assert.rejects(wholeRequest(admin.db, "x"), flowError("not_found", /'x'.*x-request-id/));
});
