import type { Context } from '../context';
import type { Value } from '../value';

/** Reads an operator of a model. @throws NotUnderstood */
export type Read = (context: Context) => Value;
