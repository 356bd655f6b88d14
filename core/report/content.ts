/** The report of a study: what it asked, what came out, and everything that is needed to judge it and to train it again. */
import { formatSeconds } from '../format/duration';
import { formatDay } from '../format/moment';
import { language, t } from '../messages';
import { changeBlocks } from './changes';
import { curveBlocks } from './curves';
import { dataBlocks } from './data';
import { differenceBlocks } from './differences';
import type { ReportBlock, ReportDocument, ReportSection } from './document';
import { environmentBlocks } from './environment';
import { networkBlocks } from './networks';
import { responseBlocks } from './responses';
import { resultBlocks } from './results';
import { runBlocks } from './runs';
import { settingBlocks } from './settings';
import { type ReportedStudy, recordsOf, setOf } from './study';
import { surfaceBlocks } from './surfaces';

/** In the current language. Equal for equal studies: it does not say when it was written. */
export function reportOf(study: ReportedStudy): ReportDocument {
  const sections: [id: string, title: string, blocks: readonly ReportBlock[]][] = [
    ['question', t('report.section.question'), questionBlocks(study)],
    ['results', t('report.section.results'), resultBlocks(study)],
    ['curves', t('report.section.curves'), curveBlocks(study)],
    ['runs', t('report.section.runs'), runBlocks(study)],
    ['responses', t('report.section.responses'), responseBlocks(study)],
    ['surfaces', t('report.section.surfaces'), surfaceBlocks(study)],
    ['networks', t('report.section.networks'), networkBlocks(study)],
    ['changes', t('report.section.changes'), changeBlocks(study)],
    ['differences', t('report.section.differences'), differenceBlocks(study)],
    ['settings', t('report.section.settings'), settingBlocks(study)],
    ['data', t('report.section.data'), dataBlocks(study)],
    ['environment', t('report.section.environment'), environmentBlocks(study)],
    ['reproduce', t('report.section.reproduce'), reproduceBlocks(study)],
  ];
  return {
    language: language(),
    title: study.name,
    lead: leadOf(study),
    sections: sections.flatMap(([id, title, blocks]): ReportSection[] =>
      blocks.length > 0 ? [{ id, title, blocks }] : [],
    ),
  };
}

function leadOf(study: ReportedStudy): string[] {
  const records = recordsOf(study);
  const sets = new Set(records.map(setOf));
  const seeds = new Set(records.map(({ settings }) => settings.seed)).size;
  const seconds = records.flatMap(({ epochs }) => epochs).reduce((sum, epoch) => sum + epoch.seconds, 0);
  const began = records.flatMap(({ startedAt }) => startedAt ?? []).sort()[0];
  const ended = records
    .flatMap(({ endedAt }) => endedAt ?? [])
    .sort()
    .at(-1);
  const count = {
    ...{ arms: study.arms.length, seeds, runs: records.length },
    dataset: [...sets].join(', '),
  };
  const days = began && ended ? [formatDay(began), formatDay(ended)] : [];
  return [
    t('report.lead.study', count),
    ...(days.length === 2 && seconds > 0
      ? [
          t('report.lead.time', {
            ...{ from: days[0]!, to: days[1]!, same: days[0] === days[1] ? 'yes' : 'no' },
            time: formatSeconds(seconds),
          }),
        ]
      : []),
  ];
}

const questionBlocks = ({ question }: ReportedStudy): ReportBlock[] =>
  question ? [{ kind: 'text', text: question }] : [];

const reproduceBlocks = ({ commands }: ReportedStudy): ReportBlock[] =>
  commands.length > 0
    ? [
        { kind: 'text', text: t('report.reproduce.how') },
        { kind: 'commands', lines: commands },
      ]
    : [];
