/**
 * `GET /api/health`
 *
 * @module
 */
import { z } from "zod";
import { json, type Operation, operation } from "./operation.ts";

export function healthOperations(): Operation[] {
  return [
    operation({
      method: "get",
      path: "/health",
      noun: "Health",
      summary: "Tell that the process answers",
      description: "GET /health/ready tells more: database and vault.",
      access: "open",
      answer: json(z.strictObject({ status: z.literal("ok") })),
    })(() => ({ status: "ok" })),
  ];
}
