import assert from "node:assert/strict";
import { hashToken } from "../../../../lib/auth/caller_tokens.ts";
import { listAdminKeys } from "../../../../lib/store/admin_keys.ts";
import { listAuditEntries } from "../../../../lib/store/audit_log.ts";
import { cliFolder } from "../../../support/cli_folder.ts";

Deno.test("admin-keys create prints the key alone on stdout, and stores its hash", async () => {
  await using folder = await cliFolder();

  const made = await folder.run(["admin-keys", "create", "ci"], { env: {} });

  assert.match(made.stdout, /^fga_[\w-]{43}\n$/);
  const [stored] = await folder.withStore(({ db }) => listAdminKeys(db));
  assert.equal(stored?.keyHash.toHex(), hashToken(made.stdout.trim()).toHex());
  assert.equal(stored?.access, "read", "it only reads unless it was asked for");
});

Deno.test("admin-keys create --json and list have stable shapes", async () => {
  await using folder = await cliFolder();

  const args = ["admin-keys", "create", "ci", "--full", "--expires", "2099-12-31"];
  const made = await folder.json(args);
  const { schema, admin_keys } = await folder.json(["admin-keys", "list"]);

  assert.deepEqual([schema, admin_keys], [1, [made["admin_key"]]]);
  const { id, created_at, ...rest } = Object(made["admin_key"]);
  assert.match(`${id} ${created_at}`, /^[0-9a-f-]{36} \d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.deepEqual(rest, {
    name: "ci",
    prefix: String(made["key"]).slice(0, 12),
    access: "full",
    expires_at: "2099-12-31T00:00:00.000Z",
    expired: false,
    last_used_at: null,
  });
});

Deno.test("admin-keys list and delete show no key, and changes stand in the audit log", async () => {
  await using folder = await cliFolder();
  const key = (await folder.run(["admin-keys", "create", "ci"])).stdout.trim();

  const listed = await folder.run(["admin-keys"]);
  const gone = await folder.run(["admin-keys", "delete", "ci", "--yes"]);

  assert.match(listed.stdout, new RegExp(`ci +${key.slice(0, 12)}… +read +never +never`));
  assert.ok(!listed.stdout.includes(key));
  assert.match(gone.stderr, /'ci' is deleted/);
  const entries = await folder.withStore(({ db }) => listAuditEntries(db, {}, null, 10));
  assert.deepEqual(entries.map(({ action, actor }) => [action, actor.kind]), [
    ["admin_key.delete", "cli"],
    ["admin_key.create", "cli"],
  ]);
  assert.equal((await folder.run(["admin-keys", "delete", "ci", "--yes"])).code, 1);
});
