import assert from "node:assert/strict";
import {
  createCallerToken,
  removeCallerToken,
  showCallerTokens,
  switchCallerToken,
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

  const { token, view } = await createCallerToken(admin, { name: " laptop ", expiresAtMs: null });

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
  });
  assert.ok(!JSON.stringify(await showCallerTokens(admin)).includes(token.reveal()));
});

Deno.test("createCallerToken remembers for ever that there was a token", async () => {
  await using admin = await openAdmin();
  assert.equal(await getSetting(admin.db, TOKENS_EXISTED_SETTING), undefined);
  await createCallerToken(admin, { name: "one", expiresAtMs: null });

  const { left } = await removeCallerToken(admin, "one");

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
    const made = createCallerToken(admin, { name, expiresAtMs });
    await assert.rejects(made, flowError("invalid_request", rule));
  }
  assert.deepEqual(await showCallerTokens(admin), []);
  assert.equal(await getSetting(admin.db, TOKENS_EXISTED_SETTING), undefined);
});

Deno.test("showCallerTokens tells which have expired, oldest first", async () => {
  await using admin = await openAdmin();
  const expiresAtMs = admin.clock.now() + 1000;
  await createCallerToken(admin, { name: "brief", expiresAtMs });
  admin.clock.advance(1000);
  await createCallerToken(admin, { name: "lasting", expiresAtMs: null });

  const tokens = await showCallerTokens(admin);

  assert.deepEqual(tokens.map(({ name, isExpired }) => [name, isExpired]), [
    ["brief", true],
    ["lasting", false],
  ]);
});

Deno.test("switchCallerToken switches off and on", async () => {
  await using admin = await openAdmin();
  const { view } = await createCallerToken(admin, { name: "one", expiresAtMs: null });

  assert.deepEqual(await switchCallerToken(admin, "one", false), { ...view, enabled: false });
  assert.equal((await showCallerTokens(admin))[0]?.enabled, false);
  assert.deepEqual(await switchCallerToken(admin, view.prefix, true), view);
  await assert.rejects(switchCallerToken(admin, "two", true), flowError("not_found"));
  await assert.rejects(removeCallerToken(admin, "two"), flowError("not_found"));
});
