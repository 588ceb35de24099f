/**
 * `/api/admin-keys`: credentials of programs that operate the gateway.
 *
 * @module
 */
import { z } from "zod";
import { assertPerson } from "../../lib/admin/admin_gate.ts";
import {
  type AdminKeyView,
  createAdminKey,
  removeAdminKey,
  showAdminKeys,
} from "../../lib/admin/admin_keys.ts";
import type { ApiParts } from "./parts.ts";
import { empty, json, type Operation, operation } from "./operation.ts";
import { idInPath, moment } from "./query_values.ts";
import { timeText } from "./time_text.ts";

const noun = "Admin API keys";
const access = z.enum(["read", "full"]).meta({
  description: "read: looks only; full: changes too",
});
const shape = {
  id: z.string(),
  name: z.string(),
  prefix: z.string().meta({ description: "The key's first characters" }),
  access,
  expires_at: moment.nullable(),
  expired: z.boolean(),
  created_at: moment,
  last_used_at: moment.nullable(),
};
const adminKey = z.strictObject(shape).meta({ id: "AdminKey" });
const createdKey = z.strictObject({
  ...shape,
  key: z.string().meta({ description: "The whole key, shown only now" }),
}).meta({ id: "CreatedAdminKey" });

export function adminKeyOperations({ admin }: Pick<ApiParts, "admin">): Operation[] {
  return [
    operation({
      method: "get",
      path: "/admin-keys",
      noun,
      summary: "List admin API keys",
      access: "read",
      answer: json(z.array(adminKey)),
    })(async () => (await showAdminKeys(admin)).map(adminKeyJson)),

    operation({
      method: "post",
      path: "/admin-keys",
      noun,
      summary: "Create an admin API key",
      description: "For people only: a key cannot make further keys.",
      access: "full",
      body: z.strictObject({ name: z.string(), access, expires_at: moment.nullish() }),
      answer: json(createdKey, 201),
      refusals: { 409: "The name is taken" },
    })(async ({ body, actor }) => {
      assertPerson(actor);
      const { name, access, expires_at } = body;
      const expiresAtMs = expires_at == null ? null : Date.parse(expires_at);
      const { key, view } = await createAdminKey(admin, { name, access, expiresAtMs }, actor);
      return { ...adminKeyJson(view), key: key.reveal() };
    }),

    operation({
      method: "delete",
      path: "/admin-keys/{id}",
      noun,
      summary: "Delete an admin API key, with effect at once",
      access: "full",
      params: idInPath,
      answer: empty,
      refusals: { 404: "There is no such key" },
    })(async ({ params, actor }) => {
      assertPerson(actor);
      await removeAdminKey(admin, params.id, actor);
    }),
  ];
}

function adminKeyJson(key: AdminKeyView) {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    access: key.access,
    expires_at: timeText(key.expiresAtMs),
    expired: key.isExpired,
    created_at: timeText(key.createdAtMs),
    last_used_at: timeText(key.lastUsedAtMs),
  };
}
