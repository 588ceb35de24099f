import assert from "node:assert/strict";
import { COUNT_TOKENS } from "../../../lib/formats/anthropic_messages/endpoints.ts";
import { gatewayFixture, send, usableKey } from "../../support/gateway.ts";

const ASKED = { messages: [{ role: "user", content: "How many tokens does this have?" }] };

Deno.test("countHere estimates for a provider that cannot count, and says that it did", async () => {
  using fixture = gatewayFixture();

  const response = await send(fixture, { ...ASKED, model: "openai/gpt-4o" }, {
    endpoint: COUNT_TOKENS,
  });

  assert.equal(response.headers.get("x-flow-estimated"), "true");
  const { input_tokens: count } = await response.json();
  assert.ok(count >= 5 && count <= 15, `${count}`);
  assert.equal(fixture.seen.length, 0);
  assert.equal(fixture.row().outcome, "complete");
});

Deno.test("countHere leaves counting to a provider that can", async () => {
  using fixture = gatewayFixture({
    provider: () => Response.json({ input_tokens: 42 }),
    directory: { keys: [{ provider: "anthropic", key: usableKey(), sealed: false }] },
  });

  const response = await send(fixture, { ...ASKED, model: "anthropic/claude-haiku-4-5" }, {
    endpoint: COUNT_TOKENS,
  });

  assert.deepEqual(await response.json(), { input_tokens: 42 });
  assert.equal(response.headers.get("x-flow-estimated"), null);
  assert.equal(fixture.seen[0]?.url, "https://api.anthropic.com/v1/messages/count_tokens");
  assert.equal(fixture.seen[0]?.headers.get("x-api-key"), "sk-test");
});

const CLAUDE = { keys: [{ provider: "anthropic", key: usableKey(), sealed: false }] };

Deno.test("estimatedCount stands in for a look-alike that turns out to have no such endpoint", async () => {
  using fixture = gatewayFixture({
    provider: () => Response.json({ error: { message: "Not found" } }, { status: 404 }),
    directory: CLAUDE,
  });

  const response = await send(fixture, { ...ASKED, model: "anthropic/claude-haiku-4-5" }, {
    endpoint: COUNT_TOKENS,
  });

  assert.equal(response.status, 200);
  assert.equal(response.headers.get("x-flow-estimated"), "true");
  assert.deepEqual(Object.keys(await response.json()), ["input_tokens"]);
  const row = fixture.row();
  assert.deepEqual([row.outcome, row.httpStatus, row.attempts[0]?.status], ["complete", 200, 404]);
});

Deno.test("cannotCount leaves alone what says that the model is missing, and other errors", async () => {
  for (const [status, message] of [[404, "model: claude-x"], [401, "No key."]] as const) {
    using fixture = gatewayFixture({
      provider: () => Response.json({ error: { message } }, { status }),
      directory: CLAUDE,
    });

    const response = await send(fixture, { ...ASKED, model: "anthropic/claude-x" }, {
      endpoint: COUNT_TOKENS,
    });

    assert.equal(response.status, status);
    assert.equal(response.headers.get("x-flow-estimated"), null);
  }
});
