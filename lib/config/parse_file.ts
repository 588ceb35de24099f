/**
 * The text of a YAML file as values, with variables put in, and the line of each value.
 *
 * @module
 */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { FlowError } from "../domain/errors.ts";
import { type ReadEnv, valueOfText } from "./environment.ts";
import { expand } from "./expand.ts";
import { formatPath, keysBelow, kindAt, type Path } from "./options.ts";
import type { Problem } from "./problems.ts";

/** What a file holds. */
export interface ParsedFile {
  /** The values; a map unless the file is wrong. An empty file and an empty section are maps. */
  readonly values: unknown;
  readonly problems: readonly Problem[];
  /** Line of a key or a list entry, from 1; undefined for what the file does not hold. */
  lineAt(path: Path): number | undefined;
}

/** Parses a file; whatever is wrong with it ends up in `problems`, nothing is thrown. */
export function parseFile(name: string, text: string, env: ReadEnv): ParsedFile {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  const lineOf = (offset: number): number => counter.linePos(offset).line;
  const note = (path: Path, line: number, fault: string): void => {
    problems.push({ source: `${name}:${line}`, path: formatPath(path), text: fault });
  };

  const read = (node: unknown, path: Path, line: number): unknown => {
    if (isMap(node)) {
      const entries: [string, unknown][] = [];
      for (const { key, value } of node.items) {
        const at = isNode(key) && key.range ? lineOf(key.range[0]) : line;
        if (!isScalar(key)) {
          note(path, at, "holds a key that is not a word");
          continue;
        }
        const inner = [...path, String(key.value)];
        lines.set(JSON.stringify(inner), at);
        entries.push([String(key.value), read(value, inner, at)]);
      }
      return Object.fromEntries(entries);
    }
    if (isSeq(node)) {
      return node.items.map((item, index) => {
        const inner = [...path, index];
        const at = isNode(item) && item.range ? lineOf(item.range[0]) : line;
        lines.set(JSON.stringify(inner), at);
        return read(item, inner, at);
      });
    }
    if (isAlias(node)) {
      note(
        path,
        line,
        `is the YAML alias *${node.source}; write the value out, aliases are refused`,
      );
      return undefined;
    }
    const value = isScalar(node) ? node.value : null;
    if (value === null && mayBeEmpty(path)) return {};
    return typeof value === "string" ? readText(value, path, line) : value;
  };

  const readText = (value: string, path: Path, line: number): unknown => {
    if (!value.includes("${")) return value;
    try {
      const { text, whole, faults } = expand(value, env);
      for (const fault of faults) note(path, line, fault);
      if (faults.length > 0) return undefined;
      const kind = whole ? kindAt(path) : undefined;
      return kind === undefined ? text : valueOfText(kind, text);
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      note(path, line, error.message);
      return undefined;
    }
  };

  for (const fault of [...document.errors, ...document.warnings]) {
    note([], lineOf(fault.pos[0]), `not valid YAML: ${yamlFault(fault.code, fault.message)}`);
  }
  const values = problems.length > 0 ? {} : read(document.contents, [], 1);
  return { values, problems, lineAt: (path) => lines.get(JSON.stringify(path)) };
}

/** Sections and maps may be written with nothing below them. */
const mayBeEmpty = (path: Path): boolean => kindAt(path) === "map" || keysBelow(path).length > 0;

function yamlFault(code: string, message: string): string {
  switch (code) {
    case "DUPLICATE_KEY":
      return "this key is there twice";
    case "MULTIPLE_DOCS":
      return "the file holds several documents (---), and only one is read";
    case "TAB_AS_INDENT":
      return "it is indented by a tab; use spaces";
    default:
      return `${message} (a text with : # { } [ ] , or a variable inside [ ] needs quotes)`;
  }
}
