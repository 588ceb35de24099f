import assert from "node:assert/strict";
import { CHAT } from "../../../lib/formats/openai_chat/endpoints.ts";
import { ownHeaders } from "../../../lib/gateway/answer_headers.ts";
import { Draft } from "../../../lib/gateway/draft.ts";
import { decisionOf } from "../../support/decision.ts";

function headersOf(change: (draft: Draft) => void): Record<string, string> {
  const draft = new Draft("id-1", CHAT, 0, 0, null);
  change(draft);
  return Object.fromEntries(ownHeaders(draft));
}

Deno.test("ownHeaders names the request alone while nothing else is known", () => {
  assert.equal(headersOf(() => {})["x-request-id"], "id-1");
  assert.equal(headersOf(() => {})["x-flow-provider"], undefined);
});

Deno.test("ownHeaders says who served the request, with which model, under which id", () => {
  const headers = headersOf((draft) => {
    draft.attempted = {
      provider: "openai",
      priceId: "openai",
      upstreamModel: "gpt-4o",
      key: null,
      format: "openai_chat",
    };
    draft.upstreamRequestId = "req-1";
  });

  assert.equal(headers["x-flow-provider"], "openai");
  assert.equal(headers["x-flow-model"], "gpt-4o");
  assert.equal(headers["x-flow-upstream-request-id"], "req-1");
});

Deno.test("ownHeaders keeps names out of headers that no header can hold", () => {
  const headers = headersOf((draft) => {
    draft.attempted = {
      provider: "eigen",
      priceId: "eigen",
      upstreamModel: "mödel",
      key: null,
      format: "openai_chat",
    };
  });

  assert.equal(headers["x-flow-model"], "m%C3%B6del");
});

Deno.test("ownHeaders tells what was lost in translation", () => {
  const headers = headersOf((draft) => {
    draft.warnings = [{ kind: "dropped", field: "top_k", message: "There is no such setting." }];
  });

  assert.equal(headers["x-flow-warnings"], "top_k: There is no such setting.");
});

Deno.test("ownHeaders tells what the router decided, and nothing when it was not asked", () => {
  const headers = headersOf((draft) => draft.decision = decisionOf());

  assert.equal(headers["x-flow-tier"], "MEDIUM");
  assert.equal(headers["x-flow-decision"], "complexity; tier=MEDIUM; score=0.25; us=42");
  assert.equal(headersOf(() => {})["x-flow-tier"], undefined);
});
