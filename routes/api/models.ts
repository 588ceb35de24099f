/**
 * `/api/models`: the catalog.
 *
 * @module
 */
import { z } from "zod";
import { changeCatalogSettings, showCatalogSettings } from "../../lib/admin/catalog_settings.ts";
import { withFacts } from "../../lib/admin/catalog_view.ts";
import {
  addModel,
  changeModel,
  removeModel,
  showModels,
  storedModel,
  switchModels,
} from "../../lib/admin/model_catalog.ts";
import { testModel } from "../../lib/admin/model_test_call.ts";
import type { ApiParts } from "./parts.ts";
import { model, modelJson } from "./model_shape.ts";
import { syncOperations } from "./model_sync.ts";
import { json, type Operation, operation } from "./operation.ts";
import { idInPath, yesOrNo } from "./query_values.ts";

const noun = "Models";
const notFound = { 404: "There is no such model" };
const settings = z.strictObject({
  strict: z.boolean().meta({ description: "Only enabled models may be asked for" }),
}).meta({ id: "CatalogSettings" });

export function modelOperations(parts: Pick<ApiParts, "admin" | "outbound">): Operation[] {
  const { admin, outbound } = parts;
  const configured = () => ({ ...admin, configured: admin.config().providers });
  const shown = async (stored: Awaited<ReturnType<typeof storedModel>>) =>
    modelJson((await withFacts(admin, [stored]))[0]!);
  return [
    operation({
      method: "get",
      path: "/models",
      noun,
      summary: "List the catalog, by provider and name",
      access: "read",
      query: z.strictObject({ provider: z.string().optional(), enabled: yesOrNo.optional() }),
      answer: json(z.array(model)),
    })(async ({ query: { provider, enabled } }) => {
      const models = await showModels(configured(), {
        ...(provider === undefined ? {} : { provider }),
        ...(enabled === undefined ? {} : { enabled }),
      });
      return (await withFacts(admin, models)).map(modelJson);
    }),

    operation({
      method: "post",
      path: "/models/manual",
      noun,
      summary: "Add a model by hand, disabled",
      access: "full",
      body: z.strictObject({
        provider: z.string(),
        slug: z.string().meta({ description: "The provider's name for it" }),
        model_name: z.string().nullish().meta({ description: "Name for people" }),
      }),
      answer: json(model),
      refusals: { 404: "The provider has no enabled key", 409: "The catalog has it" },
    })(async ({ body, actor }) =>
      await shown(
        await addModel(configured(), actor, {
          provider: body.provider,
          modelId: body.slug,
          displayName: body.model_name ?? null,
          enabled: false,
        }),
      )
    ),

    operation({
      method: "post",
      path: "/models/bulk",
      noun,
      summary: "Enable or disable many models",
      description:
        "By id, by pattern (openai/gpt-*), or both; nothing is changed when one of them " +
        "means no model.",
      access: "full",
      body: z.strictObject({
        enabled: z.boolean(),
        ids: z.array(z.string()).max(10_000).optional(),
        models: z.array(z.string()).max(1000).optional(),
      }),
      maxBodyBytes: 1024 * 1024,
      answer: json(z.strictObject({ changed: z.int(), models: z.array(z.string()) })),
      refusals: { 404: "An id or a pattern means no model" },
    })(async ({ body: { enabled, ids = [], models = [] }, actor }) => {
      const meant = await switchModels(admin, actor, { ids, patterns: models }, enabled);
      return {
        changed: meant.length,
        models: meant.map(({ provider, modelId }) => `${provider}/${modelId}`),
      };
    }),

    operation({
      method: "get",
      path: "/models/settings",
      noun,
      summary: "Show what holds for the catalog as a whole",
      access: "read",
      answer: json(settings),
    })(() => showCatalogSettings(admin)),

    operation({
      method: "put",
      path: "/models/settings",
      noun,
      summary: "Say whether only enabled models may be asked for",
      access: "full",
      body: settings,
      answer: json(settings),
    })(({ body, actor }) => changeCatalogSettings(admin, actor, body)),

    operation({
      method: "put",
      path: "/models/{id}",
      noun,
      summary: "Rename, enable or disable a model",
      description: "What is left out or null stays; a blank display name is taken away.",
      access: "full",
      params: idInPath,
      body: z.strictObject({
        display_name: z.string().nullish(),
        enabled: z.boolean().nullish(),
      }),
      answer: json(model),
      refusals: notFound,
    })(async ({ params, body, actor }) =>
      await shown(
        await changeModel(admin, actor, params.id, {
          ...(body.display_name == null ? {} : { displayName: body.display_name }),
          ...(body.enabled == null ? {} : { enabled: body.enabled }),
        }),
      )
    ),

    operation({
      method: "delete",
      path: "/models/{id}",
      noun,
      summary: "Remove a model that was added by hand or is no longer listed",
      access: "full",
      params: idInPath,
      answer: json(z.strictObject({ success: z.literal(true), message: z.string() })),
      refusals: { ...notFound, 422: "Its provider lists it: disable it instead" },
    })(async ({ params, actor }) => {
      const { provider, modelId } = await removeModel(admin, actor, params.id);
      return { success: true, message: `${provider}/${modelId} is removed.` };
    }),

    operation({
      method: "post",
      path: "/models/{id}/test",
      noun,
      summary: "Ask a model for a word, or for a vector",
      description: "Costs a few tokens. A failure is a 200 as well, with ok false.",
      access: "full",
      params: idInPath,
      answer: json(z.strictObject({
        ok: z.boolean(),
        provider: z.string(),
        model_id: z.string(),
        latency_ms: z.int(),
        message: z.string(),
        response_preview: z.string().nullable(),
      })),
      refusals: {
        404: "There is no such model, or no enabled key for it",
        423: "The vault is locked",
      },
    })(async ({ params }) => {
      const tested = await testModel({ ...configured(), tryModel: outbound.tryModel }, params.id);
      return {
        ok: tested.ok,
        provider: tested.provider,
        model_id: tested.modelId,
        latency_ms: tested.latencyMs,
        message: tested.message,
        response_preview: tested.preview,
      };
    }),

    ...syncOperations(parts),
  ];
}
