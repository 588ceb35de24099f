/**
 * Sessions of administrators: show and end.
 *
 * @module
 */
import type { AdminSession, AdminSessions } from "../auth/admin_sessions.ts";
import type { Actor } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";
import type { AuditLog } from "./audit.ts";

interface SessionParts {
  readonly sessions: AdminSessions;
  readonly audit: Pick<AuditLog, "record">;
}

/** Ends a session. Throws `not_found`. */
export async function endSession(
  { sessions, audit }: SessionParts,
  id: string,
  actor: Actor,
): Promise<AdminSession> {
  const ended = await sessions.close(id);
  if (ended === null) throw new FlowError("not_found", `There is no session '${id}'.`);
  const { ip, userAgent } = ended;
  await audit.record({
    actor,
    action: "session.end",
    target: id,
    before: { ip, user_agent: userAgent },
  });
  return ended;
}
