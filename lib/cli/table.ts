/**
 * Columns of text.
 *
 * @module
 */

/** One column: its heading and the text of a row in it. */
export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => string;
  readonly align?: "left" | "right";
}

/** Lines of a table: the headings, then the rows; columns two spaces apart, no trailing spaces. */
export function tableLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  const lines = [
    columns.map(({ heading }) => heading),
    ...rows.map((row) => columns.map(({ cell }) => printable(cell(row)))),
  ];
  const widths = columns.map((_, at) => Math.max(...lines.map((cells) => width(cells[at]!))));
  return lines.map((cells) =>
    cells.map((text, at) => {
      const gap = " ".repeat(widths[at]! - width(text));
      return columns[at]!.align === "right" ? gap + text : text + gap;
    }).join("  ").trimEnd()
  );
}

/** Terminal columns that a text takes, where every character takes one. */
const width = (text: string): number => [...text].length;

/** A text without control characters: what others wrote must not steer the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}
