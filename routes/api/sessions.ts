/**
 * `/api/auth/sessions`: who is signed in.
 *
 * @module
 */
import { z } from "zod";
import { assertPerson } from "../../lib/admin/admin_gate.ts";
import { endSession } from "../../lib/admin/admin_sessions.ts";
import type { ApiParts } from "./parts.ts";
import { empty, json, type Operation, operation } from "./operation.ts";
import { idInPath, moment } from "./query_values.ts";
import { timeText } from "./time_text.ts";

const noun = "Signing in";
const session = z.strictObject({
  id: z.string(),
  current: z.boolean().meta({ description: "Whether this request belongs to it" }),
  created_at: moment,
  last_used_at: moment,
  expires_at: moment.meta({ description: "When it ends unless it is used before" }),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
}).meta({ id: "Session" });

export function sessionOperations(
  { sessions, admin }: Pick<ApiParts, "sessions" | "admin">,
): Operation[] {
  return [
    operation({
      method: "get",
      path: "/auth/sessions",
      noun,
      summary: "List open sessions",
      access: "read",
      answer: json(z.array(session)),
    })(({ actor }) =>
      sessions.list().map((one) => ({
        id: one.id,
        current: one.id === actor.id,
        created_at: timeText(one.createdAtMs),
        last_used_at: timeText(one.lastUsedAtMs),
        expires_at: timeText(one.expiresAtMs),
        ip: one.ip,
        user_agent: one.userAgent,
      }))
    ),

    operation({
      method: "delete",
      path: "/auth/sessions/{id}",
      noun,
      summary: "End a session, with effect at once",
      access: "full",
      params: idInPath,
      answer: empty,
      refusals: { 404: "There is no such session" },
    })(async ({ params, actor }) => {
      assertPerson(actor);
      await endSession({ sessions, audit: admin.audit }, params.id, actor);
    }),
  ];
}
