/**
 * `/api/keys`: provider keys.
 *
 * @module
 */
import { z } from "zod";
import { changeProviderKey, rotateProviderKey } from "../../lib/admin/change_provider_key.ts";
import { parseExtraConfig } from "../../lib/admin/extra_config.ts";
import { tryProviderKey } from "../../lib/admin/provider_key_trial.ts";
import {
  addProviderKey,
  type ProviderKeyParts,
  removeProviderKey,
  showProviderKeys,
} from "../../lib/admin/provider_keys.ts";
import { Secret } from "../../lib/domain/secret.ts";
import type { ApiParts } from "./parts.ts";
import { createdKeyJson, formatChoice, keyJson, keyTrial, providerKey } from "./key_shape.ts";
import { json, type Operation, operation } from "./operation.ts";
import { idInPath } from "./query_values.ts";

const noun = "Provider keys";
const secret = z.string().meta({ format: "password" });
const number = z.int().min(0).max(1000);
/** What may be said about a key, old spelling and new; null leaves it alone. */
const fields = {
  extra_config: z.string().nullish().meta({
    description: 'For older scripts: {"base_url": …, "format": …} as a JSON text',
  }),
  base_url: z.string().nullish().meta({
    description: "Instead of the provider's own; a blank one takes it away",
  }),
  format: formatChoice.nullish(),
  weight: number.min(1).nullish().meta({ description: "Share among keys of one priority" }),
  priority: number.nullish().meta({ description: "Keys of a lower number are used first" }),
  enabled: z.boolean().nullish(),
  allow_link_local: z.boolean().nullish().meta({
    description: "Allow a link-local or cloud-metadata address as base_url",
  }),
};
const notFound = { 404: "There is no such key" };
const locked = { 423: "The vault is locked" };

export function keyOperations(parts: Pick<ApiParts, "admin" | "outbound">): Operation[] {
  const { admin, outbound } = parts;
  const withConfig = (): ProviderKeyParts => ({
    ...admin,
    configured: admin.config().providers,
  });
  const withCall = () => ({ ...withConfig(), call: outbound.call });
  return [
    operation({
      method: "get",
      path: "/keys",
      noun,
      summary: "List provider keys, masked, with how they fare",
      access: "read",
      answer: json(z.array(providerKey)),
    })(async () => (await showProviderKeys(admin.db)).map((key) => keyJson(key, parts))),

    operation({
      method: "post",
      path: "/keys",
      noun,
      summary: "Store a provider key",
      description: "A provider may have several, each with a name of its own.",
      access: "full",
      body: z.strictObject({
        provider: z.string(),
        key_name: z.string().nullish().meta({
          description: "Left out: default, or the next free default-2 …",
        }),
        api_key: secret.nullish().meta({ description: "Left out for a provider that needs none" }),
        ...fields,
      }),
      answer: json(providerKey, 201),
      refusals: { ...locked, 409: "The provider has a key of this name" },
    })(async ({ body, actor }) => {
      const extra = body.extra_config == null ? null : parseExtraConfig(body.extra_config);
      const { key } = await addProviderKey(withConfig(), actor, {
        provider: body.provider,
        label: body.key_name ?? null,
        secret: body.api_key == null ? null : new Secret(body.api_key),
        baseUrl: body.base_url == null ? extra?.baseUrl ?? null : blankToNull(body.base_url),
        format: body.format ?? extra?.format ?? "auto",
        weight: body.weight ?? 1,
        priority: body.priority ?? 0,
        enabled: body.enabled ?? true,
        allowLinkLocal: body.allow_link_local ?? false,
      });
      return createdKeyJson(key, parts);
    }),

    operation({
      method: "put",
      path: "/keys/{id}",
      noun,
      summary: "Change a provider key, with effect at once",
      description: "What is left out or null stays. The provider of a key cannot be changed.",
      access: "full",
      params: idInPath,
      body: z.strictObject({
        key_name: z.string().nullish(),
        api_key: secret.nullish(),
        ...fields,
      }),
      answer: json(providerKey),
      refusals: { ...notFound, ...locked, 409: "The provider has another key of this name" },
    })(async ({ params, body, actor }) => {
      const extra = body.extra_config == null ? null : parseExtraConfig(body.extra_config);
      const baseUrl = body.base_url == null ? extra?.baseUrl : blankToNull(body.base_url);
      const format = body.format ?? extra?.format;
      const { key } = await changeProviderKey(withConfig(), actor, params.id, {
        ...(body.key_name == null ? {} : { label: body.key_name }),
        ...(body.api_key == null ? {} : { secret: new Secret(body.api_key) }),
        ...(baseUrl === undefined ? {} : { baseUrl }),
        ...(format === undefined ? {} : { format }),
        ...(body.weight == null ? {} : { weight: body.weight }),
        ...(body.priority == null ? {} : { priority: body.priority }),
        ...(body.enabled == null ? {} : { enabled: body.enabled }),
        allowLinkLocal: body.allow_link_local ?? false,
      });
      return keyJson(key, parts);
    }),

    operation({
      method: "delete",
      path: "/keys/{id}",
      noun,
      summary: "Delete a provider key",
      description: "With the last key of a provider, its models leave the catalog.",
      access: "full",
      params: idInPath,
      answer: json(z.strictObject({ success: z.literal(true), message: z.string() })),
      refusals: notFound,
    })(async ({ params, actor }) => {
      const { key, removedModels } = await removeProviderKey(admin, actor, params.id);
      const more = removedModels === 0 ? "" : ` So are ${removedModels} models of its provider.`;
      return { success: true, message: `${key.provider}/${key.label} is deleted.${more}` };
    }),

    operation({
      method: "post",
      path: "/keys/{id}/test",
      noun,
      summary: "Ask the provider whether it takes the key",
      description: "Asks for its list of models, which costs nothing. A refusal is a 200 as well.",
      access: "full",
      params: idInPath,
      answer: json(keyTrial),
      refusals: { ...notFound, ...locked },
    })(async ({ params }) => keyTrialJson(await tryProviderKey(withCall(), params.id))),

    operation({
      method: "post",
      path: "/keys/{id}/rotate",
      noun,
      summary: "Put a new secret in place of the old one, once it works",
      description: "When the provider refuses the new one, the old one stays. force: untried.",
      access: "full",
      params: idInPath,
      body: z.strictObject({ api_key: secret, force: z.boolean().default(false) }),
      answer: json(z.strictObject({ key: providerKey, test: keyTrial.nullable() })),
      refusals: { ...notFound, ...locked, 422: "The new key is refused, or is none" },
    })(async ({ params, body, actor }) => {
      const input = { secret: new Secret(body.api_key), force: body.force };
      const { key, trial } = await rotateProviderKey(withCall(), actor, params.id, input);
      return { key: keyJson(key, parts), test: trial === null ? null : keyTrialJson(trial) };
    }),
  ];
}

const blankToNull = (text: string): string | null => text.trim() === "" ? null : text;

function keyTrialJson(trial: Awaited<ReturnType<typeof tryProviderKey>>) {
  return {
    ok: trial.ok,
    latency_ms: trial.latencyMs,
    message: trial.message,
    models: trial.models,
  };
}
