/**
 * Vectors as OpenAI's base64: 32-bit floats, the least significant byte first.
 *
 * @module
 */

const BYTES = 4;

/** Base64 of a vector. */
export function encodeFloats(values: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(values.length * BYTES));
  values.forEach((value, i) => view.setFloat32(i * BYTES, value, true));
  return new Uint8Array(view.buffer).toBase64();
}

/** The vector inside base64; null when it is none. */
export function decodeFloats(text: string): readonly number[] | null {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Uint8Array.fromBase64(text);
  } catch {
    return null; // no base64: whoever asks says what that means
  }
  if (bytes.length === 0 || bytes.length % BYTES !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / BYTES }, (_, i) => view.getFloat32(i * BYTES, true));
}
