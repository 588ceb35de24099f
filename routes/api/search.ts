/**
 * `/api/search`: keys of search providers, and searching with them.
 *
 * @module
 */
import { z } from "zod";
import {
  addSearchKey,
  changeSearchKey,
  removeSearchKey,
  type SearchKeyView,
  showSearchKeys,
} from "../../lib/admin/search_keys.ts";
import { trySearchKey } from "../../lib/admin/search_trial.ts";
import { Secret } from "../../lib/domain/secret.ts";
import type { ApiParts } from "./parts.ts";
import { json, type Operation, operation } from "./operation.ts";
import { idInPath, moment } from "./query_values.ts";
import { timeText } from "./time_text.ts";

const noun = "Search";
const secret = z.string().meta({ format: "password" });
const searchKey = z.strictObject({
  id: z.string(),
  provider: z.string(),
  key_name: z.string(),
  key_masked: z.string(),
  base_url: z.string().nullable(),
  enabled: z.boolean(),
  created_at: moment,
  updated_at: moment,
}).meta({ id: "SearchKey" });
const baseUrl = z.string().nullish().meta({
  description:
    "The whole URL of the search, instead of the provider's own; a blank one takes it away",
});
const allow_link_local = z.boolean().nullish();
const notFound = { 404: "There is no such key" };
const locked = { 423: "The vault is locked" };
/** Options of Tavily that go on; every other one is left out. */
const tavilySearch = z.object({
  api_key: z.string().nullish().meta({
    description: "A caller token, for clients that have no other place for it",
  }),
  query: z.string().min(1),
  max_results: z.int().min(1).max(10).default(5),
  search_depth: z.string().max(30).default("advanced"),
  include_answer: z.union([z.boolean(), z.enum(["basic", "advanced"])]).default(false),
  include_images: z.boolean().default(false),
  include_raw_content: z.union([z.boolean(), z.enum(["markdown", "text"])]).default(false),
  topic: z.string().max(30).optional(),
  time_range: z.string().max(30).nullish(),
  days: z.int().min(0).optional(),
  start_date: z.string().max(30).nullish(),
  end_date: z.string().max(30).nullish(),
  country: z.string().max(60).nullish(),
  include_domains: z.array(z.string()).max(300).optional(),
  exclude_domains: z.array(z.string()).max(300).optional(),
});

export function searchOperations(
  { admin, outbound, search }: Pick<ApiParts, "admin" | "outbound" | "search">,
): Operation[] {
  return [
    operation({
      method: "get",
      path: "/search/providers",
      noun,
      summary: "List keys of search providers, masked",
      access: "read",
      answer: json(z.array(searchKey)),
    })(async () => (await showSearchKeys(admin)).map(searchKeyJson)),

    operation({
      method: "post",
      path: "/search/providers",
      noun,
      summary: "Store a key of a search provider",
      access: "full",
      body: z.strictObject({
        provider: z.string().default("tavily"),
        key_name: z.string(),
        api_key: secret,
        base_url: baseUrl,
        allow_link_local,
      }),
      answer: json(searchKey, 201),
      refusals: locked,
    })(async ({ body, actor }) =>
      searchKeyJson(
        await addSearchKey(admin, actor, {
          provider: body.provider,
          name: body.key_name,
          secret: new Secret(body.api_key),
          baseUrl: body.base_url ?? null,
          allowLinkLocal: body.allow_link_local ?? false,
        }),
      )
    ),

    operation({
      method: "put",
      path: "/search/providers/{id}",
      noun,
      summary: "Change a key of a search provider, with effect at once",
      description: "What is left out or null stays.",
      access: "full",
      params: idInPath,
      body: z.strictObject({
        key_name: z.string().nullish(),
        api_key: secret.nullish(),
        base_url: baseUrl,
        enabled: z.boolean().nullish(),
        allow_link_local,
      }),
      answer: json(searchKey),
      refusals: { ...notFound, ...locked },
    })(async ({ params, body, actor }) =>
      searchKeyJson(
        await changeSearchKey(admin, actor, params.id, {
          ...(body.key_name == null ? {} : { name: body.key_name }),
          ...(body.api_key == null ? {} : { secret: new Secret(body.api_key) }),
          ...(body.base_url == null ? {} : { baseUrl: body.base_url }),
          ...(body.enabled == null ? {} : { enabled: body.enabled }),
          allowLinkLocal: body.allow_link_local ?? false,
        }),
      )
    ),

    operation({
      method: "delete",
      path: "/search/providers/{id}",
      noun,
      summary: "Delete a key of a search provider",
      access: "full",
      params: idInPath,
      answer: json(z.strictObject({ success: z.literal(true), message: z.string() })),
      refusals: notFound,
    })(async ({ params, actor }) => {
      const { provider, name } = await removeSearchKey(admin, actor, params.id);
      return { success: true, message: `The key '${name}' of ${provider} is deleted.` };
    }),

    operation({
      method: "post",
      path: "/search/providers/{id}/test",
      noun,
      summary: "Search once with a key, also with one that is switched off",
      access: "full",
      params: idInPath,
      body: z.strictObject({
        query: z.string().min(1).default("Flow LLM Router"),
        max_results: z.int().min(1).max(5).default(3),
      }),
      answer: json(z.strictObject({
        ok: z.literal(true),
        latency_ms: z.int(),
        result_count: z.int(),
        sample_title: z.string().nullable(),
      })),
      refusals: { ...notFound, ...locked, 502: "The provider failed" },
    })(async ({ params, body }) => {
      const parts = { ...admin, searchAt: outbound.searchAt };
      const { latencyMs, resultCount, firstTitle } = await trySearchKey(parts, params.id, body);
      return {
        ok: true,
        latency_ms: latencyMs,
        result_count: resultCount,
        sample_title: firstTitle,
      };
    }),

    operation({
      method: "post",
      path: "/search/tavily",
      noun,
      summary: "Search the web, as Tavily's own API does",
      description:
        "For callers, not for administrators: with a caller token, as bearer or as the " +
        "body's api_key. The stored key is used, never one of the caller's. Other options of " +
        "Tavily's than those below are left out.",
      access: "open",
      body: tavilySearch,
      answer: json(z.looseObject({})),
      refusals: {
        401: "The caller token is missing or wrong",
        403: "The caller token may not search",
        404: "There is no enabled key",
        ...locked,
        502: "The provider failed",
      },
    })(({ body: { api_key = null, ...wanted }, c }) =>
      search.tavily({
        headers: c.req.raw.headers,
        clientIp: c.get("clientIp") ?? null,
        bodyKey: api_key,
        search: wanted,
      })
    ),
  ];
}

function searchKeyJson(key: SearchKeyView) {
  return {
    id: key.id,
    provider: key.provider,
    key_name: key.name,
    key_masked: key.masked,
    base_url: key.baseUrl,
    enabled: key.enabled,
    created_at: timeText(key.createdAtMs),
    updated_at: timeText(key.updatedAtMs),
  };
}
