import assert from "node:assert/strict";
import { AuditLog, withoutSecrets } from "../../../lib/admin/audit.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { listAuditEntries } from "../../../lib/store/audit_log.ts";
import { openAdmin } from "../../support/admin_parts.ts";

Deno.test("AuditLog writes who, when, what, before and after", async () => {
  await using parts = await openAdmin();
  const audit = new AuditLog(parts);
  const actor = { kind: "session", id: "s-1", name: null, ip: "10.0.0.1" } as const;

  await audit.record({
    actor,
    action: "thing.update",
    target: "t",
    before: { a: 1 },
    after: { a: 2 },
  });

  const [entry] = await listAuditEntries(parts.db, {}, null, 10);
  assert.deepEqual(entry, {
    id: entry?.id,
    atMs: parts.clock.now(),
    actor,
    action: "thing.update",
    target: "t",
    before: { a: 1 },
    after: { a: 2 },
  });
});

Deno.test("AuditLog writes nothing of a change that is rolled back", async () => {
  await using parts = await openAdmin();
  const audit = new AuditLog(parts);

  await assert.rejects(
    parts.db.transaction().execute(async (transaction) => {
      await audit.record({ actor: CLI_ACTOR, action: "thing.create" }, transaction);
      throw new Error("fault");
    }),
  );

  assert.deepEqual(await listAuditEntries(parts.db, {}, null, 10), []);
});

Deno.test("withoutSecrets hides secrets by their type, their name and their shape", () => {
  const key = "sk-proj-0123456789abcdefghijklmnop";
  const shown = withoutSecrets({
    secret: new Secret("x"),
    bytes: new Uint8Array([1, 2]),
    api_key: "short",
    password: "pass",
    token_hash: "ab",
    note: `it was ${key}`,
    list: [key, { key: "k" }],
    headers: { "x-anything": "value" },
    nothing: { password: null },
  });

  assert.deepEqual(shown, {
    secret: "[hidden]",
    bytes: "[hidden]",
    api_key: "[hidden]",
    password: "[hidden]",
    token_hash: "[hidden]",
    note: "it was sk-proj-01...****",
    list: ["sk-proj-01...****", { key: "[hidden]" }],
    headers: { "x-anything": "[hidden]" },
    nothing: { password: null },
  });
});

Deno.test("withoutSecrets leaves what tells a reader something", () => {
  const view = {
    name: "ci",
    prefix: "fgt_abcdefgh",
    key_suffix: "wxyz",
    prompt_tokens: 5,
    on: true,
  };

  assert.deepEqual(withoutSecrets(view), view);
});
