/** What the desktop shell tells its window. */
import { z } from 'zod';

export const shellEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('notice'), severity: z.enum(['info', 'warning', 'error']), text: z.string() }),
  /** From the tray or a notification. */
  z.object({ type: z.literal('go'), view: z.enum(['train', 'compare']) }),
  z.object({ type: z.literal('settings') }),
  z.object({ type: z.literal('licenses') }),
  /** A graph file that was opened outside the window. */
  z.object({ type: z.literal('open'), name: z.string(), text: z.string() }),
  /** A model of another program that was opened outside the window. */
  z.object({ type: z.literal('import'), path: z.string() }),
]);
export type ShellEvent = z.infer<typeof shellEventSchema>;
