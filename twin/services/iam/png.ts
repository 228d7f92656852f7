/** A picture of one pixel with a text in it (PNG specification, chunks IHDR, tEXt, IDAT and IEND). */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** One pixel by one, eight bits, grey. */
const HEADER = Buffer.from('00000001000000010800000000', 'hex');

/** The picture. Nobody scans the twin: what a QR code would say stands in the picture as its comment. */
export function pictureOf(text: string): Uint8Array {
  const pixel = deflateSync(Buffer.from([0, 255]));
  return new Uint8Array(
    Buffer.concat([
      SIGNATURE,
      chunk('IHDR', HEADER),
      chunk('tEXt', Buffer.from(`Comment\0${text}`, 'latin1')),
      chunk('IDAT', pixel),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
