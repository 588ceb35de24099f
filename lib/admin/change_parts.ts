/**
 * What use cases that change something have in common.
 *
 * @module
 */
import type { AdminParts } from "./parts.ts";

/** To write, to write down who did, and to put it into effect. */
export type ChangeParts = Pick<AdminParts, "db" | "clock" | "audit" | "applyChanges">;
