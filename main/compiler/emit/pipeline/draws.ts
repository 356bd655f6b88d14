/**
 * The random numbers of augmentation for each example of an epoch: one row of a table of uniform numbers in [0, 1),
 * which a stateless generator fills from (seed, epoch). So a row is a pure function of (seed, epoch, index of the
 * example).
 */
import type { Augmentation } from '../../../../core/study/augmentation';
import { nameHash } from '../../name-hash';
import { int, type } from '../attributes';
import type { EmitContext } from '../emitter';
import { CPU } from '../writer';
import type { Body } from './body';

/** Boxes that random resized crop tries before it falls back, as in TorchVision's RandomResizedCrop. */
export const CROP_ATTEMPTS = 10;

const drawn = {
  colorJitter: 3,
  /** Areas, aspect ratios, then the position. */
  randomResizedCrop: 2 * CROP_ATTEMPTS + 2,
  flip: 1,
  padAndCrop: 2,
  cutout: 2,
} as const;
type Drawing = keyof typeof drawn;

/** The first column of each augmentation that is on, and the number of columns. */
export function drawColumns(augmentation: Augmentation): {
  first: Partial<Record<Drawing, number>>;
  count: number;
} {
  const first: Partial<Record<Drawing, number>> = {};
  let count = 0;
  for (const name of Object.keys(drawn) as Drawing[]) {
    if (!augmentation[name]) continue;
    first[name] = count;
    count += drawn[name];
  }
  return { first, count };
}

export const columnsOf = (augmentation: Augmentation | undefined): number =>
  augmentation ? drawColumns(augmentation).count : 0;

/** The table [count, columns] of this epoch. */
export function drawTable(context: EmitContext<'begin_iteration'>, columns: number): string {
  const { part, input, attributes, writer } = context;
  const device = CPU;
  const integer = type('int32');
  const key = writer.constant('int32', [], [nameHash('.data/augmentation')]);
  const mixed = part('draws_key', 'BitwiseXor', [input(0), key], { T: integer }, { device });
  const packed = { T: integer, N: int(2), axis: int(0) };
  const seed = part('draws_seed', 'Pack', [mixed, input(1)], packed, { device });
  const sizes = writer.ints([attributes.iterator.count, columns]);
  const attr = { dtype: type('float32'), T: integer, Tseed: integer };
  return part('draws', 'StatelessRandomUniform', [sizes, seed], attr, { device });
}

/** The draws of a batch, by column. */
export class BatchDraws {
  constructor(
    private readonly body: Body,
    private readonly rows: string,
  ) {}

  /** [N, width] */
  columns(first: number, width: number): string {
    const { body } = this;
    return body.op('Slice', [this.rows, body.ints([0, first]), body.ints([-1, width])], {
      T: type('float32'),
      Index: type('int32'),
    });
  }

  /** [N] */
  column(index: number): string {
    return this.body.reshape(this.columns(index, 1), [-1]);
  }
}
