import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import { useEffect, useState } from 'react';
import type { VersionInfo } from '../../../core/contract/documents';
import { changeBetween } from '../../../core/edit/change';
import { changeWords } from '../../../core/edit/describe-change';
import { formatMoment } from '../../../core/format/moment';
import { formatCompact, formatCount } from '../../../core/format/number';
import type { GraphDocument } from '../../../core/graph/document';
import { t, textOf } from '../../../core/messages';
import { client } from '../../client/client';
import { useAnswer } from '../../client/useAnswers';
import { analysisOf } from '../../state/analysis';
import { useDocuments } from '../../state/documents';
import { compareWith } from '../../state/graphDiff';
import { EmptyState, Note, SectionHead, StatRow } from '../../ui';
import { AppDialog } from '../../ui/AppDialog';
import { token } from '../../ui/theme/tokens';
import { restoreVersion, useDocumentDialogs } from './documents';

export function HistoryDialog() {
  const { historyOf, versions, error } = useDocumentDialogs();
  const open = useDocuments(({ documents }) => documents.find(({ id }) => id === historyOf));
  const [chosen, setChosen] = useState<VersionInfo>();
  const version = chosen?.version;
  const preview = useAnswer(historyOf && version && `${historyOf} ${version}`, () =>
    client.documents.version({ id: historyOf!, version: version! }),
  );
  const previewed = preview.answer;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another graph, or the dialog opened again, begins without a choice.
  useEffect(() => setChosen(undefined), [historyOf, versions]);
  return (
    <AppDialog
      open={open !== undefined}
      title={open && t('shell.versions.title', { name: open.document.name })}
      onClose={() => useDocumentDialogs.setState({ historyOf: undefined })}
      contentSx={{ minHeight: 320, display: 'flex', gap: 6 }}
      aside={
        <Button
          variant="outlined"
          disabled={!open || !chosen || !previewed}
          onClick={() => {
            if (!open || !chosen || !previewed) return;
            const name = t('diff.view.version', { when: formatMoment(chosen.savedAt) });
            compareWith({ documentId: open.id, name, graph: previewed });
            useDocumentDialogs.setState({ historyOf: undefined });
          }}
        >
          {t('diff.view.onCanvas')}
        </Button>
      }
      action={
        <Button
          variant="contained"
          color="primary"
          disabled={!open || !chosen || !previewed}
          onClick={() => open && chosen && previewed && restoreVersion(open.id, previewed, chosen.savedAt)}
        >
          {t('shell.versions.restore')}
        </Button>
      }
    >
      <Box sx={{ flex: 1, minWidth: 0 }}>
        {error && <Note tone="bad">{error}</Note>}
        {versions?.length === 1 && (
          <EmptyState title={t('shell.versions.none')}>{t('shell.versions.noneHelp')}</EmptyState>
        )}
        {versions && versions.length > 1 && (
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {versions.map((info) => (
              <Row
                key={info.version ?? 'now'}
                info={info}
                chosen={info === chosen}
                onChoose={() => setChosen(info)}
              />
            ))}
          </Box>
        )}
      </Box>
      {open && chosen && (
        <Box sx={{ width: 280, flexShrink: 0 }}>
          {preview.error && <Note tone="bad">{preview.error}</Note>}
          {previewed && <Facts version={previewed} present={open.document} />}
        </Box>
      )}
    </AppDialog>
  );
}

function Row({ info, chosen, onChoose }: { info: VersionInfo; chosen: boolean; onChoose(): void }) {
  const isNow = info.version === undefined;
  return (
    <Box component="li" sx={{ borderBottom: `1px solid ${token('line')}` }}>
      <ButtonBase
        disabled={isNow}
        aria-pressed={isNow ? undefined : chosen}
        onClick={onChoose}
        sx={{
          width: '100%',
          display: 'block',
          textAlign: 'left',
          fontSize: 13,
          px: 3,
          py: '6px',
          borderRadius: '7px',
          backgroundColor: chosen ? token('raised') : 'transparent',
          '&:hover': { backgroundColor: token('raised') },
        }}
      >
        <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 3 }}>
          <Box component="span" sx={{ fontWeight: 500 }}>
            {isNow ? t('shell.versions.now') : formatMoment(info.savedAt)}
          </Box>
          <Box component="span" sx={{ color: token('muted'), fontSize: 12 }}>
            {t('shell.versions.nodes', { count: info.nodes })}
          </Box>
        </Box>
        <Box sx={{ color: token('muted'), fontSize: 12 }}>{textOf(info.words)}</Box>
      </ButtonBase>
    </Box>
  );
}

function Facts({ version, present }: { version: GraphDocument; present: GraphDocument }) {
  const { totals, problems } = analysisOf(version);
  return (
    <>
      <SectionHead>{t('shell.versions.thisVersion')}</SectionHead>
      <StatRow label={t('shell.versions.name')} value={version.name} />
      <StatRow label={t('shell.graphs.nodes')} value={formatCount(version.nodes.length)} />
      <StatRow label={t('build.facts.shortcuts')} value={formatCount(totals.shortcuts)} />
      <StatRow label={t('build.facts.parameters')} value={formatCount(totals.params)} />
      <StatRow label={t('build.facts.multiplyAdds')} value={formatCompact(totals.macs)} />
      <StatRow label={t('build.problems.title')} value={formatCount(problems.length)} />
      <Box sx={{ mt: 4 }}>
        <SectionHead>{t('shell.versions.changes')}</SectionHead>
      </Box>
      <Box sx={{ color: token('muted') }}>{textOf(changeWords(changeBetween(present, version)))}</Box>
    </>
  );
}
