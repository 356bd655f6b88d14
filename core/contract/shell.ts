/** What the desktop shell tells its window. */
import { z } from 'zod';

export const shellEventSchema = z.discriminatedUnion('type', [
  /** Something happened to the app that the person should know. */
  z.object({ type: z.literal('notice'), severity: z.enum(['info', 'warning', 'error']), text: z.string() }),
  /** The person asked for a view outside the window: in the tray, in a notification. */
  z.object({ type: z.literal('go'), view: z.enum(['train', 'compare']) }),
  /** The person asked for the licenses, in the menu. */
  z.object({ type: z.literal('licenses') }),
  /** A graph file that was opened outside the window. */
  z.object({ type: z.literal('open'), name: z.string(), text: z.string() }),
]);
export type ShellEvent = z.infer<typeof shellEventSchema>;
