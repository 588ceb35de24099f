/**
 * Who operates the gateway.
 *
 * @module
 */

/**
 * `session`: somebody who gave the master password. `admin_key`: a program with an admin API key.
 * `cli`: the command line, on the machine itself. `visitor`: nobody in particular, before signing in.
 */
export type ActorKind = "session" | "admin_key" | "cli" | "visitor";

/** What an operation may do at most: look, or change as well. */
export type AdminAccess = "read" | "full";

/** The one on whose behalf an operation runs. */
export interface Actor {
  readonly kind: ActorKind;
  /** Of the session or the admin key; null for the others. */
  readonly id: string | null;
  /** Of the admin key; null for the others. */
  readonly name: string | null;
  /** Null when it cannot be told, and on the command line. */
  readonly ip: string | null;
}

/** The command line: whoever may open the database file. */
export const CLI_ACTOR: Actor = Object.freeze({ kind: "cli", id: null, name: null, ip: null });
