/**
 * `flow-router passwd`
 *
 * @module
 */
import { CLI_ACTOR } from "../../domain/actor.ts";
import type { CliContext } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { withInstallation } from "../installation.ts";
import type { RegisterCommand } from "../program.ts";
import { sessionsOf } from "./sessions.ts";
import { examples } from "../usage.ts";
import { askNewPassword, askPassword, passwordFromEnvironment } from "../vault_entry.ts";

interface Options {
  readonly newPasswordStdin?: true;
}

/**
 * Changes the master password and ends all sessions. No key is encrypted anew, and a key file stays
 * right.
 */
export const registerPasswd: RegisterCommand = (program, context) => {
  const command = program.command("passwd")
    .alias("change-password")
    .description("change the master password")
    .option("--new-password-stdin", "read the new one from standard input")
    .action((options: Options) => changePassword(context, options));
  examples(
    command,
    ["flow-router passwd", "asks for the old one, then twice for the new one"],
    [
      "flow-router passwd --new-password-stdin < new.txt",
      "in a script; the old one in FLOWGATE_MASTER_PASSWORD",
    ],
  );
};

async function changePassword(context: CliContext, options: Options): Promise<void> {
  await withInstallation(context, "refuse", async (installation) => {
    const { vault, audit } = installation;
    if (vault.state === "uninitialized") {
      throw new CliError(
        EXIT.locked,
        "There is no master password yet. Set one with: flow-router add-key",
      );
    }
    const given = passwordFromEnvironment(context);
    const old = given ?? await askPassword(context);
    const next = options.newPasswordStdin
      ? await context.prompt.piped("--new-password-stdin")
      : await askNewPassword(context, "--new-password-stdin");
    await vault.changePassword(old, next);
    const ended = await (await sessionsOf(installation)).closeOthers(null);
    await audit.record({
      actor: CLI_ACTOR,
      action: "vault.password_change",
      after: { ended_sessions: ended },
    });
    context.output.note("The master password is changed. Backups still open with the old one.");
    if (ended > 0) context.output.note(`Everybody who was signed in is signed out: ${ended}.`);
    if (given !== null) {
      context.output.note("FLOWGATE_MASTER_PASSWORD must be changed as well, where it is set.");
    }
  });
}
