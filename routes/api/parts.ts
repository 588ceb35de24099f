/**
 * What the admin API is made of; the command line puts it together, tests put in stand-ins.
 *
 * @module
 */
import type { RouterConfig } from "../../lib/admin/router_config.ts";
import type { LiveSettings } from "../../lib/admin/live_settings.ts";
import type { LogFeed } from "../../lib/admin/log_feed.ts";
import type { AdminParts } from "../../lib/admin/parts.ts";
import type { OutboundParts } from "../../lib/admin/outbound_parts.ts";
import type { SearchDesk } from "../../lib/gateway/search_desk.ts";
import type { VaultAccess } from "../../lib/admin/vault_access.ts";
import type { AdminSessions } from "../../lib/auth/admin_sessions.ts";
import type { Gate } from "./mount.ts";

/** What the admin API calls. */
export interface ApiParts {
  readonly admin: AdminParts;
  readonly gate: Gate;
  readonly vaultAccess: VaultAccess;
  readonly sessions: AdminSessions;
  readonly settings: LiveSettings;
  /** Where the gateway really listens. */
  readonly address: () => { readonly host: string; readonly port: number };
  readonly router: RouterConfig;
  /** Providers, and what the running gateway knows of them. */
  readonly outbound: OutboundParts;
  readonly search: Pick<SearchDesk, "tavily">;
  readonly feed: LogFeed;
  /** Of the program. */
  readonly version: string;
}
