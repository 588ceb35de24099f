/**
 * `/api/models/sync`: taking over what providers list.
 *
 * @module
 */
import { z } from "zod";
import { planSync, syncModels } from "../../lib/admin/model_sync.ts";
import type { ApiParts } from "./parts.ts";
import { json, type Operation, operation } from "./operation.ts";

const noun = "Models";
const body = z.strictObject({
  enable_new: z.boolean().default(false).meta({ description: "Enable models that are new" }),
});
const synced = {
  provider: z.string(),
  synced: z.int().meta({ description: "How many models the list names" }),
  models: z.array(z.string()),
  added: z.array(z.string()),
  vanished: z.array(z.string()).meta({
    description: "No longer in the list: marked as missing, not deleted",
  }),
};

export function syncOperations(
  { admin, outbound }: Pick<ApiParts, "admin" | "outbound">,
): Operation[] {
  const parts = () => ({ ...admin, configured: admin.config().providers, call: outbound.call });
  return [
    operation({
      method: "post",
      path: "/models/sync",
      noun,
      summary: "Take over the lists of all providers",
      description: "One that fails does not keep the others from being asked.",
      access: "full",
      body,
      isBodyOptional: true,
      answer: json(z.array(z.strictObject({ ...synced, error: z.string().nullable() }))),
    })(async ({ body, actor }) => {
      const plans = await planSync(parts(), null);
      const results = await syncModels(parts(), actor, plans, body.enable_new);
      return results.map(({ provider, listed, models, added, vanished, problem }) => ({
        provider,
        synced: listed,
        models,
        added,
        vanished,
        error: problem?.message ?? null,
      }));
    }),

    operation({
      method: "post",
      path: "/models/sync/{provider}",
      noun,
      summary: "Take over the list of one provider",
      description:
        "Known models keep their name and whether they are enabled; new ones are disabled.",
      access: "full",
      params: z.strictObject({ provider: z.string().max(100) }),
      body,
      isBodyOptional: true,
      answer: json(z.strictObject(synced)),
      refusals: {
        404: "The provider has no enabled key",
        422: "It has no base URL",
        423: "The vault is locked",
        502: "The provider gives no list",
      },
    })(async ({ params, body, actor }) => {
      const plans = await planSync(parts(), params.provider);
      const [result] = await syncModels(parts(), actor, plans, body.enable_new);
      if (result?.problem != null) throw result.problem;
      const { provider = params.provider, listed = 0, models = [] } = result ?? {};
      const { added = [], vanished = [] } = result ?? {};
      return { provider, synced: listed, models, added, vanished };
    }),
  ];
}
