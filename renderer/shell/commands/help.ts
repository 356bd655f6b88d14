import type { Command } from '../../commands/command';
import { registerCommands } from '../../commands/registry';
import { showWelcome, startLesson, startTour } from '../../state/help';
import { helpHere } from '../help/here';
import { licensesCommand, shortcutsCommand } from './window';

const commands: readonly Command[] = [
  {
    id: 'help.here',
    section: 'help',
    label: 'commands.helpHere',
    keywords: ['what', 'explain', 'documentation'],
    keys: ['F1'],
    whileTyping: true,
    perform: () => helpHere(),
  },
  {
    id: 'help.welcome',
    section: 'help',
    label: 'commands.welcome',
    keywords: ['start', 'begin', 'first'],
    perform: showWelcome,
  },
  {
    id: 'help.lesson',
    section: 'help',
    label: 'help.lesson.title',
    keywords: ['explain', 'residual', 'skip', 'learn', 'lesson'],
    perform: startLesson,
  },
  {
    id: 'help.tour',
    section: 'help',
    label: 'help.tour.take',
    keywords: ['introduction', 'learn'],
    perform: startTour,
  },
];

registerCommands('help', commands);

/** The menu at the bottom of the rail. */
export const HELP_MENU: readonly (readonly Command[])[] = [commands, [shortcutsCommand, licensesCommand]];
