/**
 * What this machine and the courier over there say to each other: a line of JSON each; the bytes of a file follow its line.
 * The courier begins with HELLO, before which a connection may print anything.
 */
import { z } from 'zod';

export const HELLO = '@@skipwire courier 1@@';

const markSchema = z.object({ inode: z.number(), size: z.number().nonnegative(), changed: z.number() });

export const requestSchema = z.discriminatedUnion('type', [
  /** A run's state and its record. */
  z.object({ type: z.literal('state'), id: z.string() }),
  /** As `state`, with what is new in its other files. */
  z.object({ type: z.literal('look'), id: z.string(), marks: z.record(z.string(), markSchema) }),
  /** Runs a command in the shell. */
  z.object({ type: z.literal('sh'), script: z.string() }),
  z.object({ type: z.literal('output'), id: z.string(), cursor: z.number().int().nonnegative() }),
  z.object({ type: z.literal('end'), id: z.string(), as: z.enum(['stopped', 'paused']) }),
]);
export type CourierRequest = z.input<typeof requestSchema>;

/**
 * Who trains a run: `here`: a living process on the courier's machine; `elsewhere`: one on another machine, which may be
 * dead; `beat` is then the last sign of life.
 */
export const ownerStateSchema = z.enum(['none', 'dead', 'here', 'elsewhere']);

export const answerSchema = z.discriminatedUnion('type', [
  /** `bytes` follow; the file has them from `from` on, and is `mark` then. */
  z.object({
    type: z.literal('file'),
    name: z.string(),
    from: z.number().int().nonnegative(),
    bytes: z.number().int().nonnegative(),
    mark: markSchema,
  }),
  z.object({
    type: z.literal('looked'),
    /** There is a folder of the run. */
    there: z.boolean(),
    /** All files that are copied. */
    names: z.array(z.string()),
    owner: ownerStateSchema,
    /** Milliseconds, by the clock over there. */
    beat: z.number().optional(),
    /** The scheduler's name of it. */
    job: z.string().optional(),
    /** Milliseconds since it was started. */
    age: z.number().optional(),
    /** The job has written its exit code, or tried to on a full disk. */
    ended: z.boolean(),
    said: z.string(),
    /** Bytes on the disk of the folder. */
    free: z.number().nonnegative(),
  }),
  z.object({ type: z.literal('ran'), code: z.number().nullable(), output: z.string(), errors: z.string() }),
  z.object({ type: z.literal('output'), text: z.string(), cursor: z.number().int().nonnegative() }),
  z.object({ type: z.literal('ended') }),
  z.object({ type: z.literal('refused'), error: z.string() }),
]);
export type CourierAnswer = z.infer<typeof answerSchema>;
export type Looked = Extract<CourierAnswer, { type: 'looked' }>;

export const RECORD = 'run.json';

/** Files of a run that the worker writes and that only grow. */
const GROWS = /^(metrics\.jsonl|log\.txt|tensorboard\/[^/]+)$/;

export const grows = (name: string): boolean => GROWS.test(name);

/** Only these are copied, in this order: a checkpoint relies on the metrics before it, and the record on everything. */
const COPIED = [
  /^metrics\.jsonl$/,
  /^log\.txt$/,
  /^environment\.json$/,
  /^(tensorboard|confusion)\/[A-Za-z0-9][\w.-]*$/,
  /^checkpoints\/[A-Za-z0-9][\w.-]*\.safetensors$/,
  /^run\.json$/,
];

/** Its place in the order; -1: not copied. */
export const orderOf = (name: string): number =>
  /\.tmp$/.test(name) ? -1 : COPIED.findIndex((one) => one.test(name));
