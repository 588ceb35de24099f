import assert from "node:assert/strict";
import { startAdminApi, type TestApi } from "../../support/admin_api.ts";
import { PASSWORD } from "../../support/memory_vault.ts";

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function signIn(api: TestApi, headers: Readonly<Record<string, string>> = {}) {
  const answer = await api.call("POST", "/auth/verify", { password: PASSWORD.reveal() }, headers);
  assert.equal(answer.status, 200);
  return { token: answer.body.token, cookie: answer.headers.get("set-cookie") ?? "" };
}

Deno.test("GET /api/auth/sessions lists who is signed in, without tokens", async () => {
  await using api = await startAdminApi();
  const { token } = await signIn(api, { "user-agent": "tests/1.0" });

  const { body } = await api.call("GET", "/auth/sessions", undefined, bearer(token));

  assert.equal(body.length, 2);
  const own = body.find((one: { current: boolean }) => one.current);
  assert.equal(own.user_agent, "tests/1.0");
  assert.equal(Date.parse(own.expires_at) - api.clock.now(), 3_600_000);
  assert.ok(!JSON.stringify(body).includes(token));
});

Deno.test("DELETE /api/auth/sessions/{id} ends one at once", async () => {
  await using api = await startAdminApi();
  const { token } = await signIn(api);
  const { body } = await api.call("GET", "/auth/sessions");
  const other = body.find((one: { current: boolean }) => !one.current);

  assert.equal((await api.call("DELETE", `/auth/sessions/${other.id}`)).status, 204);
  assert.equal((await api.call("GET", "/auth/sessions", undefined, bearer(token))).status, 401);
  assert.equal((await api.call("DELETE", `/auth/sessions/${other.id}`)).status, 404);
});

Deno.test("POST /api/auth/logout ends this session and takes the cookie back", async () => {
  await using api = await startAdminApi();
  const { token } = await signIn(api);

  const answer = await api.call("POST", "/auth/logout", undefined, bearer(token));

  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("set-cookie") ?? "", /^flow_admin=; Max-Age=0/);
  assert.equal((await api.call("GET", "/settings", undefined, bearer(token))).status, 401);
  assert.equal((await api.call("GET", "/settings")).status, 200, "the other session goes on");
});

Deno.test("a session lasts longer by being used, and ends when it is not", async () => {
  await using api = await startAdminApi();
  for (let i = 0; i < 3; i++) {
    api.clock.advance(3_599_999);
    assert.equal((await api.call("GET", "/settings")).status, 200);
  }
  api.clock.advance(3_600_000);
  assert.equal((await api.call("GET", "/settings")).status, 401);
});

Deno.test("the session cookie is out of reach of scripts and of other sites", async () => {
  await using api = await startAdminApi();
  const { cookie, token } = await signIn(api);

  assert.equal(cookie, `flow_admin=${token}; Path=/; HttpOnly; SameSite=Strict`);
  const { cookie: secure } = await signIn(api, {
    origin: "https://gw.example",
    host: "gw.example",
  });
  assert.match(secure, /; Secure/);
});

Deno.test("a page of another site or port changes nothing with the cookie (CSRF)", async () => {
  await using api = await startAdminApi();
  const { cookie: given } = await signIn(api);
  const cookie = given.split(";")[0] ?? "";
  const lock = (headers: Record<string, string>) =>
    api.call("POST", "/auth/lock", undefined, { cookie, host: "localhost:7798", ...headers });

  for (
    const headers of [
      {},
      { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      { origin: "http://localhost:3000", "sec-fetch-site": "same-site" },
      { origin: "http://localhost:3000" },
      { origin: "null" },
    ]
  ) {
    assert.equal((await lock(headers)).status, 401, JSON.stringify(headers));
  }
  assert.equal(api.admin.vault.state, "unlocked");

  const own = { origin: "http://localhost:7798", "sec-fetch-site": "same-origin" };
  assert.equal((await lock(own)).status, 200);
  assert.equal(api.admin.vault.state, "locked");
});

Deno.test("signing in gives a new token whatever cookie was planted before (fixation)", async () => {
  await using api = await startAdminApi();
  const planted = "x".repeat(43);
  const { token } = await signIn(api, { cookie: `flow_admin=${planted}` });
  assert.notEqual(token, planted);
  assert.equal((await api.call("GET", "/settings", undefined, bearer(planted))).status, 401);

  const again = await signIn(api, { cookie: `flow_admin=${token}` });
  assert.notEqual(again.token, token);
  assert.equal((await api.call("GET", "/settings", undefined, bearer(token))).status, 401);
});

Deno.test("POST /api/auth/password ends the other sessions", async () => {
  await using api = await startAdminApi();
  const { token } = await signIn(api);
  const change = (current: string) =>
    api.call("POST", "/auth/password", {
      current_password: current,
      new_password: "another correct horse",
    });

  assert.equal((await change("wrong password")).status, 403);
  const done = await change(PASSWORD.reveal());

  assert.deepEqual([done.status, done.body.ended_sessions], [200, 1]);
  assert.equal((await api.call("GET", "/settings", undefined, bearer(token))).status, 401);
  assert.equal((await api.call("GET", "/settings")).status, 200);
});
