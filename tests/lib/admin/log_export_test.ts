import assert from "node:assert/strict";
import { exportLines } from "../../../lib/admin/log_export.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

Deno.test("exportLines leaves out what is written meanwhile and reads on as lines are taken", async () => {
  await using admin = await openAdmin();
  const append = (from: number, count: number) =>
    admin.store.append(
      Array.from({ length: count }, (_, n) =>
        recordedRequest({ id: testId(from + n), startedAtMs: from + n })),
    );
  await append(1000, 700);
  const ids: string[] = [];

  for await (const line of exportLines(admin.db, {}, "jsonl", false)) {
    if (ids.length === 0) await append(1, 50);
    ids.push(JSON.parse(line).id);
  }

  assert.deepEqual(ids, Array.from({ length: 700 }, (_, n) => testId(1699 - n)));
});
