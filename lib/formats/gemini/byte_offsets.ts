/**
 * Gemini counts text in bytes of UTF-8, the neutral conversation in UTF-16 units.
 *
 * @module
 */

/** UTF-16 offset of a byte offset, which is moved back to the beginning of its character. */
export function unitsOfBytes(text: string, bytes: number): number {
  let seen = 0;
  let units = 0;
  for (const character of text) {
    seen += bytesOf(character);
    if (seen > bytes) break;
    units += character.length;
  }
  return units;
}

/** Byte offset of a UTF-16 offset. */
export function bytesOfUnits(text: string, units: number): number {
  let bytes = 0;
  for (const character of text.slice(0, units)) bytes += bytesOf(character);
  return bytes;
}

function bytesOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}
