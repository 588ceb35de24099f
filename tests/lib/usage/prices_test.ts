import assert from "node:assert/strict";
import { calcPrice, findProvider } from "@pydantic/genai-prices";
import fc from "fast-check";
import { NO_USAGE, type Usage } from "../../../lib/domain/usage.ts";
import { PROVIDERS } from "../../../lib/providers/registry.ts";
import { PRICE_SOURCE, PriceBook } from "../../../lib/usage/prices.ts";

const NOW = Date.UTC(2026, 0, 15, 12);

function cost(provider: string, model: string, usage: Partial<Usage>, atMs = NOW): number | null {
  return new PriceBook().cost(provider, model, { ...NO_USAGE, ...usage }, atMs).nanoUsd;
}

/** The package's own sum, in nano-dollars. */
function published(provider: string, model: string, usage: Usage): number {
  const counts = {
    input_tokens: usage.promptTokens ?? 0,
    output_tokens: usage.completionTokens ?? 0,
    cache_read_tokens: usage.cachedTokens ?? 0,
    cache_write_tokens: usage.cacheWriteTokens ?? 0,
    input_audio_tokens: usage.audioInputTokens ?? 0,
    output_audio_tokens: usage.audioOutputTokens ?? 0,
  };
  const found = calcPrice(counts, model, { providerId: provider, timestamp: new Date(NOW) });
  return (found?.total_price ?? NaN) * 1e9;
}

const models: [kind: string, provider: string, model: string][] = [
  ["flat", "openai", "gpt-4o-mini"],
  ["flat, without a cache price", "openai", "gpt-4"],
  ["flat, cache read and write", "anthropic", "claude-3-5-haiku-latest"],
  ["flat", "deepseek", "deepseek-chat"],
  ["flat", "groq", "llama-3.1-8b-instant"],
  ["flat", "mistral", "mistral-large-latest"],
  ["flat", "x-ai", "grok-4"],
  ["flat", "moonshotai", "kimi-k2-0711-preview"],
  ["flat, a name with slashes", "openrouter", "openai/gpt-4o"],
  ["flat, no output", "openai", "text-embedding-3-small"],
  ["tiered by length", "google", "gemini-2.5-pro"],
  ["tiered by length", "anthropic", "claude-sonnet-4-5"],
  ["priced by request", "perplexity", "sonar"],
  ["audio apart", "openai", "gpt-realtime"],
];
for (const [kind, provider, model] of models) {
  Deno.test(`PriceBook.cost is the published price of ${provider}/${model} (${kind})`, () => {
    const count = fc.integer({ min: 0, max: 300_000 });
    const usage = fc.record({ plain: count, cached: count, written: count, output: count }).map(
      ({ plain, cached, written, output }): Usage => ({
        ...NO_USAGE,
        promptTokens: plain + cached + written,
        completionTokens: output,
        cachedTokens: cached,
        cacheWriteTokens: written,
      }),
    );
    fc.assert(
      fc.property(usage, (usage) => {
        const ours = cost(provider, model, usage);
        const theirs = published(provider, model, usage);

        // Theirs is a float sum: half a nano-dollar of rounding, and a little of its own.
        assert.ok(Math.abs(Number(ours) - theirs) <= 0.6, `${ours} instead of ${theirs}`);
        assert.ok(Number.isInteger(ours));
      }),
      { numRuns: 50 },
    );
  });
}

const audio: [provider: string, model: string][] = [
  ["openai", "gpt-realtime"],
  ["openai", "gpt-audio"],
  ["google", "gemini-2.5-flash"],
];
for (const [provider, model] of audio) {
  Deno.test(`PriceBook.cost prices audio of ${provider}/${model} apart from text`, () => {
    const counts = { promptTokens: 1000, completionTokens: 500 };
    const usage = { ...NO_USAGE, ...counts, audioInputTokens: 800, audioOutputTokens: 400 };

    const ours = cost(provider, model, usage);

    assert.equal(ours, Math.round(published(provider, model, usage)));
    assert.ok(Number(ours) > Number(cost(provider, model, counts)));
  });
}

