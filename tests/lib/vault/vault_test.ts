import assert from "node:assert/strict";
import { Secret } from "../../../lib/domain/secret.ts";
import { Vault } from "../../../lib/vault/vault.ts";
import { flowError } from "../../support/flow_error.ts";
import {
  MemoryRecords,
  newVault,
  openVault,
  PASSWORD,
  randomBytes,
} from "../../support/memory_vault.ts";

const WRONG = new Secret("wrong password");
const KEY = new Secret("sk-provider-key");

Deno.test("Vault goes from uninitialized to unlocked, locked and unlocked again", async () => {
  const { vault, records, clock } = newVault();
  await vault.load();
  assert.equal(vault.state, "uninitialized");

  await vault.initialize(PASSWORD);
  assert.equal(vault.state, "unlocked");
  const sealed = await vault.seal("row1", KEY);

  vault.lock();
  assert.equal(vault.state, "locked");
  await assert.rejects(vault.open("row1", sealed), flowError("vault_locked"));
  await assert.rejects(vault.seal("row1", KEY), flowError("vault_locked"));
  await assert.rejects(vault.exportKey(), flowError("vault_locked"));

  const { vault: later } = newVault(records, clock);
  await later.load();
  assert.equal(later.state, "locked");
  await later.unlock(PASSWORD);
  assert.equal((await later.open("row1", sealed)).reveal(), "sk-provider-key");
});

Deno.test("Vault refuses to open, seal or unlock before it is set up", async () => {
  const { vault } = newVault();

  await assert.rejects(vault.unlock(PASSWORD), flowError("vault_not_initialized"));
  await assert.rejects(vault.seal("row1", KEY), flowError("vault_not_initialized"));
});

Deno.test("Vault wants a master password of at least ten characters", async () => {
  const { vault, records } = await openVault();

  for (const short of ["", "123456789", "👍👍👍👍👍👍"]) {
    const { vault: fresh } = newVault();
    await assert.rejects(fresh.initialize(new Secret(short)), flowError("invalid_request", /10/));
    await assert.rejects(
      vault.changePassword(PASSWORD, new Secret(short)),
      flowError("invalid_request", /10/),
    );
  }
  assert.equal(records.saves, 1);
});

Deno.test("Vault refuses a wrong password and stays locked", async () => {
  const { vault } = await openVault();
  vault.lock();

  await assert.rejects(vault.unlock(WRONG), flowError("wrong_password"));
  assert.equal(vault.state, "locked");
});

Deno.test("Vault keeps an unlocked vault unlocked when a wrong password is tried", async () => {
  const { vault } = await openVault();

  await assert.rejects(vault.unlock(WRONG), flowError("wrong_password"));
  assert.equal(vault.state, "unlocked");
});

Deno.test("Vault stores nothing that tells the password or the data key", async () => {
  const { vault, records } = await openVault();
  const record = records.record;
  assert.ok(record);

  const dataKey = await vault.exportKey();
  const digest = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(PASSWORD.reveal()),
  );
  const stored = Deno.inspect(record, { iterableLimit: Infinity }) + record.wrappedKey.toHex() +
    record.salt.toHex();
  for (const secret of [PASSWORD.reveal(), dataKey.toHex(), new Uint8Array(digest).toHex()]) {
    assert.ok(!stored.includes(secret));
  }
  assert.equal(record.wrappedKey.length, 12 + 32 + 16);
  assert.ok(record.salt.length >= 16);
});

Deno.test("Vault seals the same secret differently each time", async () => {
  const { vault } = await openVault();

  const [one, two] = [await vault.seal("row1", KEY), await vault.seal("row1", KEY)];
  assert.notDeepEqual(one, two);
  assert.notDeepEqual(one.subarray(0, 12), two.subarray(0, 12));
});

Deno.test("Vault opens a sealed key only in the row that it was sealed for", async () => {
  const { vault } = await openVault();
  const sealed = await vault.seal("row1", KEY);

  await assert.rejects(vault.open("row2", sealed), flowError("vault_corrupt", /row 'row2'/));
});

Deno.test("Vault binds a sealed key to its vault and its row by the additional data", async () => {
  const { vault } = await openVault();
  const sealed = await vault.seal("row1", KEY);
  const raw = await vault.exportKey();
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const open = (bound: string) =>
    crypto.subtle.decrypt(
      {
        name: "AES-GCM",
        iv: sealed.subarray(0, 12),
        additionalData: new TextEncoder().encode(bound),
      },
      key,
      sealed.subarray(12),
    );

  const plain = await open(`flow-llm-router secret v1\0${vault.id}\0provider_keys:row1`);
  assert.equal(new TextDecoder().decode(plain), "sk-provider-key");
  await assert.rejects(open("flow-llm-router secret v1\0provider_keys:row1"));
});

Deno.test("Vault opens a sealed key only as it was sealed", async () => {
  const { vault } = await openVault();
  const sealed = await vault.seal("row1", KEY);

  for (let at = 0; at < sealed.length; at++) {
    const changed = sealed.slice();
    changed[at]! ^= 1;
    await assert.rejects(vault.open("row1", changed), flowError("vault_corrupt", /row 'row1'/));
  }
  for (const cut of [sealed.slice(0, -1), sealed.slice(0, 20), new Uint8Array(0)]) {
    await assert.rejects(vault.open("row1", cut), flowError("vault_corrupt"));
  }
});

