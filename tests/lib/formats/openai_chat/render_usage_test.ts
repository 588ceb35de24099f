import assert from "node:assert/strict";
import fc from "fast-check";
import { renderUsage } from "../../../../lib/formats/openai_chat/render_usage.ts";
import { readUsage } from "../../../../lib/formats/openai_chat/usage.ts";
import { usageOf } from "../../../support/chat_format.ts";

Deno.test("renderUsage tells what is known, and leaves out sub-counts that are not", () => {
  assert.deepEqual(
    renderUsage(usageOf({ promptTokens: 5, completionTokens: 7, cachedTokens: 2 })),
    {
      prompt_tokens: 5,
      completion_tokens: 7,
      total_tokens: 12,
      prompt_tokens_details: { cached_tokens: 2 },
    },
  );
});

Deno.test("renderUsage takes a missing count from the total", () => {
  const usage = renderUsage(usageOf({ promptTokens: 5, totalTokens: 12 }));

  assert.deepEqual([usage?.prompt_tokens, usage?.completion_tokens], [5, 7]);
});

Deno.test("renderUsage says nothing where nothing is known", () => {
  assert.equal(renderUsage(null), null);
  assert.equal(renderUsage(usageOf({ cachedTokens: 3 })), null);
});

Deno.test("renderUsage writes what readUsage reads", () => {
  const count = fc.nat(1_000_000);
  const maybe = fc.option(fc.nat(1000));
  fc.assert(
    fc.property(count, count, fc.array(maybe, { minLength: 6, maxLength: 6 }), (p, c, rest) => {
      const [
        cached = null,
        written = null,
        heard = null,
        thought = null,
        spoken = null,
        cost = null,
      ] = rest;
      const usage = usageOf({
        promptTokens: p,
        completionTokens: c,
        totalTokens: p + c,
        cachedTokens: cached,
        cacheWriteTokens: written,
        audioInputTokens: heard,
        reasoningTokens: thought,
        audioOutputTokens: spoken,
        reportedCostUsd: cost,
      });

      assert.deepEqual(readUsage(renderUsage(usage)), usage);
    }),
  );
});
