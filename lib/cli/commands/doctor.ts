/**
 * `flow-router doctor`
 *
 * @module
 */
import { showCallerTokens } from "../../admin/caller_tokens.ts";
import { planAll } from "../../admin/provider_access.ts";
import { TOKENS_EXISTED_SETTING } from "../../auth/caller_tokens.ts";
import { readConfig } from "../../config/load.ts";
import { FlowError } from "../../domain/errors.ts";
import { getSetting } from "../../store/settings.ts";
import type { CliContext } from "../context.ts";
import { checkDataFolder } from "../doctor/data_folder.ts";
import { brokenDatabase, judgeDatabase, noDatabase } from "../doctor/database.ts";
import { fail, type Finding, type FindingStatus, ok } from "../doctor/finding.ts";
import { judgeCallers, type TokenFacts } from "../doctor/callers.ts";
import { checkPort } from "../doctor/listening.ts";
import { checkProvider, NO_PROVIDERS } from "../doctor/providers.ts";
import { checkKeyFile, judgeVault } from "../doctor/vault.ts";
import { CliError, EXIT } from "../exit.ts";
import { databasePath, fileExists, type Installation, withInstallation } from "../installation.ts";
import { providerCalls } from "../outbound.ts";
import type { RegisterCommand } from "../program.ts";
import { examples, withJson } from "../usage.ts";
import { enterQuietly, enterVault, keyFilePath } from "../vault_entry.ts";

interface Options {
  readonly offline?: true;
  readonly unlock?: true;
  readonly json?: true;
}

/**
 * Checks everything that can be wrong and says what to do about it. With `--json`:
 * `{ schema, healthy, checks: [{ number, title, status, detail, remedy }] }` with `status` one of
 * `ok`, `warn`, `fail`, `skip`. Exit code 7 when a check fails.
 */
export const registerDoctor: RegisterCommand = (program, context) => {
  const command = withJson(program.command("doctor"))
    .description("check configuration, database, vault, port, access and providers")
    .option("--offline", "do not call providers")
    .option("--unlock", "ask for the master password, so that keys can be tried")
    .action((options: Options) => doctor(context, options));
  examples(
    command,
    ["flow-router doctor", "everything"],
    ["flow-router doctor --offline", "without the network"],
    ["flow-router doctor --json", "for programs"],
  );
};

async function doctor(context: CliContext, options: Options): Promise<void> {
  const findings: Finding[] = [];
  for await (const finding of examine(context, options)) {
    findings.push(finding);
    if (!options.json) tell(context, finding, findings.length);
  }
  const failed = findings.filter(({ status }) => status === "fail").length;
  if (options.json) {
    const checks = findings.map((finding, at) => ({ number: at + 1, ...finding }));
    context.output.json({ healthy: failed === 0, checks });
  }
  if (failed === 0) return;
  throw new CliError(EXIT.unwell, `${failed} of ${findings.length} checks failed.`);
}

/** The checks, in order; one that makes no sense without an earlier one is left out. */
async function* examine(context: CliContext, options: Options): AsyncGenerator<Finding> {
  const read = readConfig(context.configSources());
  if (!read.ok) {
    const problems = read.problems.map(({ source, path, text }) => `${source}: ${path} ${text}`);
    const remedy = "Correct it; every option is in flow_llm_router.yaml.example";
    return yield fail("Configuration", problems.join("; "), remedy);
  }
  const { config, file } = read.loaded;
  yield ok("Configuration", file ?? "no file; environment and defaults only");

  const path = databasePath(config, context);
  yield await checkDataFolder(path);
  yield await checkPort(config);
  if (await fileExists(path)) {
    yield* examineStored(context, options);
  } else {
    yield noDatabase(path);
    yield judgeVault("uninitialized", null);
    yield judgeCallers(config, { everExisted: false, usable: 0 });
  }
}

async function* examineStored(context: CliContext, options: Options): AsyncGenerator<Finding> {
  const findings: Finding[] = [];
  try {
    await withInstallation(context, "refuse", async (installation) => {
      for await (const finding of examineOpen(installation, context, options)) {
        findings.push(finding);
      }
    });
  } catch (error) {
    yield* findings;
    // Anything later than opening the database has nothing to do with it.
    if (!(error instanceof FlowError) || findings.length > 0) throw error;
    return yield brokenDatabase(error.message);
  }
  yield* findings;
}

async function* examineOpen(
  installation: Installation,
  context: CliContext,
  options: Options,
): AsyncGenerator<Finding> {
  const { store, vault, databasePath: path, config } = installation;
  yield judgeDatabase(path, await store.check({ integrity: true }));
  const { state } = vault;
  const entry = state === "locked" ? await enterQuietly(installation, context) : null;
  yield judgeVault(state, entry);
  yield await checkKeyFile(keyFilePath(installation, context));
  yield judgeCallers(config, await tokenFacts(installation));
  if (options.offline) return;
  if (options.unlock && vault.state === "locked") await enterVault(installation, context);
  yield* examineProviders(installation);
}

async function* examineProviders(installation: Installation): AsyncGenerator<Finding> {
  const plans = await planAll(installation);
  if (plans.length === 0) return yield NO_PROVIDERS;
  const call = providerCalls();
  const isUnlocked = installation.vault.state === "unlocked";
  yield* await Promise.all(plans.map((plan) => checkProvider(plan, call, isUnlocked)));
}

async function tokenFacts(installation: Installation): Promise<TokenFacts> {
  const tokens = await showCallerTokens(installation);
  const setting = await getSetting(installation.db, TOKENS_EXISTED_SETTING);
  return {
    everExisted: setting === true || tokens.length > 0,
    usable: tokens.filter(({ enabled, isExpired }) => enabled && !isExpired).length,
  };
}

const STYLES: Readonly<Record<FindingStatus, "green" | "yellow" | "red" | "dim">> = {
  ok: "green",
  warn: "yellow",
  fail: "red",
  skip: "dim",
};

function tell({ output }: CliContext, finding: Finding, number: number): void {
  const { title, status, detail, remedy } = finding;
  const mark = output.style(STYLES[status], status.padEnd(4));
  output.data(`${String(number).padStart(2)} ${mark}  ${title}: ${detail}`);
  if (remedy !== null) output.data(`         → ${remedy}`);
}
