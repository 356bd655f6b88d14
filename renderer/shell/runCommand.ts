import type { Command } from '../commands/command';
import { useNavigation } from '../state/navigation';

/** From a menu or the command search: what acts on the graph shows it first. */
export function runCommand(command: Command): void {
  if (command.where === 'graph') useNavigation.getState().go('build');
  void command.perform();
}