Deno.test("Vault refuses the data key and the sealed keys of another vault", async () => {
  const { vault } = await openVault();
  const { vault: other } = await openVault();
  const foreign = await other.seal("row1", KEY);

  await assert.rejects(vault.open("row1", foreign), flowError("vault_corrupt"));
  await assert.rejects(
    vault.unlockWithKey(await other.exportKey()),
    flowError("vault_corrupt", /data key of the vault/),
  );
  await assert.rejects(vault.unlockWithKey(new Uint8Array(16)), flowError("vault_corrupt", /32/));
});

Deno.test("Vault unlocks with its own data key", async () => {
  const { vault } = await openVault();
  const sealed = await vault.seal("row1", KEY);
  const raw = await vault.exportKey();
  vault.lock();

  await vault.unlockWithKey(raw);
  assert.equal((await vault.open("row1", sealed)).reveal(), "sk-provider-key");
});

Deno.test("Vault changes its password without touching what is sealed", async () => {
  const { vault, records, clock } = await openVault();
  const sealed = await vault.seal("row1", KEY);
  const before = records.record;
  const next = new Secret("a new password");
  clock.advance(5000);

  await vault.changePassword(PASSWORD, next);

  assert.equal((await vault.open("row1", sealed)).reveal(), "sk-provider-key");
  assert.notDeepEqual(records.record?.salt, before?.salt);
  assert.equal(records.record?.createdAtMs, before?.createdAtMs);
  assert.equal(records.record?.updatedAtMs, clock.now());
  await assert.rejects(vault.unlock(PASSWORD), flowError("wrong_password"));
  await vault.unlock(next);
  assert.equal((await vault.open("row1", sealed)).reveal(), "sk-provider-key");
});

Deno.test("Vault changes its password only for who knows the old one", async () => {
  const { vault, records } = await openVault();

  await assert.rejects(
    vault.changePassword(WRONG, new Secret("a new password")),
    flowError("wrong_password"),
  );
  assert.equal(records.saves, 1);
});

Deno.test("Vault refuses a record with fewer rounds than it would ever write", async () => {
  const { records, clock } = await openVault();
  const strict = new Vault({ records, clock, randomBytes });

  await assert.rejects(strict.unlock(PASSWORD), flowError("vault_corrupt", /1000 rounds/));
});

Deno.test("Vault uses 600,000 rounds unless told otherwise, and more after a change", async () => {
  const { records, clock } = newVault();
  await new Vault({ records, clock, randomBytes }).initialize(PASSWORD);
  assert.equal(records.record?.iterations, 600_000);

  const stronger = new Vault({ records, clock, randomBytes, iterations: 700_000 });
  await stronger.changePassword(PASSWORD, new Secret("a new password"));
  assert.equal(records.record?.iterations, 700_000);
  await stronger.unlock(new Secret("a new password"));
});

Deno.test("Vault slows wrong passwords down and does not even try one during the wait", async () => {
  const { vault, clock } = await openVault();
  for (let i = 0; i < 3; i++) {
    await assert.rejects(vault.unlock(WRONG), flowError("wrong_password"));
  }

  await assert.rejects(vault.unlock(PASSWORD), flowError("too_many_attempts", /3 in a row/));
  await assert.rejects(
    vault.changePassword(PASSWORD, new Secret("a new password")),
    flowError("too_many_attempts"),
  );
  clock.advance(1000);
  await vault.unlock(PASSWORD);
  assert.equal(vault.state, "unlocked");
});

Deno.test("Vault gives guesses made at the same time no more tries than one after the other", async () => {
  const { vault } = await openVault();

  const guesses = Array.from({ length: 50 }, (_, i) => vault.unlock(new Secret(`guess no. ${i}`)));
  const results = await Promise.allSettled(guesses);

  const codes = results.map((result) => result.status === "rejected" ? result.reason.code : "ok");
  assert.deepEqual(codes.slice(0, 3), Array(3).fill("wrong_password"));
  assert.deepEqual(codes.slice(3), Array(47).fill("too_many_attempts"));
});

Deno.test("Vault is never set up twice", async () => {
  const { vault, records } = await openVault();
  const first = records.record;

  await assert.rejects(vault.initialize(PASSWORD), flowError("already_exists"));
  assert.equal(records.record, first);
});

Deno.test("Vault set up at the same moment, in one process or in two, has one winner", async () => {
  const records = new MemoryRecords();
  const { vault } = newVault(records);
  const { vault: elsewhere } = newVault(records);

  const results = await Promise.allSettled([
    vault.initialize(new Secret("password of A")),
    vault.initialize(new Secret("password of B")),
    elsewhere.initialize(new Secret("password of C")),
  ]);

  const won = results.filter((result) => result.status === "fulfilled");
  assert.equal(won.length, 1);
  assert.equal(records.saves, 1);
  for (const one of [vault, elsewhere]) await one.load();
  assert.equal(vault.id, elsewhere.id);
});

Deno.test("Vault locks when the stored vault is another one or gone", async () => {
  const { vault, records } = await openVault();
  await vault.load();
  assert.equal(vault.state, "unlocked", "the same vault stays open");

  const { records: others } = await openVault();
  records.record = others.record;
  await vault.load();
  assert.equal(vault.state, "locked");

  records.record = null;
  await vault.load();
  assert.equal(vault.state, "uninitialized");
});

Deno.test("Vault follows a password that another process has changed", async () => {
  const { vault, records, clock } = await openVault();
  const { vault: elsewhere } = newVault(records, clock);
  const next = new Secret("a new password");
  await elsewhere.changePassword(PASSWORD, next);

  await assert.rejects(vault.unlock(PASSWORD), flowError("wrong_password"));
  await vault.unlock(next);
});
