/** What each arm's network changes in the baseline's: in words, and as a picture of both in one. */
import { diffSummary } from '../edit/describe-diff';
import { isSame } from '../edit/graph-diff';
import { jointGraph } from '../edit/joint-graph';
import { networkPicture } from '../figures/network';
import { join, t, textOf } from '../messages';
import type { ReportBlock, ReportFigure } from './document';
import { isTooLarge, networksOf } from './networks';
import { nameOfArm, type ReportedStudy } from './study';

/** The networks of a large study are compared in its other sections. */
const MOST_PICTURES = 12;

export function changeBlocks({ arms }: ReportedStudy): ReportBlock[] {
  const baseline = arms.find(({ runs: [run] }) => run?.record.arm === run?.record.baseline) ?? arms[0];
  const first = baseline?.graph;
  if (!baseline || !first) return [];
  const compared = networksOf(arms.filter((arm) => arm !== baseline)).flatMap(({ names, graph }) => {
    const { diff, document, marks } = jointGraph(first, graph);
    if (isSame(diff)) return [];
    const title = t('report.changes.against', { arm: join(names), baseline: nameOfArm(baseline) });
    // Removed parts are drawn like the others.
    const edges = document.edges.map(({ muted: _, ...edge }) => edge);
    return [{ title, words: textOf(diffSummary(diff)), drawn: { ...document, edges }, marks }];
  });
  const figures = compared
    .slice(0, MOST_PICTURES)
    .flatMap(({ title, drawn, marks }, index): ReportFigure[] =>
      isTooLarge(drawn)
        ? []
        : [{ id: `changes-${index + 1}`, title, svg: networkPicture(drawn, { title, marks }) }],
    );
  if (compared.length === 0) return [];
  return [
    { kind: 'facts', facts: compared.map(({ title, words }) => ({ label: title, value: words })) },
    ...(figures.length > 0
      ? [
          { kind: 'figures', figures, ownSize: true } as const,
          { kind: 'text', text: t('report.changes.how'), tone: 'muted' } as const,
        ]
      : []),
  ];
}
