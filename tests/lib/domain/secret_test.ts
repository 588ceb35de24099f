import assert from "node:assert/strict";
import { inspect } from "node:util";
import { Secret } from "../../../lib/domain/secret.ts";

Deno.test("Secret shows nothing in any printed form, also inside other values", () => {
  const secret = new Secret("sk-very-secret");
  const error = new Error("failed", { cause: { secret } });
  const shown = [
    `${secret}`,
    String(secret),
    "" + secret,
    secret.toString(),
    secret.toLocaleString(),
    JSON.stringify(secret),
    JSON.stringify({ a: [secret] }),
    Deno.inspect(secret),
    Deno.inspect({ a: { b: [secret] } }, { depth: 9, showHidden: true }),
    Deno.inspect(new Map([[secret, secret]])),
    Deno.inspect(error),
    inspect({ secret }, { showHidden: true }),
    JSON.stringify(Object.entries(secret)),
    JSON.stringify({ ...secret }),
    JSON.stringify(structuredClone({ ...secret })),
  ];

  for (const text of shown) assert.ok(!text.includes("very"), text);
  assert.equal(`${secret}`, "[redacted]");
  assert.equal(JSON.stringify({ secret }), '{"secret":"[redacted]"}');
  assert.equal(secret.reveal(), "sk-very-secret");
});
