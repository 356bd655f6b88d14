/** What the desktop shell tells its window. */
import { z } from 'zod';

export const shellEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('notice'), severity: z.enum(['info', 'warning', 'error']), text: z.string() }),
  /** From the tray or a notification. */
  z.object({ type: z.literal('go'), view: z.enum(['train', 'compare']) }),
  /** From the menu bar. */
  z.object({ type: z.literal('command'), id: z.string() }),
  /** A graph file that was opened outside the window. */
  z.object({ type: z.literal('open'), name: z.string(), text: z.string() }),
  /** A model of another program that was opened outside the window. */
  z.object({ type: z.literal('import'), path: z.string() }),
]);
export type ShellEvent = z.infer<typeof shellEventSchema>;

/** A command of the window, as the menu bar shows it. */
export const menuCommandSchema = z.object({
  id: z.string().max(200),
  label: z.string().max(500),
  /** Its first shortcut: "CommandOrControl+Shift+P". */
  accelerator: z.string().max(100).optional(),
  enabled: z.boolean(),
});
export type MenuCommand = z.infer<typeof menuCommandSchema>;

/** The window's menus for the menu bar, from left to right. */
export const windowMenusSchema = z
  .array(
    z.object({
      /** A section of the commands, such as `file`. */
      id: z.string().max(50),
      label: z.string().max(100),
      /** With lines between them. */
      groups: z.array(z.array(menuCommandSchema).max(200)).max(50),
    }),
  )
  .max(30);
export type WindowMenus = z.infer<typeof windowMenusSchema>;
