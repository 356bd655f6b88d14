/** Two runs side by side, differences only. */

import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import { useEffect, useMemo, useState } from 'react';
import { formatMoment } from '../../core/format/moment';
import type { GraphDocument } from '../../core/graph/document';
import { t } from '../../core/messages';
import { nameOf, type RunRecord } from '../../core/study/run';
import { client } from '../client/client';
import { messageOf } from '../client/errors';
import { Panel } from '../ui';
import { token } from '../ui/theme/tokens';
import { defaultPair, differencesOf } from './differences';

/** Graphs of runs never change: each is asked for once. */
const graphs = new Map<string, Promise<GraphDocument>>();

function graphOf(id: string): Promise<GraphDocument> {
  const asked = graphs.get(id) ?? client.runs.graph({ id });
  graphs.set(id, asked);
  asked.catch(() => graphs.delete(id));
  return asked;
}

function useGraph(id: string | undefined): { graph?: GraphDocument; error?: string } {
  const [state, setState] = useState<{ id?: string; graph?: GraphDocument; error?: string }>({});
  useEffect(() => {
    let present = true;
    if (id) {
      graphOf(id).then(
        (graph) => present && setState({ id, graph }),
        (error: unknown) => present && setState({ id, error: messageOf(error) }),
      );
    }
    return () => {
      present = false;
    };
  }, [id]);
  return state.id === id ? state : {};
}

/** What is told apart from the rest where two studies trained the same arm with the same seed. */
const uniqueNameOf = (run: RunRecord, runs: readonly RunRecord[]) =>
  runs.filter((other) => nameOf(other) === nameOf(run)).length > 1
    ? `${nameOf(run)} · ${formatMoment(run.createdAt)}`
    : nameOf(run);

/** While a graph is on its way, or cannot be read, nothing is said of it. */
function restWords(differ: boolean, graphs: unknown): string {
  if (!graphs) return differ ? t('compare.differences.otherSettings') : t('compare.differences.settings');
  return differ ? t('compare.differences.everythingElse') : t('compare.differences.settingsAndGraph');
}

function RunSelect({
  label,
  runs,
  value,
  onChange,
}: {
  label: string;
  runs: readonly RunRecord[];
  value: string;
  onChange(id: string): void;
}) {
  return (
    <Select<string>
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ input: { 'aria-label': label } }}
      sx={{ flex: 1, minWidth: 0 }}
    >
      {runs.map((run) => (
        <MenuItem key={run.id} value={run.id}>
          {uniqueNameOf(run, runs)}
        </MenuItem>
      ))}
    </Select>
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
        ? differencesOf({ run: first, graph: firstGraph.graph }, { run: second, graph: secondGraph.graph })
        : undefined,
    [first, second, firstGraph.graph, secondGraph.graph],
  );
  if (!first || !second || !found) {
    return (
      <Panel title={t('compare.differences.title')}>
        <Box sx={{ color: token('muted') }}>{t('compare.differences.select')}</Box>
      </Panel>
    );
  }
  const error = firstGraph.error ?? secondGraph.error;
  const cell = { py: '6px', borderBottom: `1px solid ${token('line')}`, fontWeight: 400 };
  return (
    <Panel title={t('compare.differences.title')}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, mb: 2 }}>
        <RunSelect
          label={t('compare.differences.first')}
          runs={runs}
          value={first.id}
          onChange={(id) => setIds([id, second.id])}
        />
        <Box component="span" sx={{ color: token('muted') }}>
          {t('compare.differences.against')}
        </Box>
        <RunSelect
          label={t('compare.differences.second')}
          runs={runs}
          value={second.id}
          onChange={(id) => setIds([first.id, id])}
        />
      </Box>
      {error && (
        <Box role="alert" sx={{ color: token('bad'), mb: 2 }}>
          {error}
        </Box>
      )}
      <Box
        component="table"
        aria-label={t('compare.differences.title')}
        sx={{ width: '100%', borderCollapse: 'collapse', fontVariantNumeric: 'tabular-nums' }}
      >
        <tbody>
          {found.differing.map((row) => (
            <tr key={row.what}>
              <Box
                component="th"
                scope="row"
                sx={{ ...cell, textAlign: 'left', color: token('muted'), fontVariantNumeric: 'normal' }}
              >
                {row.what}
              </Box>
              <Box component="td" sx={{ ...cell, textAlign: 'right', pl: 3 }}>
                {row.first}
              </Box>
              <Box component="td" sx={{ ...cell, textAlign: 'right', pl: 3 }}>
                {row.second}
              </Box>
            </tr>
          ))}
          <tr>
            <Box
              component="th"
              scope="row"
              sx={{
                ...cell,
                borderBottom: 0,
                textAlign: 'left',
                color: token('muted'),
                fontVariantNumeric: 'normal',
              }}
            >
              {restWords(found.differing.length > 0, firstGraph.graph && secondGraph.graph)}
            </Box>
            <Box component="td" colSpan={2} sx={{ ...cell, borderBottom: 0, textAlign: 'right' }}>
              {t('compare.differences.equal')}
            </Box>
          </tr>
        </tbody>
      </Box>
    </Panel>
  );
}
