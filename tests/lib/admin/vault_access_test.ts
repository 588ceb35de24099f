import assert from "node:assert/strict";
import { Secret } from "../../../lib/domain/secret.ts";
import { flowError } from "../../support/flow_error.ts";
import { PASSWORD } from "../../support/memory_vault.ts";
import { CODE, newVaultAccess, VISITOR } from "../../support/vault_access.ts";

const SIGN_IN = { actor: VISITOR, userAgent: "test", earlierToken: null };
const WRONG = new Secret("wrong password");

Deno.test("VaultAccess sets up with the code, once, and leaves the vault unlocked", async () => {
  const { vaultAccess, vault, seen } = newVaultAccess();
  assert.deepEqual(vaultAccess.status, { initialized: false, unlocked: false });

  await vaultAccess.setUp(PASSWORD, CODE, VISITOR);
  assert.deepEqual(vaultAccess.status, { initialized: true, unlocked: true });
  assert.equal(seen.turned, 1);
  await assert.rejects(vaultAccess.setUp(WRONG, CODE, VISITOR), flowError("already_exists"));

  vault.lock();
  assert.deepEqual(vaultAccess.status, { initialized: true, unlocked: false });
});

Deno.test("VaultAccess sets nothing up for who does not know the code", async () => {
  const { vaultAccess, records, seen } = newVaultAccess();

  for (const wrong of ["", "7K2M"]) {
    await assert.rejects(vaultAccess.setUp(PASSWORD, wrong, VISITOR), flowError("wrong_password"));
  }
  assert.equal(records.saves, 0);
  assert.equal(seen.turned, 0);
});

Deno.test("VaultAccess does not use the code up for a password that is too short", async () => {
  const { vaultAccess } = newVaultAccess();

  await assert.rejects(
    vaultAccess.setUp(new Secret("short"), CODE, VISITOR),
    flowError("invalid_request"),
  );
  await vaultAccess.setUp(PASSWORD, CODE, VISITOR);
});

Deno.test("VaultAccess signs in, unlocking a locked vault once", async () => {
  const { vaultAccess, vault, sessions, seen } = newVaultAccess();
  await vaultAccess.setUp(PASSWORD, CODE, VISITOR);
  vault.lock();

  const { token, ttlMs } = await vaultAccess.signIn(PASSWORD, SIGN_IN);
  assert.equal(sessions.use(token.reveal()) !== null, true);
  assert.equal(ttlMs, 3_600_000);
  assert.equal(vault.state, "unlocked");
  assert.equal(seen.turned, 2);

  await vaultAccess.signIn(PASSWORD, SIGN_IN);
  assert.equal(seen.turned, 2, "nothing was unlocked by the second one");
});

Deno.test("VaultAccess opens no session for a wrong password or without a vault", async () => {
  const { vaultAccess, sessions } = newVaultAccess();
  await assert.rejects(vaultAccess.signIn(PASSWORD, SIGN_IN), flowError("not_found", /setup/));

  await vaultAccess.setUp(PASSWORD, CODE, VISITOR);
  await assert.rejects(vaultAccess.signIn(WRONG, SIGN_IN), flowError("wrong_password"));
  assert.equal(sessions.list().length, 0);
});

Deno.test("VaultAccess slows wrong passwords down even while the vault is unlocked", async () => {
  const { vaultAccess } = newVaultAccess();
  await vaultAccess.setUp(PASSWORD, CODE, VISITOR);
  for (let i = 0; i < 3; i++) {
    await assert.rejects(vaultAccess.signIn(WRONG, SIGN_IN), flowError("wrong_password"));
  }

  await assert.rejects(vaultAccess.signIn(PASSWORD, SIGN_IN), flowError("too_many_attempts"));
});

Deno.test("VaultAccess gives the data key to the key file whenever the vault is unlocked", async () => {
  const stored: [string, string][] = [];
  const { vaultAccess, vault } = newVaultAccess({
    store(vaultId, key) {
      stored.push([vaultId, key.toHex()]);
      return Promise.resolve();
    },
  });
  await vaultAccess.setUp(PASSWORD, CODE, VISITOR);
  const expected = [vault.id, (await vault.exportKey()).toHex()];
  vault.lock();
  await vaultAccess.signIn(PASSWORD, SIGN_IN);

  assert.deepEqual(stored, [expected, expected]);
});

