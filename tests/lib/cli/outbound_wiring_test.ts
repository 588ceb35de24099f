import assert from "node:assert/strict";
import { CallerTokenRegister } from "../../../lib/auth/caller_tokens.ts";
import { wireOutbound } from "../../../lib/cli/outbound_wiring.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { CHAT_BODY, gatewayFixture } from "../../support/gateway.ts";

Deno.test("wireOutbound tries a model once, enabled or not, without a caller token", async () => {
  await using admin = await openAdmin();
  using fixture = gatewayFixture({
    provider: () => Response.json({ error: { message: "down" } }, { status: 500 }),
    directory: { isStrict: true },
    fallbacks: { "*": ["openai/o3"] },
    admit: () => {
      throw new Error("callers are refused");
    },
  });
  const tokens = new CallerTokenRegister();
  const { outbound } = wireOutbound(fixture.parts, { ...admin, tokens });

  const response = await outbound.tryModel("/v1/chat/completions", CHAT_BODY);

  assert.equal(response.status, 500);
  assert.equal(fixture.seen.length, 1);
  assert.deepEqual(fixture.row().tags, { source: "model_test" });
  // What a test finds out about one model must not keep callers from a key.
  assert.deepEqual(outbound.keyHealth.list(), []);
});
