import assert from "node:assert/strict";
import { namedProvider } from "../../../../lib/admin/provider_name.ts";
import type { AccessPlan } from "../../../../lib/admin/provider_access.ts";
import { checkProvider, NO_PROVIDERS } from "../../../../lib/cli/doctor/providers.ts";
import { FlowError } from "../../../../lib/domain/errors.ts";
import type { CallJson } from "../../../../lib/http/json_call.ts";

const PLAN: AccessPlan = {
  provider: "openai",
  keyLabel: "default",
  isSealed: true,
  open: () => {
    const named = namedProvider("openai", {});
    const baseUrl = "https://api.example.com/v1";
    return Promise.resolve({ ...named, baseUrl, keyLabel: "default", secret: null });
  },
};

const answer = (status: number, json: unknown): CallJson => () =>
  Promise.resolve({ status, json, text: "", headers: new Headers() });

const check = (call: CallJson, change: Partial<AccessPlan> = {}, isUnlocked = true) =>
  checkProvider({ ...PLAN, ...change }, call, isUnlocked);

Deno.test("checkProvider tells reachable, refused, failing and unreachable apart", async () => {
  const down: CallJson = () => Promise.reject(new FlowError("upstream_unreachable", "No route."));
  const cases: [CallJson, string, RegExp, RegExp | null][] = [
    [answer(200, [{ id: "a" }]), "ok", /lists 1 models/, null],
    [answer(404, {}), "ok", /its key was not tried/, null],
    [answer(401, {}), "fail", /the key is refused/, /keys remove openai\/default/],
    [answer(500, {}), "warn", /answered 500/, /Try again later/],
    [answer(200, 3), "warn", /no list of models/, /base URL/],
    [down, "fail", /^No route\.$/, /Check the network/],
  ];
  for (const [call, status, detail, remedy] of cases) {
    const finding = await check(call);
    assert.deepEqual([finding.title, finding.status], ["openai/default", status]);
    assert.match(finding.detail, detail);
    if (remedy === null) assert.equal(finding.remedy, null);
    else assert.match(finding.remedy ?? "", remedy);
  }
});

Deno.test("checkProvider proposes a key to a provider that is used without one", async () => {
  const { title, remedy } = await check(
    answer(401, {}),
    { keyLabel: null, isSealed: false },
    false,
  );
  assert.equal(title, "openai");
  assert.match(remedy ?? "", /add-key --provider openai/);
});

Deno.test("checkProvider does not call with a key that is sealed or broken", async () => {
  const never: CallJson = () => assert.fail("called");

  const sealed = await check(never, {}, false);
  assert.deepEqual([sealed.status, /the vault is locked/.test(sealed.detail)], ["skip", true]);
  const open = () => Promise.reject(new FlowError("vault_corrupt", "It was changed."));
  const broken = await check(never, { open });
  assert.deepEqual([broken.status, broken.detail], ["fail", "It was changed."]);
  assert.equal(NO_PROVIDERS.status, "warn");
});
