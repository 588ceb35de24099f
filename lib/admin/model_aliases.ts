/**
 * Names of one's own for models: `fast` for `groq/llama-3.3-70b-versatile`.
 *
 * @module
 */
import type { Actor } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";
import { deleteModelAlias, listModelAliases, setModelAlias } from "../store/model_aliases.ts";
import type { ChangeParts } from "./change_parts.ts";

/** An alias. */
export interface ModelAlias {
  readonly alias: string;
  /** `provider/model`, or a bare name that the gateway finds the provider of. */
  readonly target: string;
}

/** No slash: such a name means a provider. No star and no comma: patterns and lists use them. */
const ALIAS = /^[A-Za-z0-9][A-Za-z0-9._:@+-]{0,99}$/;
/** Words that callers use for something else. */
const RESERVED: ReadonlySet<string> = new Set(["auto", "none"]);
const LONGEST_TARGET = 256;

/** All, by name. */
export async function showModelAliases({ db }: Pick<ChangeParts, "db">): Promise<ModelAlias[]> {
  return (await listModelAliases(db)).map(({ alias, target }) => ({ alias, target }));
}

/**
 * Sets an alias, new or not. What it stands for need not be known yet.
 *
 * @throws FlowError `invalid_request` for a name that none can have, and for a target that is none or
 *   an alias itself
 */
export async function saveModelAlias(
  { db, clock, audit, applyChanges }: ChangeParts,
  actor: Actor,
  input: ModelAlias,
): Promise<ModelAlias> {
  const [alias, target] = [input.alias.trim(), input.target.trim()];
  const known = await listModelAliases(db);
  const fault = faultOf(alias, target, known);
  if (fault !== null) {
    throw new FlowError("invalid_request", `Cannot set the alias '${clip(alias)}': ${fault}.`);
  }
  const before = known.find((one) => one.alias === alias)?.target;
  await db.transaction().execute(async (transaction) => {
    await setModelAlias(transaction, alias, target, clock.now());
    await audit.record({
      actor,
      action: "model_alias.update",
      target: alias,
      ...(before === undefined ? {} : { before: { target: before } }),
      after: { target },
    }, transaction);
  });
  await applyChanges();
  return { alias, target };
}

/** Removes an alias. @throws FlowError `not_found` */
export async function removeModelAlias(
  { db, audit, applyChanges }: ChangeParts,
  actor: Actor,
  alias: string,
): Promise<ModelAlias> {
  const known = (await listModelAliases(db)).find((one) => one.alias === alias);
  if (known === undefined) {
    throw new FlowError("not_found", `There is no alias '${clip(alias)}'.`);
  }
  const { target } = known;
  await db.transaction().execute(async (transaction) => {
    await deleteModelAlias(transaction, alias);
    const change = { actor, action: "model_alias.delete", target: alias, before: { target } };
    await audit.record(change, transaction);
  });
  await applyChanges();
  return { alias, target };
}

function faultOf(alias: string, target: string, known: readonly ModelAlias[]): string | null {
  if (!ALIAS.test(alias)) {
    return "a name has 1 to 100 letters, digits and . _ : @ + - and begins with a letter or digit";
  }
  if (RESERVED.has(alias.toLowerCase())) return "callers use this word for something else";
  if (target === "" || target.length > LONGEST_TARGET || /[\s\p{Cc},*]/u.test(target)) {
    return `what it stands for is a model's name of at most ${LONGEST_TARGET} characters`;
  }
  if (target === alias || known.some((one) => one.alias === target)) {
    return "it would stand for another alias";
  }
  return known.some((one) => one.target === alias) ? "another alias stands for it" : null;
}

const clip = (text: string): string => text.length > 60 ? `${text.slice(0, 60)}…` : text;
