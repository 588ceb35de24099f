import assert from "node:assert/strict";
import { startAdminApi } from "../../support/admin_api.ts";

Deno.test("GET /api/health answers everybody", async () => {
  await using api = await startAdminApi();

  const { status, body } = await api.call("GET", "/health", undefined, {});

  assert.deepEqual([status, body], [200, { status: "ok" }]);
});
