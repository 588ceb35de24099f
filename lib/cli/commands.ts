/**
 * Every command of `flow-router`, in the order of its help.
 *
 * @module
 */
import { registerAddKey } from "./commands/add_key.ts";
import { registerAdminKeys } from "./commands/admin_keys.ts";
import { registerBackup } from "./commands/backup.ts";
import { registerConfig } from "./commands/config.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerKeys } from "./commands/keys.ts";
import { registerLogs } from "./commands/logs.ts";
import { registerModels } from "./commands/models.ts";
import { registerPasswd } from "./commands/passwd.ts";
import { registerRestore } from "./commands/restore.ts";
import { registerRoute } from "./commands/route.ts";
import { registerRouter } from "./commands/router.ts";
import { registerSessions } from "./commands/sessions.ts";
import { registerSettings } from "./commands/settings.ts";
import { registerStart } from "./commands/start.ts";
import { registerTokens } from "./commands/tokens.ts";
import { registerUnlock } from "./commands/unlock.ts";
import { registerVersion } from "./commands/version.ts";
import type { RegisterCommand } from "./program.ts";

/** Add a command here: one file in `commands/` that exports a function which registers it. */
export const COMMANDS: readonly RegisterCommand[] = [
  registerStart,
  registerAddKey,
  registerKeys,
  registerTokens,
  registerModels,
  registerRoute,
  registerRouter,
  registerLogs,
  registerAdminKeys,
  registerSessions,
  registerSettings,
  registerUnlock,
  registerPasswd,
  registerDoctor,
  registerConfig,
  registerBackup,
  registerRestore,
  registerVersion,
];
