/**
 * queue.json beside the runs: the order of all runs that are not done, whichever process trains them. Every process
 * changes it under a lock and looks for changes of the others.
 */
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { prioritySchema, slotsSchema } from '../../../core/contract/queue';
import { LOCAL, type RunRecord, runIdSchema } from '../../../core/study/run';
import { writeJson } from '../../disk/atomic';
import { parseJson } from '../../disk/json';
import { withLock } from '../../disk/lock';
import { textIfThere } from '../../disk/regular-file';

const placeSchema = z.object({
  run: runIdSchema,
  priority: prioritySchema.default(0),
  /** Ids of the lanes that may train it; absent: this machine. */
  lanes: z.array(z.string()).min(1).optional(),
  /** Another process asks the one that trains to take it, too. */
  wanted: z.boolean().optional(),
});
/** A run's place in the queue. */
export type Place = z.infer<typeof placeSchema>;

const orderSchema = z.object({
  format: z.literal('skipwire.queue'),
  version: z.literal(1),
  slots: slotsSchema.default(null),
  places: z.array(placeSchema),
});
export type Order = z.infer<typeof orderSchema>;

const EMPTY: Order = { format: 'skipwire.queue', version: 1, slots: null, places: [] };

const MOST_BYTES = 16 * 1024 * 1024;

export class QueueFile {
  private readonly path: string;
  private known: Order = EMPTY;
  /** Tells versions of the file apart. */
  private seen = '';
  private changes = 0;

  constructor(private readonly root: string) {
    this.path = join(root, 'queue.json');
  }

  /** As last read or changed by this process. */
  get order(): Order {
    return this.known;
  }

  /** Grows with each change that was read or made. */
  get revision(): number {
    return this.changes;
  }

  /** Reads what other processes changed. */
  async look(): Promise<void> {
    const now = await this.version();
    if (now === this.seen) return;
    const order = await this.read();
    if (!order) return;
    this.known = order;
    this.seen = now;
    this.changes++;
  }

  /** @throws the system's error if it cannot be written; this process uses the change anyway. */
  change(how: (order: Order) => Order): Promise<void> {
    return withLock(join(this.root, '.queue-lock'), {}, async () => {
      const order = (await this.read()) ?? this.known;
      this.known = how(order);
      if (this.known === order) return;
      this.changes++;
      await writeJson(this.path, this.known);
      this.seen = await this.version();
    });
  }

  /** Undefined if there is none. A damaged one is kept under another name. */
  private async read(): Promise<Order | undefined> {
    const text = await textIfThere(this.path, MOST_BYTES);
    if (text === undefined) return undefined;
    const { data } = orderSchema.safeParse(parseJson(text));
    if (!data) await rename(this.path, join(this.root, 'queue.damaged.json'));
    return data;
  }

  private async version(): Promise<string> {
    const found = await stat(this.path, { bigint: true }).catch(() => undefined);
    return found ? `${found.ino} ${found.mtimeNs}` : '';
  }
}

/** Ids of the lanes that may train a run. @param place its own; undefined: it has none */
export const lanesOf = (place: Pick<Place, 'lanes'> | undefined, { where = LOCAL }: RunRecord): string[] =>
  place?.lanes ?? [where];

/** First those that are trained first. */
export const inTurn = ({ places }: Order): Place[] => [...places].sort((a, b) => b.priority - a.priority);

/** Adds those that have no place yet to the end. @param lanes of all these runs; undefined: as they have been */
export function withPlaces(order: Order, runs: readonly string[], lanes?: readonly string[]): Order {
  const known = new Set(order.places.map(({ run }) => run));
  const added = runs.filter((run) => !known.has(run));
  const chosen = lanes ? { lanes: [...lanes] } : {};
  return {
    ...order,
    places: [
      ...order.places.map(({ wanted, ...place }) =>
        runs.includes(place.run) ? { ...place, ...chosen } : { ...place, ...(wanted ? { wanted } : {}) },
      ),
      ...added.map((run) => ({ run, priority: 0, ...chosen })),
    ],
  };
}

export function wanted(order: Order, runs: readonly string[]): Order {
  const { places, ...rest } = withPlaces(order, runs);
  return {
    ...rest,
    places: places.map((place) => (runs.includes(place.run) ? { ...place, wanted: true } : place)),
  };
}

export const without = (order: Order, runs: ReadonlySet<string>): Order =>
  order.places.some(({ run }) => runs.has(run))
    ? { ...order, places: order.places.filter(({ run }) => !runs.has(run)) }
    : order;

/** @param before a run: the others are put in front of it; undefined: at the end. */
export function moved(order: Order, runs: readonly string[], before: string | undefined): Order {
  const moving = runs.flatMap((run) => order.places.find((place) => place.run === run) ?? []);
  const { places } = without(order, new Set(runs));
  const at = places.findIndex(({ run }) => run === before);
  const to = at < 0 ? places.length : at;
  return { ...order, places: [...places.slice(0, to), ...moving, ...places.slice(to)] };
}
