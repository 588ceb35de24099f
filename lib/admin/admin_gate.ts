/**
 * Who may operate the gateway: the check that every operation but the open ones begins with.
 *
 * @module
 */
import { ADMIN_KEY_PREFIX, type AdminKeyRegister } from "../auth/admin_keys.ts";
import type { AdminSessions } from "../auth/admin_sessions.ts";
import type { LastUse } from "../auth/last_use.ts";
import { isFromOwnPage, type PageTrace } from "../auth/own_page.ts";
import { CALLER_TOKEN_PREFIX } from "../auth/presented_token.ts";
import type { Actor, AdminAccess } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";

/** What a request shows of who sent it. */
export interface Presented extends PageTrace {
  /** After `Authorization: Bearer`; null without such a header. */
  readonly bearer: string | null;
  /** The session cookie; null without it. */
  readonly cookie: string | null;
  readonly clientIp: string | null;
}

export interface AdminGateParts {
  readonly sessions: AdminSessions;
  readonly keys: AdminKeyRegister;
  readonly keyUse: LastUse;
  readonly clock: Clock;
}

/** Lets administrators in. Synchronous; nothing is read from the database. */
export class AdminGate {
  constructor(private readonly parts: AdminGateParts) {}

  /**
   * Who calls. A bearer beats the cookie, even when it is wrong. Throws `not_authenticated`, and
   * `not_permitted` for a key that may only read.
   */
  admit(presented: Presented, access: AdminAccess): Actor {
    const { bearer, cookie, clientIp } = presented;
    if (bearer === null) {
      if (cookie === null) throw refused(ADVICE);
      if (!isFromOwnPage(presented)) throw refused(FOREIGN_PAGE);
      return this.#session(cookie, clientIp);
    }
    if (bearer.startsWith(CALLER_TOKEN_PREFIX)) throw refused(`${CALLER_TOKEN} ${ADVICE}`);
    if (!bearer.startsWith(ADMIN_KEY_PREFIX)) return this.#session(bearer, clientIp);
    return this.#key(bearer, clientIp, access);
  }

  #session(token: string, ip: string | null): Actor {
    const session = this.parts.sessions.use(token);
    if (session === null) throw refused(`The session is over or never was. ${ADVICE}`);
    return { kind: "session", id: session.id, name: null, ip };
  }

  #key(presented: string, ip: string | null, access: AdminAccess): Actor {
    const { keys, keyUse, clock } = this.parts;
    const nowMs = clock.now();
    const key = keys.find(presented, nowMs);
    if (key === null) throw refused(`The admin API key is unknown or has expired. ${ADVICE}`);
    if (access === "full" && key.access !== "full") {
      throw new FlowError(
        "not_permitted",
        `The admin API key '${key.name}' may only read. Use one with full access, or sign in.`,
      );
    }
    keyUse.note(key.id, nowMs);
    return { kind: "admin_key", id: key.id, name: key.name, ip };
  }
}

/** For what only people may do: a program must not make itself further credentials. */
export function assertPerson(actor: Actor): void {
  if (actor.kind !== "admin_key") return;
  throw new FlowError(
    "not_permitted",
    "An admin API key may not do this. Sign in with the master password, or use the command line.",
  );
}

const ADVICE =
  "Send 'Authorization: Bearer …' with the token of POST /api/auth/verify, or with an " +
  "admin API key (fga_…).";
const CALLER_TOKEN = "A caller token (fgt_…) admits to /v1 and operates nothing.";
const FOREIGN_PAGE = "The session cookie counts only for pages of this server. Scripts send " +
  "'Authorization: Bearer …' instead.";

function refused(message: string): FlowError {
  return new FlowError("not_authenticated", message, {
    headers: { "www-authenticate": "Bearer" },
  });
}
