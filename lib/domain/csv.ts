/**
 * Comma-separated values (RFC 4180) that are safe to open in a spreadsheet.
 *
 * @module
 */

/** What a spreadsheet takes for the beginning of a formula, also behind blanks, in any width. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n\0]/u;

/**
 * A line without its end. Null and undefined are empty; numbers and booleans stand as they are; texts
 * that a spreadsheet would run get an apostrophe in front; anything else is written as JSON.
 */
export function csvLine(values: readonly unknown[]): string {
  return values.map(cell).join(",");
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
