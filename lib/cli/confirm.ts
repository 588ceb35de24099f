/**
 * Asking before something is lost.
 *
 * @module
 */
import type { CliContext } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";

/**
 * Goes on when `--yes` was given or a person says yes.
 *
 * @throws CliError 1 when the person says no, 2 when there is nobody to ask
 */
export async function confirm(
  { prompt }: CliContext,
  yes: boolean | undefined,
  question: string,
): Promise<void> {
  if (yes === true || await prompt.confirm({ ask: question, instead: "--yes" })) return;
  throw new CliError(EXIT.failed, "Nothing was changed.");
}
