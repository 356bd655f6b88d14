import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMemo, useState } from 'react';
import { diffLines, diffSummary } from '../../core/edit/describe-diff';
import { graphDiff } from '../../core/edit/graph-diff';
import type { GraphDocument } from '../../core/graph/document';
import { t, textOf } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { client } from '../client/client';
import { useAnswer } from '../client/useAnswers';
import { DifferencesTable } from '../runs/DifferencesTable';
import { type NamedGraph, showComparison } from '../state/graphDiff';
import { useNavigation } from '../state/navigation';
import { Note, Panel } from '../ui';
import { Choice } from '../ui/Choice';
import { DiffList } from '../ui/DiffList';
import { token } from '../ui/theme/tokens';
import { defaultPair, differencesOf } from './differences';
import { uniqueNameOf } from './uniqueNameOf';

/** Graphs of runs never change: each is requested once. */
const graphs = new Map<string, Promise<GraphDocument>>();

function graphOf(id: string): Promise<GraphDocument> {
  const asked = graphs.get(id) ?? client.runs.graph({ id });
  graphs.set(id, asked);
  asked.catch(() => graphs.delete(id));
  return asked;
}

const useGraph = (id: string | undefined) => useAnswer(id, () => graphOf(id!));

/** Without both graphs, only the settings are compared. */
function restWords(differ: boolean, graphs: unknown): string {
  if (!graphs) return differ ? t('compare.differences.otherSettings') : t('compare.differences.settings');
  return differ ? t('compare.differences.everythingElse') : t('compare.differences.settingsAndGraph');
}

/** Layers and edges, and a way to see them on the canvas. */
function GraphDifferences({ first, second }: { first: NamedGraph; second: NamedGraph }) {
  const [listed, setListed] = useState(false);
  const diff = useMemo(() => graphDiff(first.graph, second.graph), [first.graph, second.graph]);
  const lines = diffLines(diff);
  const show = () => {
    showComparison(first, second);
    useNavigation.getState().go('build');
  };
  return (
    <Box sx={{ mb: 2, fontSize: 12 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, flexWrap: 'wrap' }}>
        <Box sx={{ flex: 1, minWidth: 120, color: token('muted') }}>{textOf(diffSummary(diff))}</Box>
        {lines.length > 0 && (
          <>
            <Button variant="text" aria-expanded={listed} onClick={() => setListed(!listed)}>
              {t(listed ? 'diff.view.hideList' : 'diff.view.showList')}
            </Button>
            <Button variant="text" onClick={show}>
              {t('diff.view.onCanvas')}
            </Button>
          </>
        )}
      </Box>
      {listed && <DiffList lines={lines} />}
    </Box>
  );
}

export function DifferencesPanel({ runs }: { runs: readonly RunRecord[] }) {
  const [ids, setIds] = useState<readonly [string?, string?]>([]);
  const usual = defaultPair(runs);
  const first = runs.find(({ id }) => id === ids[0]) ?? usual?.[0];
  const second = runs.find(({ id }) => id === ids[1]) ?? usual?.[1];
  const firstGraph = useGraph(first?.id);
  const secondGraph = useGraph(second?.id);
  const found = useMemo(
    () =>
      first && second
        ? differencesOf({ run: first, graph: firstGraph.answer }, { run: second, graph: secondGraph.answer })
        : undefined,
    [first, second, firstGraph.answer, secondGraph.answer],
  );
  if (!first || !second || !found) {
    return (
      <Panel title={t('compare.differences.title')}>
        <Box sx={{ color: token('muted') }}>{t('compare.differences.select')}</Box>
      </Panel>
    );
  }
  const error = firstGraph.error ?? secondGraph.error;
  const select = {
    options: runs.map((run) => ({ value: run.id, label: uniqueNameOf(run, runs) })),
    sx: { flex: 1, minWidth: 0 },
  };
  return (
    <Panel title={t('compare.differences.title')}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, mb: 2 }}>
        <Choice
          {...select}
          label={t('compare.differences.first')}
          value={first.id}
          onChange={(id) => setIds([id, second.id])}
        />
        <Box component="span" sx={{ color: token('muted') }}>
          {t('compare.differences.against')}
        </Box>
        <Choice
          {...select}
          label={t('compare.differences.second')}
          value={second.id}
          onChange={(id) => setIds([first.id, id])}
        />
      </Box>
      {error && (
        <Note tone="bad" sx={{ mb: 2 }}>
          {error}
        </Note>
      )}
      {firstGraph.answer && secondGraph.answer && (
        <GraphDifferences
          first={{ name: uniqueNameOf(first, runs), graph: firstGraph.answer }}
          second={{ name: uniqueNameOf(second, runs), graph: secondGraph.answer }}
        />
      )}
      <DifferencesTable
        label={t('compare.differences.title')}
        rows={found.differing}
        equal={{
          what: restWords(found.differing.length > 0, firstGraph.answer && secondGraph.answer),
          value: t('compare.differences.equal'),
        }}
      />
    </Panel>
  );
}