const sums: [what: string, usage: Partial<Usage>, nanoUsd: number][] = [
  ["input and output", { promptTokens: 1000, completionTokens: 100 }, 1000 * 150 + 100 * 600],
  ["no output said", { promptTokens: 1000 }, 1000 * 150],
  ["no input said", { completionTokens: 100 }, 100 * 600],
  ["cached input at its price", { promptTokens: 1000, cachedTokens: 400 }, 600 * 150 + 400 * 75],
  ["nothing used", { promptTokens: 0, completionTokens: 0 }, 0],
  ["one token, to the nano-dollar", { promptTokens: 1 }, 150],
  ["millions, without losing one", { promptTokens: 1_234_567_891 }, 1_234_567_891 * 150],
];
for (const [what, usage, nanoUsd] of sums) {
  Deno.test(`PriceBook.cost adds up gpt-4o-mini exactly: ${what}`, () => {
    assert.equal(cost("openai", "gpt-4o-mini", usage), nanoUsd);
  });
}

const unknown: [why: string, provider: string, model: string, usage: Partial<Usage>][] = [
  ["an unknown model", "openai", "house-model", { promptTokens: 5 }],
  ["an unknown provider, though the model is known", "my-server", "gpt-4o", { promptTokens: 5 }],
  ["a model server on this machine", "ollama", "llama3.1", { promptTokens: 5 }],
  ["usage that was not said", "openai", "gpt-4o", {}],
  ["usage of which only the total was said", "openai", "gpt-4o", { totalTokens: 9 }],
  ["more cached input of a tiered model than there was input", "google", "gemini-2.5-pro", {
    promptTokens: 1,
    cachedTokens: 5,
  }],
  ["numbers too large to be exact", "openai", "gpt-4o", { promptTokens: 2 ** 53 - 1 }],
];
for (const [why, provider, model, usage] of unknown) {
  Deno.test(`PriceBook.cost does not know the price for ${why}: null, which is not free`, () => {
    const got = new PriceBook().cost(provider, model, { ...NO_USAGE, ...usage }, NOW);

    assert.deepEqual(got, { nanoUsd: null, priceSource: null });
  });
}

Deno.test("PRICE_SOURCE is the version that deno.json pins", async () => {
  const denoJson = await Deno.readTextFile(new URL("../../../deno.json", import.meta.url));
  const pinned: string = JSON.parse(denoJson).imports["@pydantic/genai-prices"];

  assert.equal(PRICE_SOURCE, pinned.replace("npm:@pydantic/", ""));
  const priced = new PriceBook().cost("openai", "gpt-4o", { ...NO_USAGE, promptTokens: 1 }, NOW);
  assert.equal(priced.priceSource, PRICE_SOURCE);
});

const changing: [provider: string, model: string, prices: [at: string, usdPerMillion: number][]][] =
  [
    // Cut to a fifth on 10 June 2025.
    ["openai", "o3", [["2025-03-01T12:00Z", 10], ["2025-10-01T12:00Z", 2]]],
    // Half price while China sleeps, 16:30 to 00:30 UTC.
    ["deepseek", "deepseek-chat", [
      ["2025-03-01T16:29Z", 0.27],
      ["2025-03-01T16:31Z", 0.135],
      ["2025-03-02T00:31Z", 0.27],
    ]],
  ];
for (const [provider, model, prices] of changing) {
  Deno.test(`PriceBook.cost follows the price of ${model} through time`, () => {
    const book = new PriceBook();
    const usage = { ...NO_USAGE, promptTokens: 1_000_000 };

    for (const [at, usdPerMillion] of prices) {
      const { nanoUsd } = book.cost(provider, model, usage, Date.parse(at));

      assert.equal(nanoUsd, usdPerMillion * 1e9, at);
    }
  });
}

Deno.test("PriceBook.cost stays right for more models than it remembers", () => {
  const book = new PriceBook();
  const usage = { ...NO_USAGE, promptTokens: 1000 };
  const price = () => book.cost("openai", "gpt-4o-mini", usage, NOW).nanoUsd;

  const before = price();
  for (let i = 0; i < 1500; i++) book.cost("openai", `made-up-${i}`, usage, NOW);

  assert.equal(before, 150_000);
  assert.equal(price(), before);
});

Deno.test("PriceBook knows each built-in provider by the id in its record, or has no data of it", () => {
  const without = PROVIDERS.filter(({ id, priceId = id }) =>
    findProvider({ providerId: priceId })?.id !== priceId
  );

  assert.deepEqual(without.map(({ id }) => id), [
    "qwen",
    "siliconflow",
    "ollama",
    "vllm",
    "lmstudio",
  ]);
});
