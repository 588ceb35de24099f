import assert from "node:assert/strict";
import { createApi } from "../../../routes/api/api.ts";
import { newVaultAccess } from "../../support/vault_access.ts";

Deno.test("createApi answers unknown paths in JSON: 404 for GET, 405 for the rest", async () => {
  const { vaultAccess, log } = newVaultAccess();
  const api = createApi({ vaultAccess, log, newId: () => "id-1" });
  const table: [string, string, number, string][] = [
    ["GET", "/nothing", 404, "Not Found"],
    ["GET", "/auth/setup", 404, "Not Found"],
    ["GET", "/auth/status/", 404, "Not Found"],
    ["POST", "/nothing", 405, "Method Not Allowed"],
    ["DELETE", "/auth/status", 405, "Method Not Allowed"],
  ];

  for (const [method, path, status, detail] of table) {
    const response = await api.request(path, { method });
    assert.equal(response.status, status, `${method} ${path}`);
    assert.deepEqual(await response.json(), { detail });
  }
});
