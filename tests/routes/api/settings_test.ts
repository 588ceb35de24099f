import assert from "node:assert/strict";
import { startAdminApi, type TestApi } from "../../support/admin_api.ts";

interface Shown {
  readonly path: string;
  readonly value: unknown;
  readonly source: string;
  readonly place: string | null;
  readonly editable: boolean;
}

async function shown(api: TestApi, path: string) {
  const { body } = await api.call("GET", "/settings");
  const found: Shown | undefined = body.settings.find((one: Shown) => one.path === path);
  assert.ok(found !== undefined, path);
  return [found.value, found.source, found.place, found.editable];
}

Deno.test("GET /api/settings tells each value with its source", async () => {
  const env: Record<string, string> = { FLOWGATE_LOGGING__RETENTION_DAYS: "9" };
  await using api = await startAdminApi({}, { env: (name) => env[name] });

  assert.deepEqual(await shown(api, "logging.log_prompts"), [true, "default", null, true]);
  assert.deepEqual(await shown(api, "logging.retention_days"), [
    9,
    "environment",
    "FLOWGATE_LOGGING__RETENTION_DAYS",
    false,
  ]);
});

Deno.test("PUT /api/settings changes at once, and null gives back", async () => {
  await using api = await startAdminApi();
  const change = { "logging.retention_days": 30, "security.allowed_hosts": ["gw.example"] };

  const changed = await api.call("PUT", "/settings", change);
  assert.equal(changed.status, 200);
  assert.deepEqual(await shown(api, "logging.retention_days"), [30, "admin", null, true]);
  assert.deepEqual(api.admin.config().security.allowed_hosts, ["gw.example"]);
  assert.ok(api.applied() > 0);

  await api.call("PUT", "/settings", { "logging.retention_days": null });
  assert.deepEqual(await shown(api, "logging.retention_days"), [0, "default", null, true]);
  assert.deepEqual(await shown(api, "security.allowed_hosts"), [
    ["gw.example"],
    "admin",
    null,
    true,
  ]);
});

Deno.test("PUT /api/settings refuses what is wrong and then changes nothing", async () => {
  await using api = await startAdminApi();
  const table: [unknown, RegExp][] = [
    [{ "logging.log_prompts": false, "logging.retention_days": -1 }, /retention_days.*-1/],
    [{ "logging.log_prompts": "no" }, /log_prompts/],
    [{ "security.allowed_origins": ["http://a/b"] }, /an origin such as/],
    [{ "security.ip_whitelist.mode": "everybody" }, /mode/],
    [{ "server.port": 80 }, /Unknown field 'server.port'/],
    [{ "database.path": "/etc/passwd" }, /Unknown field/],
    [{ "security.vault_enabled": true }, /Unknown field/],
    [[], /must be a JSON object/],
  ];
  for (const [body, expected] of table) {
    const answer = await api.call("PUT", "/settings", body);
    assert.equal(answer.status, 422, JSON.stringify(body));
    assert.match(JSON.stringify(answer.body), expected);
  }
  assert.deepEqual(await shown(api, "logging.log_prompts"), [true, "default", null, true]);
});

Deno.test("PUT /api/settings cannot beat a variable: 409 with what to do", async () => {
  const env: Record<string, string> = { FLOWGATE_LOGGING__LOG_PROMPTS: "false" };
  await using api = await startAdminApi({}, { env: (name) => env[name] });

  const answer = await api.call("PUT", "/settings", { "logging.log_prompts": true });

  assert.equal(answer.status, 409);
  assert.match(
    answer.body.detail,
    /FLOWGATE_LOGGING__LOG_PROMPTS sets it\. Start the gateway without/,
  );
  assert.equal(api.admin.config().logging.log_prompts, false);
});

Deno.test("PUT /api/settings is written into the audit log, before and after", async () => {
  await using api = await startAdminApi();
  await api.call("PUT", "/settings", { "logging.retention_days": 30 });
  await api.call("PUT", "/settings", { "logging.retention_days": 30 });

  const { body } = await api.call("GET", "/audit?action=settings");
  assert.equal(body.entries.length, 1, "a change to the same value is none");
  assert.deepEqual(body.entries[0].before, { "logging.retention_days": 0 });
  assert.deepEqual(body.entries[0].after, { "logging.retention_days": 30 });
});
