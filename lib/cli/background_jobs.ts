/**
 * What a running gateway does by itself.
 *
 * @module
 */
import type { Config } from "../config/schema.ts";
import type { Log } from "../domain/ports.ts";
import { pause } from "../gateway/pause.ts";
import { retentionJob } from "../jobs/retention.ts";
import type { Job } from "../jobs/scheduler.ts";
import { logUpkeepJob } from "../jobs/log_upkeep.ts";
import { logPruner } from "../store/log_pruning.ts";
import type { Store } from "../store/store.ts";
import { MIB } from "./process_settings.ts";
import { systemClock } from "./world.ts";

/** Every job; `config` is asked anew in each run. */
export function backgroundJobs(
  { store, config, log }: {
    readonly store: Store;
    readonly config: () => Config;
    readonly log: Log;
  },
): Job[] {
  const { database, logging } = config();
  return [
    retentionJob({
      pruner: logPruner(store, database.path),
      clock: systemClock,
      log,
      get maxAgeDays() {
        return config().logging.retention_days;
      },
      get maxBytes() {
        return config().logging.max_database_mb * MIB;
      },
      periodMs: logging.retention_interval_minutes * 60_000,
    }),
    logUpkeepJob({ store, pause, monotonic: systemClock.monotonic }),
  ];
}
