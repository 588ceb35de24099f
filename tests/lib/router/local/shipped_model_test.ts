import assert from "node:assert/strict";
import { TIERS } from "../../../../lib/domain/routing.ts";
import { boundariesForShares, DEFAULT_SHARES } from "../../../../lib/router/local/boundaries.ts";
import { localClassifier, shippedModel } from "../../../../lib/router/local/shipped_model.ts";
import { scoredText } from "../../../../lib/router/scored_text.ts";
import { tierOf } from "../../../../lib/router/tiers.ts";

type Reworded = readonly [language: string, prompt: string, reworded: string];
const FIXTURE = new URL("../../../fixtures/router/reworded.json", import.meta.url);
const SET: readonly Reworded[] = JSON.parse(await Deno.readTextFile(FIXTURE));

const classifier = localClassifier(shippedModel());
const boundaries = boundariesForShares(shippedModel().weights.quantiles, DEFAULT_SHARES);
const signal = new AbortController().signal;

async function scoreOf(text: string): Promise<number> {
  return (await classifier.score(text, signal)).value;
}
async function tierAt(text: string): Promise<number> {
  return TIERS.indexOf(tierOf(await scoreOf(text), boundaries));
}

Deno.test("localClassifier decides at least 85 % of reworded prompts alike", async () => {
  const plain = await Promise.all(SET.map(([, prompt]) => scoreOf(prompt)));
  const other = await Promise.all(SET.map(([, , reworded]) => scoreOf(reworded)));
  const median = plain.toSorted((one, two) => one - two)[Math.floor(plain.length / 2)]!;

  const same = plain.filter((score, at) => score > median === other[at]! > median).length;

  assert.ok(same >= 0.85 * SET.length, `${same} of ${SET.length}`);
});

const WRAPPERS: readonly (readonly [name: string, wrap: (prompt: string) => string])[] = [
  [
    "pleasantries",
    (prompt) =>
      `Hello! I hope you are doing well. Could you please help me with this? ${prompt} ` +
      "Thank you so much in advance, I really appreciate it!",
  ],
  ["capitals", (prompt) => prompt.toUpperCase()],
  ["small letters", (prompt) => prompt.toLowerCase()],
  ["a Chinese wrapper", (prompt) => `你好，请帮我回答下面这个问题：${prompt} 非常感谢您的帮助！`],
  ["an English wrapper", (prompt) => `Please answer the following question. ${prompt} Thanks!`],
  [
    "a German wrapper",
    (prompt) => `Guten Tag, könnten Sie mir bitte hierbei helfen: ${prompt} Vielen Dank im Voraus!`,
  ],
  ["a Spanish wrapper", (prompt) => `Hola, ¿podrías ayudarme con esto? ${prompt} ¡Muchas gracias!`],
  ["an agent's system prompt and its tools", behindAgent],
];

/** What is scored of a last turn behind an agent's long instructions and earlier turns. */
function behindAgent(prompt: string): string {
  const tools = Array.from({ length: 30 }, (_, at) => `tool_${at}: analyzes and refactors code`);
  return scoredText({
    turns: [
      { speaker: "other", texts: [`You are an autonomous agent.\n${tools.join("\n")}`] },
      { speaker: "user", texts: ["Set up the project and think step by step."] },
      { speaker: "other", texts: ["Done."] },
      { speaker: "user", texts: [prompt] },
    ],
    needs: { tools: true, images: false, audio: false, files: false, schema: false },
  }, "last_turn");
}

for (const [name, wrap] of WRAPPERS) {
  Deno.test(`localClassifier moves at most one tier under ${name} for 95 % of prompts`, async () => {
    const moves = await Promise.all(
      SET.map(async ([, prompt]) => Math.abs(await tierAt(wrap(prompt)) - await tierAt(prompt))),
    );

    const near = moves.filter((move) => move <= 1).length;
    assert.ok(near >= 0.95 * SET.length, `${near} of ${SET.length}`);
  });
}

Deno.test("localClassifier moves at most one tier under rewording for 95 % of prompts", async () => {
  const moves = await Promise.all(
    SET.map(async ([, prompt, reworded]) =>
      Math.abs(await tierAt(prompt) - await tierAt(reworded))
    ),
  );

  assert.ok(moves.filter((move) => move <= 1).length >= 0.95 * SET.length);
});

Deno.test("shippedModel is read once", () => {
  assert.equal(shippedModel(), shippedModel());
  assert.equal(classifier.type, "local");
});
