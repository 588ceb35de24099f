/** The router's configuration for tests. */
import { smartRouter } from "../../lib/config/schema_smart_router.ts";
import type { RouterOptions } from "../../lib/router/settings.ts";

/** The defaults with changes; switched on when anything is changed. */
export function routerOptions(change: Partial<RouterOptions> = {}): RouterOptions {
  const { mf_embedding_api_key: _key, mf_embedding_base_url: _url, ...defaults } = smartRouter
    .parse({});
  return { ...defaults, enabled: Object.keys(change).length > 0, ...change };
}
