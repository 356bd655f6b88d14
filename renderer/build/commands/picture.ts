/** The graph as a picture in the style of the paper. */
import { slug } from '../../../core/basics/slug';
import { networkPicture } from '../../../core/figures/network';
import { formatCompact } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { notifyError } from '../../client/errors';
import { inShell } from '../../client/shell';
import type { Command } from '../../commands/command';
import { registerCommands } from '../../commands/registry';
import { analysisOf } from '../../state/analysis';
import { activeDocument } from '../../state/documents';
import { notify } from '../../state/notices';
import { savePng, saveSvg } from '../../ui/savePicture';

function saved(
  ending: 'svg' | 'png',
  save: (svg: string, name: string) => void | Promise<void>,
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
      const picture = networkPicture(document, { title: name, facts, inPaperStyle: true });
      const file = slug(name);
      const done = async () => {
        await save(picture, file);
        // The desktop asks where to.
        if (inShell()) return;
        notify({ severity: 'success', text: t('commands.pictureSaved', { file: `${file}.${ending}` }) });
      };
      void done().catch(notifyError);
    },
  };
}

export const saveSvgCommand: Command = {
  id: 'file.svg',
  label: 'commands.savePictureSvg',
  ...saved('svg', saveSvg),
};

export const savePngCommand: Command = {
  id: 'file.png',
  label: 'commands.savePicturePng',
  ...saved('png', savePng),
};

registerCommands('picture', [saveSvgCommand, savePngCommand]);
