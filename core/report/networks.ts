/** The networks of the arms as pictures; arms with the same network share one. */
import { analyze } from '../analysis/analyze';
import { graphKey } from '../analysis/twins';
import type { GraphAnalysis } from '../analysis/types';
import { groupBy } from '../basics/group-by';
import { networkPicture } from '../figures/network';
import { MOST_ROWS, networkRows } from '../figures/network-rows';
import { formatCompact } from '../format/number';
import type { GraphDocument } from '../graph/document';
import { join, t } from '../messages';
import type { ReportBlock, ReportFigure } from './document';
import { nameOfArm, type ReportedArm, type ReportedStudy } from './study';

export function networkBlocks({ arms }: ReportedStudy): ReportBlock[] {
  const drawn = networksOf(arms).map(({ names, graph }, index) => ({
    names: join(names, 'unit'),
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

/** Each network once, with the names of the arms that have it. */
export function networksOf(arms: readonly ReportedArm[]): { names: string[]; graph: GraphDocument }[] {
  const read = arms.flatMap((arm) => (arm.graph ? [{ name: nameOfArm(arm), graph: arm.graph }] : []));
  return [...groupBy(read, ({ graph }) => graphKey(graph)).values()].map((same) => ({
    names: [...new Set(same.map(({ name }) => name))],
    graph: same.at(-1)!.graph,
  }));
}

export const isTooLarge = (graph: GraphDocument, analysis: GraphAnalysis = analyze(graph)): boolean =>
  networkRows(graph, analysis).rows.length > MOST_ROWS;

function figureOf(names: readonly string[], graph: GraphDocument, number: number): ReportFigure | undefined {
  const analysis = analyze(graph);
  if (isTooLarge(graph, analysis)) return undefined;
  const { depth, params, shortcuts } = analysis.totals;
  const title = join(names, 'unit');
  const facts = t('report.networks.facts', { depth, params: formatCompact(params), shortcuts });
  return { id: `network-${number}`, title, svg: networkPicture(graph, { title, facts }) };
}
