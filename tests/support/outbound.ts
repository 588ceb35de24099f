/** Providers for use cases of lib/admin: answers made up, calls noted. */
import type { OutboundParts } from "../../lib/admin/outbound_parts.ts";
import { searchAt } from "../../lib/gateway/search_call.ts";
import { FlowError } from "../../lib/domain/errors.ts";
import type { CallJson, JsonAnswer, JsonRequest } from "../../lib/http/json_call.ts";

/** What a provider answers: JSON with a status, or an error of the way to it. */
export type MadeUpAnswer = { readonly status?: number; readonly json: unknown } | FlowError;

/** A provider that nobody can reach. */
export const UNREACHABLE = new FlowError("upstream_unreachable", "Cannot reach it: refused.");

export interface FakeOutbound extends OutboundParts {
  /** Calls so far. */
  readonly seen: readonly JsonRequest[];
  /** What model tests sent so far. */
  readonly tried: readonly { readonly path: string; readonly body: Record<string, unknown> }[];
  /** What the provider answers from now on. */
  answer: (request: JsonRequest) => MadeUpAnswer;
  /** What a model answers from now on. */
  modelAnswer: () => Response;
  troubles: ReturnType<OutboundParts["keyHealth"]["list"]>;
}

/** A list of models in OpenAI's shape. */
export const listOf = (...ids: readonly string[]): MadeUpAnswer => ({
  json: { object: "list", data: ids.map((id) => ({ id, owned_by: "them", created: 7 })) },
});

/** Made anew for each test; as it comes, every provider lists the model `m`. */
export function fakeOutbound(): FakeOutbound {
  const seen: JsonRequest[] = [];
  const tried: { path: string; body: Record<string, unknown> }[] = [];
  const call: CallJson = async (request) => {
    await Promise.resolve();
    seen.push(request);
    const answer = fake.answer(request);
    if (answer instanceof FlowError) throw answer;
    const text = typeof answer.json === "string" ? answer.json : JSON.stringify(answer.json);
    const json = typeof answer.json === "string" ? undefined : answer.json;
    return {
      status: answer.status ?? 200,
      headers: new Headers(),
      json,
      text,
    } satisfies JsonAnswer;
  };
  const fake: FakeOutbound = {
    seen,
    tried,
    call,
    answer: () => listOf("m"),
    modelAnswer: () => Response.json({ choices: [{ message: { content: "OK" } }] }),
    troubles: [],
    keyHealth: {
      list: () => fake.troubles,
      lastFailure: () => null,
    },
    tryModel: (path, body) => {
      tried.push({ path, body: { ...body } });
      return Promise.resolve(fake.modelAnswer());
    },
    searchAt: (provider, search) => searchAt(call, provider, search),
  };
  return fake;
}
