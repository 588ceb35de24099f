import assert from "node:assert/strict";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { startAdminApi, type TestApi } from "../../support/admin_api.ts";

async function withEntries(api: TestApi, count: number) {
  for (let n = 1; n <= count; n++) {
    api.clock.advance(1000);
    await api.admin.audit.record({ actor: CLI_ACTOR, action: "thing.update", target: `t${n}` });
  }
}

Deno.test("GET /api/audit pages backwards and stays right while entries arrive", async () => {
  await using api = await startAdminApi();
  await withEntries(api, 5);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? "" : `&cursor=${cursor}`;
    const { body } = await api.call("GET", `/audit?limit=2${more}`);
    for (const { target } of body.entries) seen.push(target);
    cursor = body.next_cursor;
    await withEntries(api, 1);
  } while (cursor !== null);

  assert.deepEqual(seen, ["t5", "t4", "t3", "t2", "t1"]);
});

Deno.test("GET /api/audit filters by actor, action, target and time", async () => {
  await using api = await startAdminApi();
  await withEntries(api, 3);
  await api.admin.audit.record({ actor: CLI_ACTOR, action: "thing_other.update" });
  const actor = { kind: "session", id: "s-1", name: null, ip: "10.0.0.1" } as const;
  await api.admin.audit.record({ actor, action: "settings.update" });
  const count = async (query: string) =>
    (await api.call("GET", `/audit?${query}`)).body.entries.length;
  const at = encodeURIComponent(new Date(api.clock.now() - 1000).toISOString());

  assert.equal(await count("action=thing"), 3, "a noun is not the beginning of another one");
  assert.equal(await count("action=thing.update"), 3);
  assert.equal(await count("action=thing%25"), 0);
  assert.equal(await count("target=t2"), 1);
  assert.equal(await count("actor=session"), 1);
  assert.equal(await count("actor=cli"), 4);
  assert.equal(await count("actor_id=s-1"), 1);
  assert.equal(await count(`action=thing&from=${at}`), 2, "from is inclusive");
  assert.equal(await count(`action=thing&until=${at}`), 1, "until is exclusive");
});

Deno.test("GET /api/audit refuses what is no filter", async () => {
  await using api = await startAdminApi();
  for (const query of ["actor=root", "limit=0", "limit=501", "from=yesterday", "order=asc"]) {
    assert.equal((await api.call("GET", `/audit?${query}`)).status, 422, query);
  }
});

Deno.test("GET /api/audit/export gives exactly the filtered set, all of it", async () => {
  await using api = await startAdminApi();
  await withEntries(api, 3);
  await api.admin.audit.record({ actor: CLI_ACTOR, action: "settings.update" });

  const lines = await api.call("GET", "/audit/export?action=thing");
  assert.equal(lines.headers.get("content-type"), "application/jsonl");
  const parsed = lines.body.trimEnd().split("\n").map((line: string) => JSON.parse(line).target);
  assert.deepEqual(parsed, ["t3", "t2", "t1"]);

  const csv = await api.call("GET", "/audit/export?action=thing&format=csv");
  const rows = csv.body.trimEnd().split("\n");
  assert.equal(rows[0], "id,at,actor_kind,actor_id,actor_name,ip,action,target,before,after");
  assert.equal(rows.length, 4);
  assert.match(csv.headers.get("content-disposition") ?? "", /audit\.csv/);
});

Deno.test("GET /api/audit shows who did what, and no secret", async () => {
  await using api = await startAdminApi();
  const { body: made } = await api.call("POST", "/admin-keys", { name: "ci", access: "full" });
  await api.call("DELETE", `/admin-keys/${made.id}`);

  const { body } = await api.call("GET", "/audit?action=admin_key");
  assert.deepEqual(
    body.entries.map((one: { action: string; target: string }) => [one.action, one.target]),
    [["admin_key.delete", made.id], ["admin_key.create", made.id]],
  );
  assert.equal(body.entries[0].actor.kind, "session");
  assert.ok(!JSON.stringify(body).includes(made.key));
});
