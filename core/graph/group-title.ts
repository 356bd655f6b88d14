/** What a group is called in the current language. */
import { LANGUAGES, type Message, message, textIn, textOf } from '../messages';
import type { GraphGroup } from './document';

/** The name of a stem, stage or block that a preset or the palette made. Undefined for other groups. */
function usualName({ id, kind, block }: GraphGroup): Message | undefined {
  const [, number] = /(?:^|\.)(?:stage|block)(\d+)$/.exec(id) ?? [];
  if (kind === 'stem') return message('ops.block.stem');
  if (kind === 'stage' && number) return message('presets.label.stage', { number });
  if (kind === 'block' && number && id.includes('.')) return message('presets.label.block', { number });
  return block && message('graph.block', { kind: block.kind, filters: block.filters });
}

/** @param within the group around it, whose id is not repeated. */
export function groupTitle(group: GraphGroup, within?: string): string {
  const { id, label } = group;
  const usual = usualName(group);
  // Older documents store the usual name as the label, in the language that was in use.
  if (label && !(usual && LANGUAGES.some((language) => textIn(language, usual) === label))) return label;
  if (usual) return textOf(usual);
  const own = within && id.startsWith(`${within}.`) ? id.slice(within.length + 1) : id;
  const words = own.replace(/[._-]+/g, ' · ').replace(/([a-z])(\d)/gi, '$1 $2');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
