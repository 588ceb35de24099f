import assert from "node:assert/strict";
import { logPage } from "../../../lib/admin/log_pages.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

Deno.test("logPage gives the same rows by number and by cursor", async () => {
  await using admin = await openAdmin();
  const rows = Array.from({ length: 7 }, (_, n) =>
    // Three that began together: only their order of writing tells them apart.
    recordedRequest({ id: testId(n), startedAtMs: n < 3 ? 0 : n }));
  await admin.store.append(rows);

  const byNumber: string[] = [];
  for (let page = 1; page <= 4; page++) {
    const found = await logPage(admin.db, {}, { page, size: 2, cursor: null });
    assert.equal(found.total, 7);
    byNumber.push(...found.rows.map(({ id }) => id));
  }
  const byCursor: string[] = [];
  let cursor: string | null = null;
  do {
    const found = await logPage(admin.db, {}, { page: 1, size: 2, cursor });
    byCursor.push(...found.rows.map(({ id }) => id));
    cursor = found.nextCursor;
  } while (cursor !== null);

  assert.deepEqual(byNumber, [6, 5, 4, 3, 2, 1, 0].map(testId));
  assert.deepEqual(byCursor, byNumber);
});
