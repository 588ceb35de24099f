/**
 * `flow-router logs`
 *
 * @module
 */
import { requestJson, wholeRequestJson } from "../../admin/log_json.ts";
import {
  followRequests,
  latestRequests,
  type LogQuery,
  wholeRequest,
} from "../../admin/log_view.ts";
import type { LoggedRequest } from "../../store/request_logs.ts";
import type { CliContext } from "../context.ts";
import { withInstallation } from "../installation.ts";
import { bodyText, LOG_COLUMNS, requestText } from "../log_rows.ts";
import { momentOf } from "../moment.ts";
import { integerOption } from "../option_values.ts";
import type { Output } from "../output.ts";
import type { RegisterCommand } from "../program.ts";
import { tableLines } from "../table.ts";
import { examples, refuseUnknownSubcommand, withJson } from "../usage.ts";
import { systemClock } from "../world.ts";

interface Options {
  readonly number: number;
  readonly status?: string;
  readonly model?: string;
  readonly provider?: string;
  readonly session?: string;
  readonly token?: string;
  readonly tag?: string;
  readonly grep?: string;
  readonly since?: string;
  readonly follow?: true;
  readonly json?: true;
}

/** How often `--follow` looks for new rows, ms. */
const FOLLOW_MS = 500;

/**
 * Shows the request log. With `--json`:
 * - `logs`: one object a line, see `requestJson`
 * - `logs show`: one document, see `wholeRequestJson`
 */
export const registerLogs: RegisterCommand = (program, context) => {
  const logs = withJson(program.command("logs"))
    .description("show logged requests, newest first")
    .option("-n, --number <count>", "how many", integerOption, 20)
    .option("--status <status>", "success, error, failed …, or an HTTP status: 429, 5xx")
    .option("--model <name>", "asked for or used")
    .option("--provider <name>", "answered by one provider")
    .option("--session <id>", "of one session")
    .option("--token <name>", "of one caller token")
    .option("--tag <tag>", "with a user's tag, or a label as name=value")
    .option("--grep <words>", "whose bodies hold all these words; a* stands for its beginning")
    .option("--since <when>", "of the last 30m, 24h, 7d …, or since a date")
    .option("-f, --follow", "go on with new ones, oldest first, until interrupted")
    .allowExcessArguments()
    .action((options: Options) => {
      refuseUnknownSubcommand(logs);
      return showLogs(context, options);
    });
  examples(
    logs,
    ["flow-router logs -n 50 --status failed --since 24h", "what went wrong"],
    ["flow-router logs --follow", "as it happens"],
    ["flow-router logs --json --since 7d -n 100000 > week.jsonl", "for programs"],
  );

  // `--json` belongs to `logs`, which reads it behind its subcommand too.
  const show = logs.command("show <id>")
    .description("show one request with its bodies")
    .action((id: string) => showOne(context, id, logs.opts<Options>()));
  examples(show, ["flow-router logs show 0190a0a0-0000-7000-8000-000000000001", "by its id"]);
};

async function showLogs(context: CliContext, options: Options): Promise<void> {
  const query = queryOf(options);
  await withInstallation(context, "refuse", async ({ db }) => {
    const { output } = context;
    if (options.follow) {
      const write = lineWriter(output, options);
      for await (const batch of followRequests(db, query, options.number, pause)) write(batch);
      return;
    }
    const requests = await latestRequests(db, query, options.number);
    if (options.json) { for (const request of requests) output.jsonLine(requestJson(request)); }
    else if (requests.length === 0) output.note("No such requests.");
    else output.table(LOG_COLUMNS, requests);
  });
}

function queryOf(options: Options): LogQuery {
  const { status, model, provider, session, token, tag, grep, since } = options;
  return {
    ...(status === undefined ? {} : { status }),
    ...(model === undefined ? {} : { model }),
    ...(provider === undefined ? {} : { provider }),
    ...(session === undefined ? {} : { session }),
    ...(token === undefined ? {} : { token }),
    ...(tag === undefined ? {} : { tag }),
    ...(grep === undefined ? {} : { words: grep }),
    ...(since === undefined
      ? {}
      : { sinceMs: momentOf(since, systemClock.now(), "ago", "--since") }),
  };
}

/** Writes batches of rows, with the headings once. */
function lineWriter(output: Output, { json }: Options) {
  let isFirst = true;
  return (batch: readonly LoggedRequest[]): void => {
    if (json) return batch.forEach((request) => output.jsonLine(requestJson(request)));
    const lines = tableLines(LOG_COLUMNS, batch);
    output.data((isFirst ? lines : lines.slice(1)).join("\n"));
    isFirst = false;
  };
}

function pause(): Promise<boolean> {
  return new Promise((resolve) => setTimeout(resolve, FOLLOW_MS, true));
}

function showOne(context: CliContext, id: string, { json }: Options): Promise<void> {
  return withInstallation(context, "refuse", async ({ db }) => {
    const request = await wholeRequest(db, id);
    if (json) return context.output.json(wholeRequestJson(request));
    const fields = { ...requestJson(request), body_state: request.bodyState };
    context.output.data([...requestText(fields), ...bodyText(request)].join("\n"));
  });
}
