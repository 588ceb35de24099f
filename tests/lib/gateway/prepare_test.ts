import assert from "node:assert/strict";
import { readCall } from "../../../lib/formats/call.ts";
import { CHAT } from "../../../lib/formats/openai_chat/endpoints.ts";
import { ProofMemory } from "../../../lib/gateway/proof_memory.ts";
import { Draft } from "../../../lib/gateway/draft.ts";
import { Preparer } from "../../../lib/gateway/prepare.ts";
import type { Target } from "../../../lib/gateway/target.ts";
import { flowError } from "../../support/flow_error.ts";
import {
  callerRequest,
  CHAT_BODY,
  directoryOf,
  gatewayFixture,
  usableKey,
} from "../../support/gateway.ts";

function target(provider: string, more: Partial<Target> = {}): Target {
  const entry = directoryOf({ configured: { bare: {} } }).providers.get(provider);
  assert.ok(entry);
  return { entry, upstreamModel: "m-1", key: usableKey(), ...more };
}

function prepared(to: Target) {
  const draft = new Draft("id", CHAT, 0, 0, null);
  const call = readCall(new TextEncoder().encode(JSON.stringify(CHAT_BODY)), CHAT);
  return {
    draft,
    ...new Preparer(gatewayFixture().parts, new ProofMemory()).prepare(
      draft,
      callerRequest(CHAT_BODY),
      call,
      to,
    ),
  };
}

Deno.test("prepare makes the request for its target and notes on the draft where it goes", () => {
  const { draft, outbound } = prepared(target("openai"));

  assert.equal(outbound.url.href, "https://api.openai.com/v1/chat/completions");
  assert.equal(JSON.parse(new TextDecoder().decode(outbound.body!)).model, "m-1");
  assert.equal(draft.attempted?.provider, "openai");
  assert.equal(draft.attempted?.key?.id, "key-1");
  assert.equal(draft.requestBody, outbound.body);
});

Deno.test("prepare refuses a provider that has no base URL", () => {
  assert.throws(() => prepared(target("bare")), flowError("provider_not_configured", /base-url/));
});
