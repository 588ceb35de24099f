/**
 * Writes findings as Markdown.
 *
 * @module
 */
import type { CrossFinding } from "./cross.ts";
import { CHECKS, type Finding } from "./examine.ts";
import { type Format, FORMATS, type Recording } from "./recordings.ts";

const NAMES: Readonly<Record<Format, string>> = {
  openai_chat: "Chat",
  openai_responses: "Responses",
  anthropic_messages: "Messages",
  gemini: "Gemini",
};

/** What became of a pair of recording and inbound format. */
export type Verdict = "holds" | "refused" | "unjudged" | "fails";

/** A recording whose own client cannot read it, or reads something else, judges nobody. */
export function verdictOf({ failures, refused, contradiction }: Finding): Verdict {
  if (failures.length > 0) return contradiction === null ? "fails" : "unjudged";
  return refused === null ? "holds" : "refused";
}

/** The whole report. */
export function report(findings: readonly Finding[], cross: readonly CrossFinding[]): string {
  return [
    totals(findings),
    checks(findings),
    listed(
      "## Failures",
      findings,
      "fails",
      ({ failures }) => failures.map((f) => `${f.check}: ${f.reason}`),
    ),
    listed("## Refused requests", findings, "refused", ({ refused }) => [refused ?? ""]),
    listed(
      "## Recordings that contradict themselves",
      findings,
      "unjudged",
      (f) => [f.contradiction ?? ""],
    ),
    crossTable(cross),
    matrix(findings),
  ].join("\n");
}

function totals(findings: readonly Finding[]): string {
  const cell = (source: Format, inbound: Format): string => {
    const pairs = findings.filter((f) => f.recording.format === source && f.inbound === inbound);
    const count = (verdict: Verdict): number =>
      pairs.filter((pair) => verdictOf(pair) === verdict).length;
    const rest = (["refused", "unjudged", "fails"] as const)
      .filter((verdict) => count(verdict) > 0)
      .map((verdict) => `, ${count(verdict)} ${verdict}`);
    return `${count("holds")} of ${pairs.length}${rest.join("")}`;
  };
  return table(
    ["provider speaks ↓ · caller speaks →", ...FORMATS.map((format) => NAMES[format])],
    FORMATS.map((source) => [NAMES[source], ...FORMATS.map((inbound) => cell(source, inbound))]),
  );
}

function checks(findings: readonly Finding[]): string {
  return table(
    ["check", "made", "failed"],
    CHECKS.map((check) => {
      const made = findings.reduce((sum, { made }) => sum + made[check], 0);
      const failed = findings.filter((finding) =>
        verdictOf(finding) === "fails" && finding.failures.some((f) => f.check === check)
      );
      return [check, String(made), String(failed.length)];
    }),
  );
}

function listed(
  title: string,
  findings: readonly Finding[],
  verdict: Verdict,
  reasons: (finding: Finding) => readonly string[],
): string {
  const found = findings.filter((finding) => verdictOf(finding) === verdict);
  if (found.length === 0) return `${title}\n\nNone.\n`;
  // One line per recording and reason, with the inbound formats that it holds for.
  const lines = new Map<string, Set<string>>();
  for (const finding of found) {
    for (const reason of new Set(reasons(finding))) {
      const key = `${nameOf(finding.recording)} | ${clean(reason)}`;
      lines.set(key, (lines.get(key) ?? new Set()).add(NAMES[finding.inbound]));
    }
  }
  return `${title}\n\n| recording | what | asked in |\n|---|---|---|\n` +
    [...lines].map(([line, formats]) => `| ${line} | ${[...formats].join(", ")} |\n`).join("");
}

function crossTable(cross: readonly CrossFinding[]): string {
  const mark = (finding: CrossFinding | undefined): string => {
    if (finding === undefined) return "";
    if (!finding.agrees) return "✗";
    return finding.differences.length === 0 ? "✓" : "told";
  };
  const byIntent = Map.groupBy(cross, ({ name, from }) => `${NAMES[from]}: ${clean(name)}`);
  const rows = [...byIntent].map(([intent, found]) => [
    intent,
    ...FORMATS.map((format) => mark(found.find(({ to }) => to === format))),
  ]);
  const told = cross.flatMap(({ name, from, to, differences }) =>
    differences.map((line) => [
      `${NAMES[from]} → ${NAMES[to]}: ${clean(name)}`,
      clean(line.replace("(told) ", "")),
    ])
  );
  return "## Requests\n\n" +
    "`✓`: asks for the same · `told`: a warning or an error tells what differs (below) · `✗`: differs\n\n" +
    table(["request in", ...FORMATS.map((format) => NAMES[format])], rows) +
    "\n### What differs, and is told\n\n" +
    (told.length === 0 ? "Nothing.\n" : table(["translation", "difference — the warning"], told));
}

function matrix(findings: readonly Finding[]): string {
  const byRecording = Map.groupBy(findings, ({ recording }) => recording);
  const mark = (finding: Finding | undefined): string => {
    if (finding === undefined) return "";
    const made = CHECKS.reduce((sum, check) => sum + finding.made[check], 0);
    const words = { holds: `${made} ✓`, refused: `${made} ✓ r`, unjudged: "–", fails: "✗" };
    return words[verdictOf(finding)];
  };
  const rows = [...byRecording].map(([recording, found]) => [
    nameOf(recording),
    ...FORMATS.map((format) => mark(found.find(({ inbound }) => inbound === format))),
  ]);
  return "## All recordings\n\n" +
    "`n ✓`: n checks hold · `r`: the request itself was refused, the answer was asked for with a " +
    "plain one · `–`: not judged · `✗`: fails\n\n" +
    table(["recording", ...FORMATS.map((format) => NAMES[format])], rows);
}

function nameOf({ format, stream, shows, provider, status }: Recording): string {
  const kind = status >= 400 ? `error ${status}` : stream ? "stream" : "whole";
  return clean(`${NAMES[format]}, ${kind}, ${provider}: ${shows}`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}

/** Text that may stand in a table's cell. */
function clean(text: string): string {
  const flat = text.replace(/\s+/g, " ").replaceAll("|", "\\|");
  return flat.length <= 240 ? flat : `${flat.slice(0, 239)}…`;
}
