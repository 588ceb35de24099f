/**
 * The router's table, as Kysely knows it.
 *
 * @module
 */
import type { Generated } from "kysely";

/** Configurations of the router; the last one is in effect. */
export interface RouterHistoryTable {
  id: Generated<number>;
  changed_at_ms: number;
  actor: string;
  /** JSON object. */
  options: string;
  restored_id: number | null;
}
