/** The graph as a picture in the style of the paper. */
import { slug } from '../../../core/basics/slug';
import { networkPicture } from '../../../core/figures/network';
import { formatCompact } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { notifyError } from '../../client/errors';
import type { Command } from '../../commands/command';
import { registerCommands } from '../../commands/registry';
import { analysisOf } from '../../state/analysis';
import { activeDocument } from '../../state/documents';
import { savePng, saveSvg } from '../../ui/savePicture';

function saved(
  save: (svg: string, name: string) => void,
): Pick<Command, 'section' | 'where' | 'keywords' | 'when' | 'perform'> {
  return {
    section: 'file',
    where: 'graph',
    keywords: ['picture', 'image', 'figure', 'paper', 'export', 'diagram', 'drawing'],
    when: () => (activeDocument()?.document.nodes.length ?? 0) > 0,
    perform: () => {
      const document = activeDocument()?.document;
      if (!document) return;
      const { name } = document;
      const { depth, params, shortcuts } = analysisOf(document).totals;
      const facts = t('report.networks.facts', { depth, params: formatCompact(params), shortcuts });
      save(networkPicture(document, { title: name, facts, inPaperStyle: true }), slug(name));
    },
  };
}

export const saveSvgCommand: Command = {
  id: 'file.svg',
  label: 'commands.savePictureSvg',
  ...saved(saveSvg),
};

export const savePngCommand: Command = {
  id: 'file.png',
  label: 'commands.savePicturePng',
  ...saved((svg, name) => void savePng(svg, name).catch(notifyError)),
};

registerCommands('picture', [saveSvgCommand, savePngCommand]);
