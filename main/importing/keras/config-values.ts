/** Values in the configuration of a Keras layer. */
import { type Config, isRecord } from './structure';

export const flag = (value: unknown, otherwise: boolean): boolean =>
  typeof value === 'boolean' ? value : otherwise;

export function pairOf(value: unknown, otherwise = 1): [number, number] {
  if (typeof value === 'number') return [value, value];
  const [high, wide] = Array.isArray(value) ? value : [];
  return typeof high === 'number' && typeof wide === 'number' ? [high, wide] : [otherwise, otherwise];
}

/** `[top, bottom, left, right]` of a number, a pair, or two pairs. */
export function marginsOf(value: unknown): number[] {
  const [rows, columns] = Array.isArray(value) ? value : [value, value];
  return [...pairOf(rows, 0), ...pairOf(columns, 0)];
}

export const isChannelsLast = ({ data_format: format }: Config): boolean => format !== 'channels_first';

const INITIALIZERS: Readonly<Record<string, string>> = {
  GlorotUniform: 'glorot_uniform',
  GlorotNormal: 'glorot_normal',
  HeUniform: 'he_uniform',
  HeNormal: 'he_normal',
  LecunUniform: 'lecun_uniform',
  LecunNormal: 'lecun_normal',
  LeCunUniform: 'lecun_uniform',
  LeCunNormal: 'lecun_normal',
  Orthogonal: 'orthogonal',
  OrthogonalInitializer: 'orthogonal',
  Zeros: 'zeros',
  Ones: 'ones',
};

/** Weights come from the file, so an unknown initializer only matters after "random weights". */
export const initializerOf = (value: unknown): string => {
  const name = isRecord(value) ? value.class_name : value;
  if (typeof name !== 'string') return 'glorot_uniform';
  return INITIALIZERS[name] ?? (Object.values(INITIALIZERS).includes(name) ? name : 'glorot_uniform');
};
