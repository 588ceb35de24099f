/**
 * Provider keys as rows for people and as JSON for scripts.
 *
 * @module
 */
import type { ProviderKeyView } from "../admin/provider_key_view.ts";
import type { Column } from "./table.ts";

/**
 * `{ id, provider, label, key_masked, base_url, format, weight, priority, enabled, created_at,
 * updated_at }`
 */
export function keyJson(key: ProviderKeyView): Record<string, unknown> {
  return {
    id: key.id,
    provider: key.provider,
    label: key.label,
    key_masked: key.masked,
    base_url: key.baseUrl,
    format: key.format,
    weight: key.weight,
    priority: key.priority,
    enabled: key.enabled,
    created_at: new Date(key.createdAtMs).toISOString(),
    updated_at: new Date(key.updatedAtMs).toISOString(),
  };
}

/** The table of `keys list`. */
export const KEY_COLUMNS: readonly Column<ProviderKeyView>[] = [
  { heading: "PROVIDER", cell: ({ provider }) => provider },
  { heading: "LABEL", cell: ({ label }) => label },
  { heading: "KEY", cell: ({ masked }) => masked ?? "none" },
  { heading: "STATE", cell: ({ enabled }) => enabled ? "enabled" : "disabled" },
  { heading: "WEIGHT", cell: ({ weight }) => String(weight), align: "right" },
  { heading: "PRIORITY", cell: ({ priority }) => String(priority), align: "right" },
  { heading: "BASE URL", cell: ({ baseUrl }) => baseUrl ?? "" },
  { heading: "ID", cell: ({ id }) => id },
];
