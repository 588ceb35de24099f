import assert from "node:assert/strict";
import fc from "fast-check";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import {
  readServiceTier,
  readUsage,
  renderUsage,
  tierMember,
} from "../../../../lib/formats/gemini/usage.ts";

Deno.test("readUsage adds thoughts to the output and tool results to the input", () => {
  const usage = readUsage({
    promptTokenCount: 21,
    candidatesTokenCount: 126,
    thoughtsTokenCount: 95,
    toolUsePromptTokenCount: 243,
    cachedContentTokenCount: 5,
    totalTokenCount: 485,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: 14 }, {
      modality: "AUDIO",
      tokenCount: 7,
    }],
  });

  assert.deepEqual(usage, {
    ...NO_USAGE,
    promptTokens: 264,
    completionTokens: 221,
    totalTokens: 485,
    cachedTokens: 5,
    reasoningTokens: 95,
    toolPromptTokens: 243,
    audioInputTokens: 7,
  });
});

for (const meta of [undefined, {}, { trafficType: "ON_DEMAND" }, { promptTokenCount: "x" }]) {
  Deno.test(`readUsage finds no counts in ${JSON.stringify(meta)}`, () => {
    assert.equal(readUsage(meta), null);
  });
}

Deno.test("readUsage leaves unknown what was not told", () => {
  const usage = readUsage({ promptTokenCount: 8, totalTokenCount: 8 });

  assert.equal(usage?.completionTokens, null);
  assert.equal(usage?.reasoningTokens, null);
});

Deno.test("readUsage reads what renderUsage wrote", () => {
  const count = fc.nat({ max: 1_000_000 });
  const maybe = fc.option(count);
  fc.assert(
    fc.property(count, count, maybe, maybe, maybe, (prompt, output, thoughts, tools, cached) => {
      const usage = {
        ...NO_USAGE,
        promptTokens: prompt + (tools ?? 0),
        completionTokens: output + (thoughts ?? 0),
        totalTokens: prompt + (tools ?? 0) + output + (thoughts ?? 0),
        reasoningTokens: thoughts,
        toolPromptTokens: tools,
        cachedTokens: cached,
      };

      assert.deepEqual(readUsage(renderUsage(usage)), usage);
    }),
  );
});

Deno.test("readServiceTier and tierMember call the standard tier default", () => {
  assert.equal(readServiceTier({ serviceTier: "STANDARD" }), "default");
  assert.equal(readServiceTier({ serviceTier: "unspecified" }), undefined);
  assert.deepEqual(tierMember("default"), { serviceTier: "standard" });
  assert.deepEqual(tierMember("flex"), { serviceTier: "flex" });
  assert.deepEqual(tierMember("scale"), {});
});
