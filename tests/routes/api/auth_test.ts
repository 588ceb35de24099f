import assert from "node:assert/strict";
import { startAdminApi } from "../../support/admin_api.ts";
import { CODE, newVaultAccess } from "../../support/vault_access.ts";

const PASSWORD = "correct horse";

async function start() {
  const made = newVaultAccess();
  const { api, call, [Symbol.asyncDispose]: dispose } = await startAdminApi({
    vaultAccess: made.vaultAccess,
  });
  const post = (path: string, body: unknown) => call("POST", path, body, {});
  const status = async () => (await call("GET", "/auth/status", undefined, {})).body;
  return { ...made, api, post, status, [Symbol.asyncDispose]: dispose };
}

Deno.test("GET /api/auth/status tells whether there is a vault and whether it is open", async () => {
  await using started = await start();
  const { vault, post, status } = started;
  assert.deepEqual(await status(), { vault_initialized: false, vault_unlocked: false });

  await post("/auth/setup", { password: PASSWORD, setup_code: CODE });
  assert.deepEqual(await status(), { vault_initialized: true, vault_unlocked: true });

  vault.lock();
  assert.deepEqual(await status(), { vault_initialized: true, vault_unlocked: false });
});

Deno.test("POST /api/auth/setup sets the password with the code, then never again", async () => {
  await using started = await start();
  const { post } = started;

  const first = await post("/auth/setup", { password: PASSWORD, setup_code: CODE });
  assert.equal(first.status, 200);
  assert.equal(first.body.success, true);
  assert.equal(typeof first.body.message, "string");

  const second = await post("/auth/setup", { password: PASSWORD, setup_code: CODE });
  assert.equal(second.status, 409);
  assert.equal(typeof second.body.detail, "string");
});

Deno.test("POST /api/auth/setup refuses what it must not take", async () => {
  const table: [unknown, number][] = [
    [{ password: PASSWORD }, 403],
    [{ password: PASSWORD, setup_code: "WRONG-CODE" }, 403],
    [{ password: "short", setup_code: CODE }, 422],
    [{ password: "", setup_code: CODE }, 422],
    [{ setup_code: CODE }, 422],
    [{ password: 12345678901, setup_code: CODE }, 422],
    [{ password: PASSWORD, setup_code: 1 }, 422],
    [[PASSWORD], 422],
    ["{", 422],
  ];
  for (const [body, expected] of table) {
    await using started = await start();
    const { post, status } = started;
    const answer = await post("/auth/setup", body);
    assert.equal(answer.status, expected, JSON.stringify(body));
    assert.ok("detail" in answer.body);
    assert.ok(!JSON.stringify(answer.body).includes(PASSWORD));
    assert.equal((await status()).vault_initialized, false);
  }
});

Deno.test("POST /api/auth/setup slows down guessing of the code", async () => {
  await using started = await start();
  const { post } = started;
  for (let i = 0; i < 3; i++) {
    assert.equal((await post("/auth/setup", { password: PASSWORD, setup_code: "X" })).status, 403);
  }

  const answer = await post("/auth/setup", { password: PASSWORD, setup_code: CODE });
  assert.equal(answer.status, 429);
  assert.equal(answer.headers.get("retry-after"), "1");
});

Deno.test("POST /api/auth/verify gives a token for the right password", async () => {
  await using started = await start();
  const { post, sessions, vault } = started;
  await post("/auth/setup", { password: PASSWORD, setup_code: CODE });
  vault.lock();

  const answer = await post("/auth/verify", { password: PASSWORD });
  assert.equal(answer.status, 200);
  assert.deepEqual(Object.keys(answer.body), ["success", "token", "expires_in"]);
  assert.equal(answer.body.success, true);
  assert.equal(answer.body.expires_in, 3600);
  assert.notEqual(sessions.use(answer.body.token), null);
  assert.equal(vault.state, "unlocked");
  assert.equal(answer.headers.get("cache-control"), "no-store");
});

Deno.test("POST /api/auth/verify answers 404, 403, 422 and 429 in their cases", async () => {
  await using started = await start();
  const { post, clock } = started;
  assert.equal((await post("/auth/verify", { password: PASSWORD })).status, 404);

  await post("/auth/setup", { password: PASSWORD, setup_code: CODE });
  assert.equal((await post("/auth/verify", {})).status, 422);
  for (let i = 0; i < 3; i++) {
    const wrong = await post("/auth/verify", { password: "wrong password" });
    assert.equal(wrong.status, 403);
    assert.deepEqual(wrong.body, { detail: "The master password is wrong." });
  }
  const slowed = await post("/auth/verify", { password: PASSWORD });
  assert.equal(slowed.status, 429);
  assert.equal(slowed.headers.get("retry-after"), "1");

  clock.advance(1000);
  assert.equal((await post("/auth/verify", { password: PASSWORD })).status, 200);
});

Deno.test("/api/auth takes only requests that say they are JSON: a form cannot", async () => {
  await using started = await start();
  const { api, status } = started;
  const body = JSON.stringify({ password: PASSWORD, setup_code: CODE });
  const types = [undefined, "text/plain", "application/x-www-form-urlencoded", "text/json", "x"];

  for (const type of types) {
    const response = await api.request("/auth/setup", {
      method: "POST",
      body: new TextEncoder().encode(body),
      ...(type === undefined ? {} : { headers: { "content-type": type } }),
    });
    assert.equal(response.status, 422);
  }
  assert.equal((await status()).vault_initialized, false);
});

Deno.test("/api/auth leaves passwords and tokens out of the log", async () => {
  await using started = await start();
  const { post, log } = started;
  await post("/auth/setup", { password: PASSWORD, setup_code: CODE });
  const { body } = await post("/auth/verify", { password: PASSWORD });
  await post("/auth/verify", { password: "wrong password" });

  const logged = log.lines.join("\n");
  for (const secret of [PASSWORD, "wrong password", body.token, CODE]) {
    assert.ok(!logged.includes(secret));
  }
});
