import Box from '@mui/material/Box';
import InputAdornment from '@mui/material/InputAdornment';
import MenuItem from '@mui/material/MenuItem';
import OutlinedInput from '@mui/material/OutlinedInput';
import { type ReactNode, useState } from 'react';
import { matchesWords, searchWords } from '../../../core/basics/search';
import { type Key, t, textOf } from '../../../core/messages';
import type { PaletteSection } from '../../../core/ops/palette';
import { type Command, canRun, labelOf, searchTexts } from '../../commands/command';
import { CommandKeys } from '../../layout/CommandKeys';
import { FoldSection } from '../../layout/FoldSection';
import { useDocuments } from '../../state/documents';
import { useSelection } from '../../state/selection';
import { ButtonMenu } from '../../ui/ButtonMenu';
import { kindColor, token } from '../../ui/theme/tokens';
import {
  halveWidthCommand,
  removeBatchNormCommand,
  removeShortcutsCommand,
  restoreShortcutsCommand,
  swapActivationCommands,
  twinCommand,
} from '../commands/ablate';
import { addByClick } from '../editor/actions';
import { PALETTE_TYPE } from '../editor/dragging';
import { findItems } from '../editor/findOperators';
import { PaletteRow } from './PaletteRow';

const ABLATIONS: readonly (readonly [command: Command, help: Key, color: string])[] = [
  [removeShortcutsCommand, 'build.palette.removeShortcutsHelp', token('shortcut')],
  [restoreShortcutsCommand, 'build.palette.restoreShortcutsHelp', token('shortcut')],
  [twinCommand, 'build.palette.twinHelp', token('shortcut')],
  [removeBatchNormCommand, 'build.palette.removeBatchNormHelp', kindColor('normalization')],
  [halveWidthCommand, 'build.palette.halveWidthHelp', kindColor('convolution')],
];

/** The entries for the canvas: by drag, by click (after the selection), or found by name. */
export function Palette() {
  const [query, setQuery] = useState('');
  const [swapAnchor, setSwapAnchor] = useState<HTMLElement>();
  // Which commands can run, and on what, depends on the graph and the selection.
  useSelection();
  useDocuments((state) => state.documents.find((open) => open.id === state.activeId)?.document);
  const sections = findItems(query);
  const words = searchWords(query);
  const ablations = ABLATIONS.filter(([command]) =>
    matchesWords(words, [labelOf(command), ...searchTexts(command)]),
  );
  const swapLabel = t('build.palette.swapActivation');
  const swaps = matchesWords(words, [swapLabel, ...swapActivationCommands.flatMap(searchTexts)]);
  const first = sections[0]?.items[0];
  const blocks = sections.find(({ id }) => id === 'Blocks');
  const layers = sections.filter((section) => section !== blocks);

  return (
    <Box
      component="aside"
      aria-label={t('build.panels.palette')}
      sx={{ height: '100%', display: 'flex', flexDirection: 'column', backgroundColor: token('panel') }}
    >
      <Box sx={{ p: '12px 12px 4px' }}>
        <OutlinedInput
          fullWidth
          size="small"
          placeholder={t('build.palette.placeholder')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && first) addByClick(first);
            if (event.key === 'Escape') setQuery('');
          }}
          inputProps={{ 'aria-label': t('build.palette.search'), type: 'search' }}
          endAdornment={
            <InputAdornment position="end">
              <CommandKeys of="graph.search" />
            </InputAdornment>
          }
          sx={{ pr: 2 }}
        />
      </Box>
      <Box sx={{ flex: 1, overflowY: 'auto', px: 3, pb: 4 }}>
        {/* Blocks and ablations are looked for most. */}
        {blocks && <Items section={blocks} held={words.length > 0} />}
        {(ablations.length > 0 || swaps) && (
          <Section id="Ablations" title="build.palette.ablations" held={words.length > 0}>
            {ablations.map(([command, help, color]) => (
              <PaletteRow
                key={command.id}
                title={labelOf(command)}
                help={t(help)}
                color={color}
                disabled={!canRun(command)}
                onClick={() => void command.perform()}
              />
            ))}
            {swaps && (
              <PaletteRow
                title={swapLabel}
                help={t('build.palette.swapActivationHelp')}
                color={kindColor('activation')}
                note="▾"
                disabled={!swapActivationCommands.some(canRun)}
                onClick={(event) => setSwapAnchor(event.currentTarget)}
              />
            )}
          </Section>
        )}
        {layers.map((section) => (
          <Items key={section.id} section={section} held={words.length > 0} />
        ))}
        {sections.length === 0 && ablations.length === 0 && !swaps && (
          <Box sx={{ color: token('muted'), pt: 4 }}>
            {t('build.palette.noMatches', { query: query.trim() })}
          </Box>
        )}
      </Box>
      <ButtonMenu anchor={swapAnchor} onClose={() => setSwapAnchor(undefined)}>
        {swapActivationCommands.map((command) => (
          <MenuItem
            key={command.id}
            onClick={() => {
              setSwapAnchor(undefined);
              void command.perform();
            }}
          >
            {command.activation}
          </MenuItem>
        ))}
      </ButtonMenu>
    </Box>
  );
}

function Section({
  id,
  title,
  held,
  children,
}: {
  id: string;
  title: Key;
  held: boolean;
  children: ReactNode;
}) {
  return (
    <FoldSection id={`palette.${id}`} title={t(title)} startsOpen held={held}>
      <Box sx={{ mx: '-6px' }}>{children}</Box>
    </FoldSection>
  );
}

function Items({ section: { id, title, items }, held }: { section: PaletteSection; held: boolean }) {
  return (
    <Section id={id} title={title} held={held}>
      {items.map((item) => (
        <PaletteRow
          key={item.id}
          title={textOf(item.title)}
          help={t(item.help)}
          color={kindColor(item.kind)}
          onClick={() => addByClick(item)}
          onDragStart={(event) => {
            event.dataTransfer.setData(PALETTE_TYPE, item.id);
            event.dataTransfer.effectAllowed = 'copy';
          }}
        />
      ))}
    </Section>
  );
}
