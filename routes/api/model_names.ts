/**
 * `/api/model-aliases` and `/api/model-prices`: what one says about models oneself.
 *
 * @module
 */
import { z } from "zod";
import {
  removeModelAlias,
  saveModelAlias,
  showModelAliases,
} from "../../lib/admin/model_aliases.ts";
import { addModelPrice, removeModelPrice, showModelPrices } from "../../lib/admin/model_prices.ts";
import type { ApiParts } from "./parts.ts";
import { priceUnits } from "./model_shape.ts";
import { empty, json, type Operation, operation } from "./operation.ts";
import { idInPath, moment } from "./query_values.ts";
import { timeText } from "./time_text.ts";

const noun = "Models";
const alias = z.strictObject({
  alias: z.string(),
  target: z.string().meta({ description: "provider/model" }),
}).meta({ id: "ModelAlias" });
const price = z.strictObject({
  id: z.string(),
  model: z.string().meta({ description: "provider/model" }),
  prices: priceUnits,
  valid_from: moment,
  valid_until: moment.nullable(),
  note: z.string().nullable(),
  created_at: moment,
}).meta({ id: "ModelPrice" });
const aliasInPath = z.strictObject({ alias: z.string().min(1).max(200) });

export function modelNameOperations({ admin }: Pick<ApiParts, "admin">): Operation[] {
  return [
    operation({
      method: "get",
      path: "/model-aliases",
      noun,
      summary: "List names of your own for models",
      access: "read",
      answer: json(z.array(alias)),
    })(() => showModelAliases(admin)),

    operation({
      method: "put",
      path: "/model-aliases/{alias}",
      noun,
      summary: "Set a name of your own for a model",
      access: "full",
      params: aliasInPath,
      body: z.strictObject({ target: z.string() }),
      answer: json(alias),
    })(({ params, body, actor }) => saveModelAlias(admin, actor, { ...params, ...body })),

    operation({
      method: "delete",
      path: "/model-aliases/{alias}",
      noun,
      summary: "Remove such a name",
      access: "full",
      params: aliasInPath,
      answer: empty,
      refusals: { 404: "There is no such name" },
    })(async ({ params, actor }) => {
      await removeModelAlias(admin, actor, params.alias);
    }),

    operation({
      method: "get",
      path: "/model-prices",
      noun,
      summary: "List prices of your own",
      access: "read",
      answer: json(z.array(price)),
    })(async () => (await showModelPrices(admin)).map(priceJson)),

    operation({
      method: "post",
      path: "/model-prices",
      noun,
      summary: "Add prices of your own for a model",
      description: "They go before published ones for requests that begin while they hold. Costs " +
        "that stand in the log already stay.",
      access: "full",
      body: z.strictObject({
        model: z.string(),
        prices: priceUnits,
        valid_from: moment.nullish().meta({ description: "Left out: from now on" }),
        valid_until: moment.nullish(),
        note: z.string().nullish(),
      }),
      answer: json(price, 201),
      refusals: { 409: "Others begin at the same moment" },
    })(async ({ body, actor }) => {
      const parts = { ...admin, configured: admin.config().providers };
      return priceJson(
        await addModelPrice(parts, actor, {
          model: body.model,
          prices: body.prices,
          validFromMs: body.valid_from == null ? null : Date.parse(body.valid_from),
          validUntilMs: body.valid_until == null ? null : Date.parse(body.valid_until),
          note: body.note ?? null,
        }),
      );
    }),

    operation({
      method: "delete",
      path: "/model-prices/{id}",
      noun,
      summary: "Remove prices of your own",
      access: "full",
      params: idInPath,
      answer: empty,
      refusals: { 404: "There are no such prices" },
    })(async ({ params, actor }) => {
      await removeModelPrice(admin, actor, params.id);
    }),
  ];
}

function priceJson(one: Awaited<ReturnType<typeof showModelPrices>>[number]) {
  return {
    id: one.id,
    model: `${one.provider}/${one.modelId}`,
    prices: { ...one.prices },
    valid_from: timeText(one.validFromMs),
    valid_until: timeText(one.validUntilMs),
    note: one.note,
    created_at: timeText(one.createdAtMs),
  };
}
