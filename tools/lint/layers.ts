/**
 * Who may import whom. `docs/architecture.md` tells the same in words.
 *
 * @module
 */

/** What a place may import besides itself. */
export interface Layer {
  /** Places whose values and types it may import. */
  readonly from: readonly string[];
  /** Places of which it may import types only. */
  readonly types?: readonly string[];
  /** False: no packages and no built-in modules either. */
  readonly packages?: false;
}

const ADAPTER: Layer = { from: ["lib/domain"] };
const RULES: Layer = { from: ["lib/domain"], types: ["lib/store"] };
const COMPOSED = [
  "lib/domain",
  "lib/config",
  "lib/vault",
  "lib/telemetry",
  "lib/http",
  "lib/formats",
  "lib/providers",
  "lib/store",
  "lib/router",
  "lib/usage",
  "lib/auth",
  "lib/jobs",
];
const SHIPPED = [...COMPOSED, "lib/gateway", "lib/admin", "lib/cli", "routes", "views", "static"];

/** Every place that holds shipped code. Tests, tools and bench are free and not in the list. */
export const LAYERS: Readonly<Record<string, Layer>> = {
  "lib/domain": { from: [], packages: false },
  "lib/config": ADAPTER,
  "lib/vault": ADAPTER,
  "lib/telemetry": ADAPTER,
  "lib/http": ADAPTER,
  "lib/formats": ADAPTER,
  "lib/providers": ADAPTER,
  "lib/store": { from: ["lib/domain", "migrations"] },
  "lib/router": RULES,
  "lib/usage": RULES,
  "lib/auth": RULES,
  "lib/jobs": RULES,
  "lib/gateway": { from: COMPOSED },
  "lib/admin": { from: COMPOSED },
  routes: {
    from: [
      "lib/domain",
      "lib/gateway",
      "lib/admin",
      "lib/auth",
      "lib/formats",
      "views",
      "static",
    ],
  },
  views: { from: ["lib/domain", "static"] },
  static: { from: [], packages: false },
  migrations: { from: [] },
  "lib/cli": { from: [...SHIPPED, "deno.json"] },
  "main.ts": { from: ["lib/cli"] },
};

/** Why `importer` may not import from `imported`, or null when it may. */
export function refusal(importer: string, imported: string, typeOnly: boolean): string | null {
  if (importer === imported) return null;
  const layer = LAYERS[importer];
  if (layer === undefined) return `"${importer}" is no known place`;
  if (layer.from.includes(imported)) return null;
  if (layer.types?.includes(imported)) {
    return typeOnly ? null : `${importer} may import only types from ${imported}`;
  }
  const allowed = [...layer.from, ...(layer.types ?? []).map((place) => `${place} (types)`)];
  const may = allowed.length === 0 ? "nothing else" : allowed.join(", ");
  return `${importer} may not import from ${imported}; it may import ${may}`;
}
