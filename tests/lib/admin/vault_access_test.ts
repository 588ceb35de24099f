import assert from "node:assert/strict";
import { Secret } from "../../../lib/domain/secret.ts";
import { flowError } from "../../support/flow_error.ts";
import { PASSWORD } from "../../support/memory_vault.ts";
import { CODE, newVaultAccess } from "../../support/vault_access.ts";

const WRONG = new Secret("wrong password");

Deno.test("VaultAccess sets up with the code, once, and leaves the vault unlocked", async () => {
  const { vaultAccess, vault, seen } = newVaultAccess();
  assert.deepEqual(vaultAccess.status, { initialized: false, unlocked: false });

  await vaultAccess.setUp(PASSWORD, CODE);
  assert.deepEqual(vaultAccess.status, { initialized: true, unlocked: true });
  assert.equal(seen.unlocked, 1);
  await assert.rejects(vaultAccess.setUp(WRONG, CODE), flowError("already_exists"));

  vault.lock();
  assert.deepEqual(vaultAccess.status, { initialized: true, unlocked: false });
});

Deno.test("VaultAccess sets nothing up for who does not know the code", async () => {
  const { vaultAccess, records, seen } = newVaultAccess();

  for (const wrong of ["", "7K2M"]) {
    await assert.rejects(vaultAccess.setUp(PASSWORD, wrong), flowError("wrong_password"));
  }
  assert.equal(records.saves, 0);
  assert.equal(seen.unlocked, 0);
});

Deno.test("VaultAccess does not use the code up for a password that is too short", async () => {
  const { vaultAccess } = newVaultAccess();

  await assert.rejects(vaultAccess.setUp(new Secret("short"), CODE), flowError("invalid_request"));
  await vaultAccess.setUp(PASSWORD, CODE);
});

Deno.test("VaultAccess signs in, unlocking a locked vault once", async () => {
  const { vaultAccess, vault, sessions, seen } = newVaultAccess();
  await vaultAccess.setUp(PASSWORD, CODE);
  vault.lock();

  const { token, ttlMs } = await vaultAccess.signIn(PASSWORD);
  assert.equal(sessions.isOpen(token.reveal()), true);
  assert.equal(ttlMs, 3_600_000);
  assert.equal(vault.state, "unlocked");
  assert.equal(seen.unlocked, 2);

  await vaultAccess.signIn(PASSWORD);
  assert.equal(seen.unlocked, 2, "nothing was unlocked by the second one");
});

Deno.test("VaultAccess opens no session for a wrong password or without a vault", async () => {
  const { vaultAccess, sessions } = newVaultAccess();
  await assert.rejects(vaultAccess.signIn(PASSWORD), flowError("not_found", /setup/));

  await vaultAccess.setUp(PASSWORD, CODE);
  await assert.rejects(vaultAccess.signIn(WRONG), flowError("wrong_password"));
  assert.equal(sessions.count, 0);
});

Deno.test("VaultAccess slows wrong passwords down even while the vault is unlocked", async () => {
  const { vaultAccess } = newVaultAccess();
  await vaultAccess.setUp(PASSWORD, CODE);
  for (let i = 0; i < 3; i++) {
    await assert.rejects(vaultAccess.signIn(WRONG), flowError("wrong_password"));
  }

  await assert.rejects(vaultAccess.signIn(PASSWORD), flowError("too_many_attempts"));
});

Deno.test("VaultAccess gives the data key to the key file whenever the vault is unlocked", async () => {
  const stored: [string, string][] = [];
  const { vaultAccess, vault } = newVaultAccess({
    store(vaultId, key) {
      stored.push([vaultId, key.toHex()]);
      return Promise.resolve();
    },
  });
  await vaultAccess.setUp(PASSWORD, CODE);
  const expected = [vault.id, (await vault.exportKey()).toHex()];
  vault.lock();
  await vaultAccess.signIn(PASSWORD);

  assert.deepEqual(stored, [expected, expected]);
});

Deno.test("VaultAccess works on when the key file cannot be written, and says so", async () => {
  const { vaultAccess, log, seen } = newVaultAccess({
    store: () => Promise.reject(new Error("disk full")),
  });

  await vaultAccess.setUp(PASSWORD, CODE);
  assert.equal(vaultAccess.status.unlocked, true);
  assert.equal(seen.unlocked, 1);
  assert.match(log.lines.join(), /key file was not written.*disk full/s);
});
