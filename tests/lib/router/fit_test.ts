import assert from "node:assert/strict";
import { NOTHING_KNOWN, whyUnfit } from "../../../lib/router/fit.ts";

const NEEDS = { tools: true, images: true, audio: false, files: false, schema: false };
const size = (bytes: number, tokens = bytes) => ({ bytes, tokens: () => tokens });

Deno.test("whyUnfit lets a model pass of which nothing is known", () => {
  assert.equal(whyUnfit(NEEDS, size(1e9), NOTHING_KNOWN), null);
});

Deno.test("whyUnfit names what a model is known to lack, if it is needed", () => {
  const blind = { ...NOTHING_KNOWN.can, images: false, audio: false };

  assert.equal(
    whyUnfit(NEEDS, size(1), { contextTokens: null, can: blind }),
    "It cannot see images.",
  );
  assert.equal(
    whyUnfit({ ...NEEDS, images: false }, size(1), { contextTokens: null, can: blind }),
    null,
  );
});

Deno.test("whyUnfit compares the prompt with the context window, and counts only in doubt", () => {
  const facts = { ...NOTHING_KNOWN, contextTokens: 1000 };
  const uncounted = { bytes: 1000, tokens: () => assert.fail("counted without need") };

  assert.equal(whyUnfit(NEEDS, uncounted, facts), null);
  assert.equal(whyUnfit(NEEDS, size(5000, 1000), facts), null);
  assert.match(whyUnfit(NEEDS, size(5000, 1001), facts) ?? "", /1001 tokens.*1000/);
});
