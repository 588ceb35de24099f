/**
 * Who may operate the gateway: the check that every operation but the open ones begins with.
 *
 * @module
 */
import type { AdminSessions } from "../auth/admin_sessions.ts";
import type { Actor, AdminAccess } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";

/** Lets administrators in. */
export class AdminGate {
  constructor(private readonly sessions: AdminSessions) {}

  /** Who calls. Throws `not_authenticated`, or `not_permitted` for more than is allowed. */
  admit(request: Request, clientIp: string | null, _access: AdminAccess): Actor {
    const [scheme = "", token = ""] = (request.headers.get("authorization") ?? "").split(" ");
    if (scheme.toLowerCase() !== "bearer" || !this.sessions.isOpen(token)) {
      throw new FlowError(
        "not_authenticated",
        "Not signed in. Send 'Authorization: Bearer …' with the token of POST /api/auth/verify.",
        { headers: { "www-authenticate": "Bearer" } },
      );
    }
    return { kind: "session", id: null, name: null, ip: clientIp };
  }
}
