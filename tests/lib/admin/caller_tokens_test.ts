import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import assert from "node:assert/strict";
import {
  changeCallerToken,
  createCallerToken,
  removeCallerToken,
  rotateCallerToken,
  showCallerTokens,
} from "../../../lib/admin/caller_tokens.ts";
import {
  CallerTokenRegister,
  hashToken,
  TOKENS_EXISTED_SETTING,
} from "../../../lib/auth/caller_tokens.ts";
import { listCallerTokens } from "../../../lib/store/caller_tokens.ts";
import { getSetting } from "../../../lib/store/settings.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";

Deno.test("createCallerToken gives the token once and stores its hash", async () => {
  await using admin = await openAdmin();

  const { token, view } = await createCallerToken(admin, CLI_ACTOR, {
    name: " laptop ",
    expiresAtMs: null,
  });

  const [stored] = await listCallerTokens(admin.db);
  assert.match(token.reveal(), /^fgt_[\w-]{43}$/);
  assert.deepEqual(stored?.tokenHash, hashToken(token.reveal()));
  assert.deepEqual(view, {
    id: stored?.id,
    name: "laptop",
    prefix: token.reveal().slice(0, 12),
    enabled: true,
    expiresAtMs: null,
    isExpired: false,
    createdAtMs: admin.clock.now(),
    lastUsedAtMs: null,
    allowedModels: null,
    allowedProviders: null,
    tags: null,
    logBodies: true,
  });
  assert.ok(!JSON.stringify(await showCallerTokens(admin)).includes(token.reveal()));
});

Deno.test("createCallerToken remembers for ever that there was a token", async () => {
  await using admin = await openAdmin();
  assert.equal(await getSetting(admin.db, TOKENS_EXISTED_SETTING), undefined);
  const { view } = await createCallerToken(admin, CLI_ACTOR, { name: "one", expiresAtMs: null });

  const { left } = await removeCallerToken(admin, CLI_ACTOR, view.id);

  assert.equal(left, 0);
  assert.equal(await getSetting(admin.db, TOKENS_EXISTED_SETTING), true);
  const register = new CallerTokenRegister();
  register.replace({ tokens: [], everExisted: true, policy: "auto" });
  assert.ok(register.required);
});

Deno.test("createCallerToken refuses blank names and ends that have passed", async () => {
  await using admin = await openAdmin();
  const nowMs = admin.clock.now();
  const cases: [string, number | null, RegExp][] = [
    [" ", null, /blank/],
    ["a\nb", null, /control/],
    ["a", nowMs, /expired already/],
    ["a", nowMs - 1, /in the future/],
    ["a", NaN, /in the future/],
  ];
  for (const [name, expiresAtMs, rule] of cases) {
    const made = createCallerToken(admin, CLI_ACTOR, { name, expiresAtMs });
    await assert.rejects(made, flowError("invalid_request", rule));
  }
  assert.deepEqual(await showCallerTokens(admin), []);
  assert.equal(await getSetting(admin.db, TOKENS_EXISTED_SETTING), undefined);
});

Deno.test("showCallerTokens tells which have expired, oldest first", async () => {
  await using admin = await openAdmin();
  const expiresAtMs = admin.clock.now() + 1000;
  await createCallerToken(admin, CLI_ACTOR, { name: "brief", expiresAtMs });
  admin.clock.advance(1000);
  await createCallerToken(admin, CLI_ACTOR, { name: "lasting", expiresAtMs: null });

  const tokens = await showCallerTokens(admin);

  assert.deepEqual(tokens.map(({ name, isExpired }) => [name, isExpired]), [
    ["brief", true],
    ["lasting", false],
  ]);
});

Deno.test("changeCallerToken changes what is named and nothing else", async () => {
  await using admin = await openAdmin();
  const { view } = await createCallerToken(admin, CLI_ACTOR, {
    name: "one",
    allowedModels: ["openai/*"],
    tags: { team: "search" },
  });

  const off = await changeCallerToken(admin, CLI_ACTOR, view.id, { enabled: false });
  assert.deepEqual(off, { ...view, enabled: false });
  const changed = await changeCallerToken(admin, CLI_ACTOR, view.id, {
    name: "two",
    allowedModels: null,
    allowedProviders: [" groq ", "groq"],
    tags: {},
    logBodies: false,
  });

  assert.deepEqual(changed, {
    ...view,
    enabled: false,
    name: "two",
    allowedModels: null,
    allowedProviders: ["groq"],
    tags: null,
    logBodies: false,
  });
  assert.deepEqual(await showCallerTokens(admin), [changed]);
  assert.equal(admin.applied(), 3);
  const missing = changeCallerToken(admin, CLI_ACTOR, "nobody", { enabled: true });
  await assert.rejects(missing, flowError("not_found"));
});

Deno.test("rotateCallerToken ends the old token and keeps all that is said about it", async () => {
  await using admin = await openAdmin();
  const old = await createCallerToken(admin, CLI_ACTOR, { name: "one", tags: { a: "b" } });
  const before = await listCallerTokens(admin.db);

  const { token, view } = await rotateCallerToken(admin, CLI_ACTOR, old.view.id);

  assert.deepEqual(view, { ...old.view, prefix: token.reveal().slice(0, 12) });
  const [stored] = await listCallerTokens(admin.db);
  assert.notDeepEqual(stored?.tokenHash, before[0]?.tokenHash);
  assert.deepEqual(stored?.tokenHash, hashToken(token.reveal()));
});

Deno.test("removeCallerToken tells how many are left", async () => {
  await using admin = await openAdmin();
  const { view } = await createCallerToken(admin, CLI_ACTOR, { name: "one" });

  assert.deepEqual(await removeCallerToken(admin, CLI_ACTOR, view.id), { token: view, left: 0 });
  await assert.rejects(removeCallerToken(admin, CLI_ACTOR, view.id), flowError("not_found"));
});

Deno.test("caller tokens leave an audit entry for each change, without token or hash", async () => {
  await using admin = await openAdmin();
  const { token, view } = await createCallerToken(admin, CLI_ACTOR, { name: "one" });
  await changeCallerToken(admin, CLI_ACTOR, view.id, { name: "two" });
  const rotated = await rotateCallerToken(admin, CLI_ACTOR, view.id);
  await removeCallerToken(admin, CLI_ACTOR, view.id);

  const entries = await admin.db.selectFrom("audit_log").selectAll().orderBy("id").execute();
  assert.deepEqual(entries.map(({ action, target }) => [action, target]), [
    ["caller_token.create", view.id],
    ["caller_token.update", view.id],
    ["caller_token.rotate", view.id],
    ["caller_token.delete", view.id],
  ]);
  const text = JSON.stringify(entries);
  for (const secret of [token, rotated.token]) {
    assert.ok(!text.includes(secret.reveal()));
    assert.ok(!text.includes(hashToken(secret.reveal()).toHex()));
  }
});
