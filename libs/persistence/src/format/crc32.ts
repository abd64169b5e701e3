import { crc32 as zlibCrc32 } from 'node:zlib';

/** A call of zlib's costs more than so many bytes do here, and a visit that came alone is a commit of its own. */
const SHORT_BYTES = 256;
const LANES = 8;

/** `TABLE[lane * 256 + byte]`: what a byte with `lane` bytes behind it leaves (slicing by eight). */
const TABLE = makeTable();

/** The CRC-32 of zlib over the bytes in [start, end), as a signed number: V8 keeps it without an object. */
export function crc32(bytes: Buffer, start: number, end: number): number {
  return end - start > SHORT_BYTES
    ? zlibCrc32(bytes.subarray(start, end)) | 0
    : shortCrc32(bytes, start, end);
}

function shortCrc32(bytes: Buffer, start: number, end: number): number {
  let sum = -1;
  let at = start;
  for (; at + LANES <= end; at += LANES) {
    const word =
      sum ^
      (of(bytes, at) | (of(bytes, at + 1) << 8) | (of(bytes, at + 2) << 16) | (of(bytes, at + 3) << 24));
    sum =
      left(7, word & 0xff) ^
      left(6, (word >>> 8) & 0xff) ^
      left(5, (word >>> 16) & 0xff) ^
      left(4, word >>> 24) ^
      left(3, of(bytes, at + 4)) ^
      left(2, of(bytes, at + 5)) ^
      left(1, of(bytes, at + 6)) ^
      left(0, of(bytes, at + 7));
  }
  for (; at < end; at += 1) sum = left(0, (sum ^ of(bytes, at)) & 0xff) ^ (sum >>> 8);
  return ~sum;
}

function of(bytes: Buffer, at: number): number {
  return bytes[at] as number;
}

function left(lane: number, byte: number): number {
  return TABLE[lane * 256 + byte] as number;
}

function makeTable(): Int32Array {
  const table = new Int32Array(LANES * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    table[byte] = sum;
  }
  for (let index = 256; index < table.length; index += 1) {
    const sum = table[index - 256] as number;
    table[index] = (table[sum & 0xff] as number) ^ (sum >>> 8);
  }
  return table;
}
