import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { Copy, Download, X } from 'lucide-react';
import { memo, useMemo } from 'react';
import { slug } from '../../../core/basics/slug';
import { t } from '../../../core/messages';
import { copyText } from '../../layout/copy';
import { analysisOf } from '../../state/analysis';
import type { OpenDocument } from '../../state/documents';
import { usePreferences } from '../../state/preferences';
import { Note } from '../../ui';
import { Toggle } from '../../ui/Choice';
import { saveBlob } from '../../ui/saveAs';
import { MONO } from '../../ui/theme/theme';
import { kindColor, token } from '../../ui/theme/tokens';
import { useFocusBack } from '../../ui/useFocusBack';
import { type CodeKind, colored } from './highlight';
import { useNetworkCode } from './useNetworkCode';

const FRAMEWORKS = { keras: 'Keras', pytorch: 'PyTorch' } as const;

/** The graph as Python, which follows each edit. */
export function CodePanel({ open: { document } }: { open: OpenDocument }) {
  useFocusBack();
  const framework = usePreferences((state) => state.codeFramework);
  const set = usePreferences((state) => state.set);
  const code = useNetworkCode(document, framework);
  const text = code?.text;
  const isSound = analysisOf(document).problems.every(({ severity }) => severity !== 'error');
  const what = t('build.code.what', { framework: FRAMEWORKS[framework] });
  const save = () =>
    saveBlob(
      new Blob([text ?? ''], { type: 'text/x-python' }),
      `${slug(document.name).replaceAll('-', '_')}.py`,
    );
  return (
    <Box
      component="section"
      aria-label={t('build.code.title')}
      sx={{ height: '100%', display: 'flex', flexDirection: 'column' }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, p: '6px 8px 6px 12px' }}>
        <Toggle
          small
          label={t('build.code.framework')}
          value={framework}
          options={Object.entries(FRAMEWORKS).map(([value, label]) => ({
            value: value as keyof typeof FRAMEWORKS,
            label,
          }))}
          onChange={(codeFramework) => set({ codeFramework })}
        />
        <Box sx={{ flex: 1 }} />
        <Action
          label={t('export.copy', { what })}
          disabled={text === undefined}
          onClick={() => void copyText(text ?? '', what)}
        >
          <Copy size={15} />
        </Action>
        <Action label={t('build.code.save')} disabled={text === undefined} onClick={save}>
          <Download size={15} />
        </Action>
        <Action label={t('build.code.hide')} onClick={() => set({ codeOpen: false })}>
          <X size={15} />
        </Action>
      </Box>
      {!isSound && <Note sx={{ p: '0 12px 8px' }}>{t('build.code.unsound')}</Note>}
      {code?.refused && (
        <Note tone="bad" sx={{ p: '0 12px 8px' }}>
          {code.refused}
        </Note>
      )}
      {text !== undefined && <Listing text={text} stale={!isSound} label={what} />}
    </Box>
  );
}

function Action({
  label,
  children,
  ...button
}: {
  label: string;
  disabled?: boolean;
  onClick(): void;
  children: React.ReactNode;
}) {
  return (
    <Tooltip title={label}>
      <span>
        <IconButton aria-label={label} {...button}>
          {children}
        </IconButton>
      </span>
    </Tooltip>
  );
}

const COLORS: Readonly<Record<CodeKind, string | undefined>> = {
  text: undefined,
  comment: token('muted'),
  keyword: kindColor('pooling'),
  name: kindColor('convolution'),
  number: token('shortcutText'),
  string: token('good'),
};

/** Longer texts stay plain, since they are drawn again after each edit. */
const LONGEST_COLORED = 60_000;

/** With the numbers of its lines, which are not copied. */
const Listing = memo(function Listing({
  text,
  stale,
  label,
}: {
  text: string;
  stale: boolean;
  label: string;
}) {
  const parts = useMemo(() => (text.length > LONGEST_COLORED ? undefined : colored(text)), [text]);
  const count = text.split('\n').length - 1;
  const pre = { m: 0, fontFamily: MONO, fontSize: 12, lineHeight: '18px' };
  return (
    <Box
      role="region"
      aria-label={label}
      tabIndex={0}
      sx={{
        flex: 1,
        minHeight: 0,
        overflow: 'auto',
        display: 'flex',
        gap: '14px',
        p: '4px 12px 12px',
        opacity: stale ? 0.5 : 1,
      }}
    >
      <Box
        component="pre"
        aria-hidden
        sx={{ ...pre, color: token('muted'), textAlign: 'right', userSelect: 'none' }}
      >
        {Array.from({ length: count }, (_, index) => index + 1).join('\n')}
      </Box>
      <Box component="pre" sx={{ ...pre, tabSize: 4 }}>
        {parts
          ? parts.map(({ kind, text: part }, index) =>
              kind === 'text' ? (
                part
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity beyond their place.
                <span key={index} style={{ color: COLORS[kind] }}>
                  {part}
                </span>
              ),
            )
          : text}
      </Box>
    </Box>
  );
});