Deno.test("VaultAccess works on when the key file cannot be written, and says so", async () => {
  const { vaultAccess, log, seen } = newVaultAccess({
    store: () => Promise.reject(new Error("disk full")),
  });

  await vaultAccess.setUp(PASSWORD, CODE, VISITOR);
  assert.equal(vaultAccess.status.unlocked, true);
  assert.equal(seen.turned, 1);
  assert.match(log.lines.join(), /key file was not written.*disk full/s);
});

Deno.test("VaultAccess signs in under a new token and ends the session shown before", async () => {
  const { vaultAccess, sessions } = newVaultAccess();
  await vaultAccess.setUp(PASSWORD, CODE, VISITOR);
  const first = (await vaultAccess.signIn(PASSWORD, SIGN_IN)).token.reveal();

  const second = (await vaultAccess.signIn(PASSWORD, { ...SIGN_IN, earlierToken: first })).token;

  assert.notEqual(second.reveal(), first);
  assert.equal(sessions.use(first), null);
  assert.notEqual(sessions.use(second.reveal()), null);
});

Deno.test("VaultAccess never opens a session under a token that the browser brought", async () => {
  const { vaultAccess, sessions } = newVaultAccess();
  await vaultAccess.setUp(PASSWORD, CODE, VISITOR);
  const planted = "a-token-that-an-attacker-planted-and-knows1";

  await vaultAccess.signIn(PASSWORD, { ...SIGN_IN, earlierToken: planted });

  assert.equal(sessions.use(planted), null);
});

Deno.test("VaultAccess locks the vault and says so once", async () => {
  const { vaultAccess, vault, seen, audited } = newVaultAccess();
  await vaultAccess.setUp(PASSWORD, CODE, VISITOR);

  await vaultAccess.lock(VISITOR);
  await vaultAccess.lock(VISITOR);

  assert.equal(vault.state, "locked");
  assert.equal(seen.turned, 2, "unlocked by the set-up, locked once");
  assert.deepEqual(audited.map(({ action }) => action), ["vault.setup", "vault.lock"]);
});

Deno.test("VaultAccess changes the password and ends the other sessions", async () => {
  const { vaultAccess, sessions } = newVaultAccess();
  await vaultAccess.setUp(PASSWORD, CODE, VISITOR);
  const mine = (await vaultAccess.signIn(PASSWORD, SIGN_IN)).token.reveal();
  const other = (await vaultAccess.signIn(PASSWORD, SIGN_IN)).token.reveal();
  const me = { ...VISITOR, kind: "session" as const, id: sessions.use(mine)?.id ?? "" };
  const next = new Secret("another correct horse");

  assert.equal(await vaultAccess.changePassword(PASSWORD, next, me), 1);

  assert.notEqual(sessions.use(mine), null);
  assert.equal(sessions.use(other), null);
  await assert.rejects(vaultAccess.signIn(PASSWORD, SIGN_IN), flowError("wrong_password"));
  await vaultAccess.signIn(next, SIGN_IN);
});

Deno.test("VaultAccess changes no password for who does not know it, or to a short one", async () => {
  const { vaultAccess, sessions } = newVaultAccess();
  await vaultAccess.setUp(PASSWORD, CODE, VISITOR);
  await vaultAccess.signIn(PASSWORD, SIGN_IN);
  const next = new Secret("another correct horse");

  await assert.rejects(
    vaultAccess.changePassword(WRONG, next, VISITOR),
    flowError("wrong_password"),
  );
  await assert.rejects(
    vaultAccess.changePassword(PASSWORD, new Secret("short"), VISITOR),
    flowError("invalid_request"),
  );

  assert.equal(sessions.list().length, 1);
  await vaultAccess.signIn(PASSWORD, SIGN_IN);
});

Deno.test("VaultAccess writes down sign-ins and wrong guesses, and no password", async () => {
  const { vaultAccess, audited } = newVaultAccess();
  await assert.rejects(vaultAccess.setUp(PASSWORD, "X", VISITOR), flowError("wrong_password"));
  await vaultAccess.setUp(PASSWORD, CODE, VISITOR);
  await assert.rejects(vaultAccess.signIn(WRONG, SIGN_IN), flowError("wrong_password"));
  await vaultAccess.signIn(PASSWORD, SIGN_IN);

  assert.deepEqual(
    audited.map(({ action }) => action),
    ["vault.setup_refused", "vault.setup", "session.refused", "session.open"],
  );
  const written = JSON.stringify(audited);
  for (const secret of [PASSWORD.reveal(), WRONG.reveal(), CODE]) {
    assert.ok(!written.includes(secret));
  }
});
