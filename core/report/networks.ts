/** The networks of the arms as pictures; arms with the same network share one. */
import { analyze } from '../analysis/analyze';
import { graphKey } from '../analysis/twins';
import { networkPicture } from '../figures/network';
import { networkRows } from '../figures/network-rows';
import { formatCompact } from '../format/number';
import type { GraphDocument } from '../graph/document';
import { join, t } from '../messages';
import type { ReportBlock, ReportFigure } from './document';
import { nameOfArm, type ReportedStudy } from './study';

/** A taller picture could not be read on a page. */
const MOST_ROWS = 150;

export function networkBlocks({ arms }: ReportedStudy): ReportBlock[] {
  const networks = new Map<string, { names: string[]; graph: GraphDocument }>();
  for (const arm of arms) {
    const { graph } = arm;
    if (!graph) continue;
    const key = graphKey(graph);
    const name = nameOfArm(arm);
    networks.set(key, { graph, names: [...(networks.get(key)?.names ?? []), name] });
  }
  const drawn = [...networks.values()].map(({ names, graph }, index) => ({
    names: join([...new Set(names)], 'unit'),
    figure: figureOf(names, graph, index + 1),
  }));
  const figures = drawn.flatMap(({ figure }) => figure ?? []);
  const tooLarge = drawn.flatMap(({ names, figure }) => (figure ? [] : names));
  return [
    ...(figures.length > 0
      ? [
          { kind: 'figures', figures, ownSize: true } as const,
          { kind: 'text', text: t('report.networks.how'), tone: 'muted' } as const,
        ]
      : []),
    ...(tooLarge.length > 0
      ? [
          {
            kind: 'text',
            text: t('report.networks.tooLarge', { names: join(tooLarge) }),
            tone: 'muted',
          } as const,
        ]
      : []),
  ];
}

function figureOf(names: readonly string[], graph: GraphDocument, number: number): ReportFigure | undefined {
  const analysis = analyze(graph);
  if (networkRows(graph, analysis).rows.length > MOST_ROWS) return undefined;
  const { depth, params, shortcuts } = analysis.totals;
  const title = join([...new Set(names)], 'unit');
  const facts = t('report.networks.facts', { depth, params: formatCompact(params), shortcuts });
  return { id: `network-${number}`, title, svg: networkPicture(graph, { title, facts }) };
}
