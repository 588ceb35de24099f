import assert from "node:assert/strict";
import { startAdminApi } from "../../support/admin_api.ts";

Deno.test("POST /api/admin-keys makes a key that is shown once and works at once", async () => {
  await using api = await startAdminApi();
  const made = await api.call("POST", "/admin-keys", { name: "ci", access: "full" });

  assert.equal(made.status, 201);
  assert.match(made.body.key, /^fga_[\w-]{43}$/);
  assert.equal(made.body.prefix, made.body.key.slice(0, 12));
  const bearer = { authorization: `Bearer ${made.body.key}` };
  const { body: listed } = await api.call("GET", "/admin-keys", undefined, bearer);
  assert.equal(listed.length, 1);
  assert.ok(!JSON.stringify(listed).includes(made.body.key));
  assert.equal((await api.call("POST", "/auth/lock", undefined, bearer)).status, 200);
});

Deno.test("a read-only admin key reads and changes nothing", async () => {
  await using api = await startAdminApi();
  const { body: made } = await api.call("POST", "/admin-keys", { name: "watch", access: "read" });
  const bearer = { authorization: `Bearer ${made.key}` };

  assert.equal((await api.call("GET", "/settings", undefined, bearer)).status, 200);
  for (
    const [method, path, body] of [
      ["PUT", "/settings", { "logging.log_prompts": false }],
      ["POST", "/auth/lock", undefined],
      ["PUT", "/security/ip-whitelist", { mode: "open" }],
    ] as const
  ) {
    assert.equal((await api.call(method, path, body, bearer)).status, 403, path);
  }
  assert.equal(api.admin.config().logging.log_prompts, true);
});

Deno.test("an admin key makes no keys, ends no sessions and changes no password", async () => {
  await using api = await startAdminApi();
  const { body: made } = await api.call("POST", "/admin-keys", { name: "ci", access: "full" });
  const bearer = { authorization: `Bearer ${made.key}` };
  const [{ id: session }] = (await api.call("GET", "/auth/sessions")).body;
  const passwords = { current_password: "correct horse", new_password: "another correct horse" };

  for (
    const [method, path, body] of [
      ["POST", "/admin-keys", { name: "second", access: "full" }],
      ["DELETE", `/admin-keys/${made.id}`, undefined],
      ["DELETE", `/auth/sessions/${session}`, undefined],
      ["POST", "/auth/password", passwords],
      ["POST", "/auth/logout", undefined],
    ] as const
  ) {
    assert.equal((await api.call(method, path, body, bearer)).status, 403, `${method} ${path}`);
  }
});

Deno.test("DELETE /api/admin-keys/{id} takes effect at once; an unknown one is a 404", async () => {
  await using api = await startAdminApi();
  const { body: made } = await api.call("POST", "/admin-keys", { name: "ci", access: "full" });
  const bearer = { authorization: `Bearer ${made.key}` };

  assert.equal((await api.call("DELETE", `/admin-keys/${made.id}`)).status, 204);
  assert.equal((await api.call("GET", "/settings", undefined, bearer)).status, 401);
  assert.equal((await api.call("DELETE", `/admin-keys/${made.id}`)).status, 404);
});

Deno.test("admin keys expire", async () => {
  await using api = await startAdminApi();
  const expires_at = new Date(api.clock.now() + 1000).toISOString();
  const { body: made } = await api.call("POST", "/admin-keys", {
    name: "ci",
    access: "read",
    expires_at,
  });
  const bearer = { authorization: `Bearer ${made.key}` };
  assert.equal((await api.call("GET", "/settings", undefined, bearer)).status, 200);

  api.clock.advance(1000);
  assert.equal((await api.call("GET", "/settings", undefined, bearer)).status, 401);
  assert.equal((await api.call("GET", "/admin-keys")).body[0].expired, true);
});

Deno.test("POST /api/admin-keys refuses what is wrong", async () => {
  await using api = await startAdminApi();
  await api.call("POST", "/admin-keys", { name: "taken", access: "read" });
  const table: [unknown, number][] = [
    [{ name: "", access: "read" }, 422],
    [{ name: "x", access: "root" }, 422],
    [{ name: "x" }, 422],
    [{ name: "x", access: "read", expires_at: "2001-01-01T00:00:00Z" }, 422],
    [{ name: "x", access: "read", expires_at: "tomorrow" }, 422],
    [{ name: "x", access: "read", key: "fga_mine" }, 422],
    [{ name: " taken ", access: "read" }, 409],
  ];
  for (const [body, status] of table) {
    assert.equal(
      (await api.call("POST", "/admin-keys", body)).status,
      status,
      JSON.stringify(body),
    );
  }
});

Deno.test("GET /api/admin-keys tells when a key was last used", async () => {
  await using api = await startAdminApi();
  const { body: made } = await api.call("POST", "/admin-keys", { name: "ci", access: "read" });
  assert.equal((await api.call("GET", "/admin-keys")).body[0].last_used_at, null);

  await api.call("GET", "/settings", undefined, { authorization: `Bearer ${made.key}` });
  await api.settled();

  const at = new Date(api.clock.now()).toISOString();
  assert.equal((await api.call("GET", "/admin-keys")).body[0].last_used_at, at);
});
