/**
 * One search at a search provider.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { redact } from "../domain/redact.ts";
import type { Secret } from "../domain/secret.ts";
import { isObject, type JsonObject } from "../formats/json/guards.ts";
import type { CallJson, JsonAnswer } from "../http/json_call.ts";
import type { SearchProvider } from "../providers/search_providers.ts";

const SAID_LENGTH = 500;

/**
 * The provider's answer as it came.
 *
 * @param url null: the provider's own
 * @throws FlowError `upstream_error` for whatever the provider or the way to it may do wrong; its text
 *   holds the status and what the provider said, without the key
 */
export async function searchAt(
  call: CallJson,
  provider: SearchProvider,
  { url, key, search }: {
    readonly url: string | null;
    readonly key: Secret;
    readonly search: Readonly<Record<string, unknown>>;
  },
): Promise<JsonObject> {
  const { json, status, text } = await answerOf(call, {
    target: provider.name,
    method: "POST",
    url: new URL(url ?? provider.url),
    headers: provider.headers(key),
    body: provider.body(search, key),
  });
  if (status >= 200 && status < 300 && isObject(json)) return json;
  const what = status >= 200 && status < 300 ? "something that is no JSON object" : `${status}`;
  const said = redact(text.replaceAll(key.reveal(), "[redacted]"));
  throw failed(`${provider.name} answered ${what}: ${[...said].slice(0, SAID_LENGTH).join("")}`);
}

async function answerOf(
  call: CallJson,
  request: Parameters<CallJson>[0],
): Promise<JsonAnswer> {
  try {
    return await call(request);
  } catch (error) {
    if (error instanceof FlowError) throw failed(error.message);
    throw error;
  }
}

const failed = (message: string): FlowError => new FlowError("upstream_error", message);
