import assert from "node:assert/strict";
import { COUNT_TOKENS, MESSAGES } from "../../../../lib/formats/anthropic_messages/endpoints.ts";
import { readCall } from "../../../../lib/formats/call.ts";

const SESSION = "0b1f7a52-9a3e-4d0e-8a40-2a9be0a3f6d1";

function sessionOf(userId: unknown): string | null {
  const body = {
    model: "m",
    max_tokens: 1,
    messages: [{ role: "user", content: "Hi" }],
    metadata: { user_id: userId },
  };
  return readCall(new TextEncoder().encode(JSON.stringify(body)), MESSAGES).sessionId;
}

const users: [what: string, userId: unknown, session: string | null][] = [
  ["behind user and account", `user_ab12_account__session_${SESSION}`, SESSION],
  ["as JSON", JSON.stringify({ device_id: "d", session_id: SESSION }), SESSION],
  ["nowhere", "customer-7", null],
  ["in no text", 7, null],
];
for (const [what, userId, session] of users) {
  Deno.test(`MESSAGES finds a session that stands ${what}`, () => {
    assert.equal(sessionOf(userId), session);
  });
}

Deno.test("COUNT_TOKENS never streams", () => {
  const body = { model: "m", messages: [{ role: "user", content: "Hi" }], stream: true };

  const call = readCall(new TextEncoder().encode(JSON.stringify(body)), COUNT_TOKENS);

  assert.equal(call.stream, false);
});
