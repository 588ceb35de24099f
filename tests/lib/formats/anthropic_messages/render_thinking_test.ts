import assert from "node:assert/strict";
import type { ChatRequest, ReasoningWish } from "../../../../lib/domain/conversation/request.ts";
import { renderThinking } from "../../../../lib/formats/anthropic_messages/render_thinking.ts";
import { call, chatRequest, rendering, result, text, user } from "../../../support/anthropic.ts";
import { flowError } from "../../../support/flow_error.ts";

const OLD = "claude-sonnet-4-5", BOTH = "claude-opus-4-6", NEW = "claude-opus-4-7";

const run = (more: Partial<ChatRequest>, model: string, most: number | null = null) => {
  const subject = rendering(chatRequest(more), model, most);
  return {
    ...renderThinking(subject),
    warned: subject.losses.list.map(({ kind, field }) => `${kind} ${field}`),
  };
};
const ADAPTED = "adapted reasoning_effort", DROPPED = "dropped reasoning_effort";

const cases: [
  what: string,
  wish: ReasoningWish | undefined,
  model: string,
  thinking: unknown,
  effort: string | null,
  warned: string[],
][] = [
  ["nothing", undefined, NEW, null, null, []],
  [
    "effort as a budget",
    { effort: "low" },
    OLD,
    { type: "enabled", budget_tokens: 2048 },
    null,
    [],
  ],
  [
    "the least budget",
    { budgetTokens: 5 },
    OLD,
    { type: "enabled", budget_tokens: 1024 },
    null,
    [],
  ],
  [
    "a budget of the model's choice",
    { budgetTokens: -1 },
    OLD,
    { type: "enabled", budget_tokens: 8192 },
    null,
    [],
  ],
  [
    "effort as effort",
    { effort: "xhigh", summary: "none" },
    NEW,
    { type: "adaptive", display: "omitted" },
    "xhigh",
    [],
  ],
  [
    "thoughts that chat callers can see",
    { effort: "high" },
    NEW,
    { type: "adaptive", display: "summarized" },
    "high",
    [],
  ],
  ["the next lower effort", { effort: "xhigh" }, BOTH, { type: "adaptive" }, "high", []],
  ["the least effort", { effort: "minimal" }, BOTH, { type: "adaptive" }, "low", []],
  [
    "a budget where it is still taken",
    { budgetTokens: 3000 },
    BOTH,
    { type: "enabled", budget_tokens: 3000 },
    null,
    [],
  ],
  [
    "a budget as effort",
    { budgetTokens: 9000, summary: "auto" },
    NEW,
    { type: "adaptive", display: "summarized" },
    "high",
    [ADAPTED],
  ],
  ["off", { effort: "none" }, NEW, { type: "disabled" }, null, []],
  ["off by a budget of nothing", { budgetTokens: 0 }, NEW, null, null, []],
  ["off where it was never on", { effort: "none" }, "claude-3-5-haiku-latest", null, null, []],
  ["as little as can be", { effort: "none" }, "claude-opus-5-5", null, "low", [ADAPTED]],
  [
    "between tools only",
    { effort: "none" },
    "claude-sonnet-5-5",
    { type: "between_tools" },
    null,
    [],
  ],
  [
    "no thinking by a model that cannot",
    { effort: "high" },
    "claude-3-haiku-20240307",
    null,
    null,
    [DROPPED],
  ],
];
for (const [what, wish, model, thinking, effort, warned] of cases) {
  Deno.test(`renderThinking asks ${model} for ${what}`, () => {
    const found = run(wish === undefined ? {} : { reasoning: wish }, model);

    assert.deepEqual([found.thinking, found.effort, found.warned], [thinking, effort, warned]);
  });
}

const limits: [
  what: string,
  more: Partial<ChatRequest>,
  model: string,
  most: number | null,
  expected: [number, unknown],
][] = [
  ["the catalog's limit", {}, OLD, 5000, [5000, null]],
  ["the family's limit", {}, OLD, null, [64_000, null]],
  ["the caller's limit", { sampling: { maxOutputTokens: 100 } }, OLD, null, [100, null]],
  ["no more than the model can", { sampling: { maxOutputTokens: 9000 } }, OLD, 5000, [5000, null]],
  [
    "half of the caller's limit for the answer",
    { sampling: { maxOutputTokens: 3000 }, reasoning: { effort: "low" } },
    OLD,
    null,
    [3000, 1500],
  ],
  [
    "the least budget within a small limit",
    { sampling: { maxOutputTokens: 1100 }, reasoning: { effort: "low" } },
    OLD,
    null,
    [1100, 1024],
  ],
  [
    "half for the answer at the model's limit",
    { sampling: { maxOutputTokens: 4000 }, reasoning: { effort: "high" } },
    OLD,
    4000,
    [4000, 2000],
  ],
  [
    "room on a model nobody knows",
    { sampling: { maxOutputTokens: 30_000 }, reasoning: { effort: "low" } },
    "glm-4.6",
    null,
    [30_000, 2048],
  ],
];
for (const [what, more, model, most, [maxTokens, budget]] of limits) {
  Deno.test(`renderThinking leaves ${what}`, () => {
    const found = run(more, model, most);

    assert.equal(found.maxTokens, maxTokens);
    assert.equal(found.thinking?.budget_tokens ?? null, budget);
  });
}

Deno.test("renderThinking thinks not at all, and says so, where the limit has no room for it", () => {
  const { thinking, maxTokens, warned } = run(
    { sampling: { maxOutputTokens: 1024 }, reasoning: { effort: "low" } },
    OLD,
  );

  assert.deepEqual([thinking, maxTokens], [null, 1024]);
  assert.deepEqual(warned, ["adapted max_completion_tokens"]);
});

Deno.test("renderThinking keeps what Anthropic's own callers say", () => {
  const native = { format: "anthropic_messages" } as const;

  const effortAlone = run({ ...native, reasoning: { effort: "low" } }, NEW);
  const budget = run({ ...native, reasoning: { budgetTokens: 50 } }, OLD);

  assert.deepEqual([effortAlone.thinking, effortAlone.effort], [null, "low"]);
  assert.deepEqual(budget.thinking, { type: "enabled", budget_tokens: 50 });
});

const FORCED = {
  tools: [{ type: "function", name: "f" }],
  toolChoice: { type: "required" },
} as const;

Deno.test("renderThinking does not think where a tool is forced", () => {
  const found = run({ ...FORCED, reasoning: { effort: "high" } }, "claude-sonnet-5");

  assert.deepEqual([found.thinking, found.isOn], [{ type: "disabled" }, false]);
  assert.deepEqual(found.warned, [ADAPTED]);
});

Deno.test("renderThinking refuses to force a tool on a model that always thinks", () => {
  assert.throws(() => run(FORCED, "claude-opus-5-5"), flowError("invalid_request", /tool call/));
});

const SIGNED = {
  type: "reasoning",
  text: "hm",
  isSummary: false,
  proof: { format: "anthropic_messages", value: { signature: "s" } },
} as const;
for (
  const [what, parts, isOn] of [["with", [SIGNED, call("1")], true], [
    "without",
    [call("1")],
    false,
  ]] as const
) {
  Deno.test(`renderThinking thinks on in a tool loop ${what} thinking of Anthropic's: ${isOn}`, () => {
    const messages = [
      user(text("a")),
      { role: "assistant", parts } as const,
      result("1", "x"),
    ];

    assert.equal(run({ messages, reasoning: { effort: "low" } }, OLD).isOn, isOn);
    assert.equal(run({ messages, reasoning: { effort: "low" } }, NEW).isOn, true);
  });
}
