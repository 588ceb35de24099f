/**
 * `flow-router sessions`
 *
 * @module
 */
import { endSession } from "../../admin/admin_sessions.ts";
import { type AdminSession, AdminSessions } from "../../auth/admin_sessions.ts";
import { CLI_ACTOR } from "../../domain/actor.ts";
import type { Log } from "../../domain/ports.ts";
import { adminSessionRecords } from "../../store/admin_sessions.ts";
import type { CliContext } from "../context.ts";
import { type Installation, withInstallation } from "../installation.ts";
import type { RegisterCommand } from "../program.ts";
import type { Column } from "../table.ts";
import { examples, refuseUnknownSubcommand, withJson } from "../usage.ts";

interface Options {
  readonly json?: true;
}

/**
 * Shows who is signed in over `/api`, and ends sessions. With `--json`:
 * - `sessions list`: `{ schema, sessions: [session] }`
 * - `sessions end`: `{ schema, session }`
 *
 * `session` is `{ id, created_at, last_used_at, expires_at, ip, user_agent }`.
 */
export const registerSessions: RegisterCommand = (program, context) => {
  const sessions = program.command("sessions")
    .description("administrators that are signed in over /api");
  examples(
    sessions,
    ["flow-router sessions", "who, from where, until when"],
    ["flow-router sessions end 0190a0a0-…", "shut one out"],
  );
  const list = withJson(sessions.command("list", { isDefault: true }))
    .description("show open sessions")
    .allowExcessArguments()
    .action((options: Options) => {
      refuseUnknownSubcommand(sessions, list.args);
      return listSessions(context, options);
    });
  examples(list, ["flow-router sessions list --json", "for programs"]);

  const end = withJson(sessions.command("end <id>"))
    .description("end a session")
    .action((id: string, options: Options) => endOne(context, id, options));
  examples(end, ["flow-router sessions end 0190a0a0-…", "by its id"]);
};

const COLUMNS: readonly Column<AdminSession>[] = [
  { heading: "ID", cell: ({ id }) => id },
  { heading: "SINCE", cell: ({ createdAtMs }) => timeText(createdAtMs) },
  { heading: "LAST USED", cell: ({ lastUsedAtMs }) => timeText(lastUsedAtMs) },
  { heading: "FROM", cell: ({ ip }) => ip ?? "unknown" },
  { heading: "CLIENT", cell: ({ userAgent }) => userAgent ?? "unknown" },
];

function listSessions(context: CliContext, { json }: Options): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    const { output } = context;
    const open = (await sessionsOf(installation)).list();
    if (json) return output.json({ sessions: open.map(sessionJson) });
    if (open.length > 0) return output.table(COLUMNS, open);
    output.note("Nobody is signed in.");
  });
}

function endOne(context: CliContext, id: string, { json }: Options): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    const { audit } = installation;
    const ended = await endSession(
      { sessions: await sessionsOf(installation), audit },
      id,
      CLI_ACTOR,
    );
    context.output.note("The session is ended.");
    if (json) context.output.json({ session: sessionJson(ended) });
  });
}

/** The stored sessions, as a running gateway has written them. */
export async function sessionsOf(installation: Installation): Promise<AdminSessions> {
  const { db, clock, randomBytes, newId, config } = installation;
  const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
  const sessions = new AdminSessions({
    records: adminSessionRecords(db),
    clock,
    randomBytes,
    newId,
    ttlMs: () => config.security.auth_token_ttl_minutes * 60_000,
    log: silent,
  });
  await sessions.load();
  return sessions;
}

function sessionJson(session: AdminSession): Record<string, unknown> {
  const time = (ms: number) => new Date(ms).toISOString();
  return {
    id: session.id,
    created_at: time(session.createdAtMs),
    last_used_at: time(session.lastUsedAtMs),
    expires_at: time(session.expiresAtMs),
    ip: session.ip,
    user_agent: session.userAgent,
  };
}

const timeText = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
