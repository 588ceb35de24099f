/** What `GET /v1/models` shows. The checks build on each other. */
import assert from "node:assert/strict";
import { check, type CheckGroup, get, type Subject } from "./check.ts";

interface Entry {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly owned_by: string;
}

async function entries(subject: Subject): Promise<Entry[]> {
  const answer = await get(subject, "/v1/models");
  assert.equal(answer.status, 200);
  const { object, data } = JSON.parse(answer.text());
  assert.equal(object, "list");
  return data;
}

const ids = async (subject: Subject): Promise<string[]> =>
  (await entries(subject)).map((entry) => entry.id);

export const MODEL_LIST: CheckGroup = {
  name: "what the list of models shows",
  checks: [
    check("four well-known names while the catalog is empty", ["listModels"], async (s) => {
      await s.listModels([]);
      const shown = await entries(s);
      assert.deepEqual(shown.map((entry) => [entry.id, entry.owned_by]), [
        ["gpt-4o", "openai"],
        ["gpt-4o-mini", "openai"],
        ["claude-3-5-sonnet-20241022", "anthropic"],
        ["gemini-1.5-pro", "google"],
      ]);
      assert.ok(shown.every((entry) => entry.object === "model" && entry.created === 0));
    }),
    check("enabled models only, by provider and id, slashes kept", ["listModels"], async (s) => {
      await s.listModels([
        { provider: "siliconflow", modelId: "Qwen/Qwen3-8B", enabled: true },
        { provider: "openai", modelId: "gpt-4o", enabled: true },
        { provider: "openai", modelId: "gpt-3.5-turbo", enabled: false },
        { provider: "openai", modelId: "gpt-4.1", enabled: true },
      ]);
      assert.deepEqual(await ids(s), [
        "openai/gpt-4.1",
        "openai/gpt-4o",
        "siliconflow/Qwen/Qwen3-8B",
      ]);
    }),
    check("each of them by its whole id", ["listModels"], async (s) => {
      for (const id of await ids(s)) {
        const answer = await get(s, `/v1/models/${id}`);
        assert.equal(answer.status, 200);
        assert.equal(JSON.parse(answer.text()).id, id);
      }
    }),
    check("a disabled or unknown one is a 404", ["listModels"], async (s) => {
      for (const id of ["openai/gpt-3.5-turbo", "nobody/nothing"]) {
        assert.equal((await get(s, `/v1/models/${id}`)).status, 404, id);
      }
    }),
    check("nothing when all are disabled", ["listModels"], async (s) => {
      await s.listModels([{ provider: "openai", modelId: "gpt-4o", enabled: false }]);
      assert.deepEqual(await ids(s), []);
    }),
  ],
};
