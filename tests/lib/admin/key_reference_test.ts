import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import assert from "node:assert/strict";
import { createCallerToken } from "../../../lib/admin/caller_tokens.ts";
import { findCallerToken, findProviderKey } from "../../../lib/admin/key_reference.ts";
import { addProviderKey } from "../../../lib/admin/provider_keys.ts";
import { newKey, openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";

Deno.test("findProviderKey finds a key by id, by label and by its provider alone", async () => {
  await using admin = await openAdmin();
  const { key: google } = await addProviderKey(admin, CLI_ACTOR, newKey({ provider: "google" }));
  const { key: first } = await addProviderKey(admin, CLI_ACTOR, newKey({ label: "a/b" }));
  await addProviderKey(admin, CLI_ACTOR, newKey({ label: "c" }));

  for (const reference of [google.id, "google", "Gemini", "gemini/default"]) {
    assert.equal((await findProviderKey(admin.db, reference)).id, google.id, reference);
  }
  assert.equal((await findProviderKey(admin.db, "openai/a/b")).id, first.id);
  await assert.rejects(
    findProviderKey(admin.db, "openai"),
    flowError("invalid_request", /several keys: openai\/a\/b, openai\/c/),
  );
  await assert.rejects(
    findProviderKey(admin.db, "openai/x"),
    flowError("not_found", /'openai\/x'.*There are: google\/default, openai\/a\/b, openai\/c/),
  );
});

Deno.test("findProviderKey says when there are no keys at all", async () => {
  await using admin = await openAdmin();
  await assert.rejects(findProviderKey(admin.db, "x"), flowError("not_found", /none at all/));
});

Deno.test("findCallerToken finds a token by id, name, beginning and whole", async () => {
  await using admin = await openAdmin();
  const { token, view } = await createCallerToken(admin, CLI_ACTOR, {
    name: "laptop",
    expiresAtMs: null,
  });

  for (const reference of [view.id, "laptop", view.prefix, token.reveal()]) {
    assert.equal((await findCallerToken(admin.db, reference)).id, view.id);
  }
});

Deno.test("findCallerToken tells of several and of none, and never repeats a whole token", async () => {
  await using admin = await openAdmin();
  const one = await createCallerToken(admin, CLI_ACTOR, { name: "twin", expiresAtMs: null });
  await createCallerToken(admin, CLI_ACTOR, { name: "twin", expiresAtMs: null });
  const unknown = `fgt_${"x".repeat(43)}`;

  await assert.rejects(
    findCallerToken(admin.db, "twin"),
    flowError("invalid_request", new RegExp(one.view.prefix)),
  );
  await assert.rejects(findCallerToken(admin.db, unknown), (error: Error) => {
    flowError("not_found", /There are: twin, twin/)(error);
    return !error.message.includes(unknown);
  });
});
