/**
 * A report as Markdown.
 *
 * @module
 */
import type { LoadScenario } from "../scenarios.ts";
import type { Machine } from "./machine.ts";
import { type Line, type Rounds, summarize } from "./summarize.ts";
import type { Yardstick } from "./yardsticks.ts";

/** Everything a run found out. */
export interface Report {
  readonly startedAt: string;
  readonly machine: Machine;
  readonly driver: string;
  readonly rounds: number;
  readonly secondsPerRun: number;
  /** Target name → what is switched on. */
  readonly targets: Readonly<Record<string, string>>;
  /** Target name → why it is missing. */
  readonly notRun: Readonly<Record<string, string>>;
  readonly scenarios: readonly { readonly scenario: LoadScenario; readonly rounds: Rounds }[];
  readonly ledgers: readonly LedgerCheck[];
  readonly yardsticks: readonly Yardstick[];
  /** Our load generator beside wrk on the simulator, requests/s; null without wrk. */
  readonly ceiling: { readonly deno: number; readonly wrk: number | null };
}

/** A target's log against what was sent. */
export interface LedgerCheck {
  readonly target: string;
  readonly sent: LedgerNumbers;
  readonly found: LedgerNumbers;
  readonly equal: boolean;
}

interface LedgerNumbers {
  readonly rows: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** The whole report. */
export function renderMarkdown(report: Report): string {
  const { machine } = report;
  return [
    `Run of ${report.startedAt}: ${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, ` +
    `${machine.os}, Deno ${machine.deno}, load average before ${machine.loadBefore.toFixed(2)}. ` +
    `${report.rounds} interleaved rounds of ${report.secondsPerRun} s, medians; driver ` +
    `${report.driver}.`,
    "",
    ...Object.entries(report.targets).map(([name, about]) => `- **${name}**: ${about}`),
    ...Object.entries(report.notRun).map(([name, why]) => `- **${name}**: not run (${why})`),
    "",
    ceilingText(report.ceiling),
    ...report.scenarios.flatMap(({ scenario, rounds }) => [
      "",
      `### ${scenario.title}`,
      "",
      ...renderTable(summarize(rounds), scenario.stream),
    ]),
    "",
    ...report.ledgers.map(ledgerText),
    ...(report.yardsticks.length === 0 ? [] : ["", "### Goals", "", ...goalTable(report)]),
    "",
  ].join("\n");
}

function ceilingText(ceiling: Report["ceiling"]): string {
  const own = Math.round(ceiling.deno);
  if (ceiling.wrk === null) {
    return `Load generator on the simulator alone: ${own} requests/s (wrk not installed).`;
  }
  const wrk = Math.round(ceiling.wrk);
  return `Load generator on the simulator alone: ${own} requests/s, wrk: ${wrk} requests/s.`;
}

function renderTable(lines: readonly Line[], stream: boolean): readonly string[] {
  const head = [
    "target",
    "requests/s",
    "× bare",
    ...(stream ? ["chunks/s"] : []),
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "added p50",
    "added p95",
    "added p99",
    ...(stream ? ["first byte p50"] : []),
    "CPU µs/request",
    "RSS MB",
    "failed",
  ];
  const rows = lines.map((line) => [
    line.target,
    number(line.requestsPerSecond, 0),
    number(line.timesBare, 2),
    ...(stream ? [number(line.eventsPerSecond, 0)] : []),
    number(line.latency.p50, 2),
    number(line.latency.p95, 2),
    number(line.latency.p99, 2),
    number(line.added?.p50 ?? null, 2),
    number(line.added?.p95 ?? null, 2),
    number(line.added?.p99 ?? null, 2),
    ...(stream ? [number(line.firstByteP50, 2)] : []),
    number(line.cpuMicrosPerRequest, 0),
    number(line.residentMb, 0),
    `${line.failed} of ${line.requests}`,
  ]);
  return table([head, ...rows]);
}

function goalTable(report: Report): readonly string[] {
  return table([
    ["goal", "found", "met"],
    ...report.yardsticks.map((stick) => [
      stick.goal,
      stick.found,
      stick.met === null ? "not run" : stick.met ? "yes" : "**no**",
    ]),
  ]);
}

const number = (value: number | null, digits: number): string =>
  value === null || Number.isNaN(value) ? "–" : value.toFixed(digits);

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const [head = [], ...body] = rows;
  const rule = head.map((_, column) => column === 0 ? "---" : "---:");
  return [line(head), line(rule), ...body.map(line)];
}

function ledgerText(check: LedgerCheck): string {
  const say = (numbers: LedgerNumbers): string =>
    `${numbers.rows} rows, ${numbers.promptTokens} + ${numbers.completionTokens} tokens`;
  return check.equal
    ? `Log of **${check.target}**: ${say(check.found)}, exactly what was answered.`
    : `Log of **${check.target}**: ${say(check.found)}, but answered were ${say(check.sent)}.`;
}
