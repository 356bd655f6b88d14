import type { Command } from '../commands/command';
import { registerCommands } from '../commands/registry';
import { openBin } from './bin';

export const openBinCommand: Command = {
  id: 'file.bin',
  section: 'file',
  label: 'commands.openBin',
  keywords: ['deleted', 'restore', 'trash', 'undelete', 'recycle'],
  perform: openBin,
};

registerCommands('bin', [openBinCommand]);
