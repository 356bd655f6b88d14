/** Protocol buffers in pieces, so that weights are written to a file one by one, without a copy of all of them. */
import protobuf from 'protobufjs';

/** `data` is called when the piece is written. */
export type Piece = Uint8Array | { byteLength: number; data(): Uint8Array };

/** A field of wire type 2 (a message or bytes) that contains the pieces. */
export function field(number: number, pieces: readonly Piece[]): Piece[] {
  const size = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const head = protobuf.Writer.create()
    .uint32((number << 3) | 2)
    .uint64(size)
    .finish();
  return [head, ...pieces];
}

export const encoded = (type: protobuf.Type, value: object): Uint8Array =>
  type.encode(type.create(value as { [key: string]: unknown })).finish();

export function* chunksOf(pieces: Iterable<Piece>): Generator<Uint8Array> {
  for (const piece of pieces) yield piece instanceof Uint8Array ? piece : piece.data();
}
