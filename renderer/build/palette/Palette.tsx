import Box from '@mui/material/Box';
import InputAdornment from '@mui/material/InputAdornment';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useState } from 'react';
import { matchesWords, searchWords } from '../../../core/basics/search';
import type { PaletteItem, PaletteSection } from '../../../core/ops/palette';
import { type Command, canRun, labelOf } from '../../commands/command';
import { FoldSection } from '../../layout/FoldSection';
import { useDocuments } from '../../state/documents';
import { Kbd } from '../../ui/Kbd';
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

const ABLATIONS: readonly { command: Command; help: string; color: string }[] = [
  {
    command: removeShortcutsCommand,
    help: 'Mutes every shortcut of this graph, identity and projection: what is left is the plain network. They can be brought back.',
    color: token('shortcut'),
  },
  {
    command: restoreShortcutsCommand,
    help: 'Puts all muted shortcuts of this graph back in force.',
    color: token('shortcut'),
  },
  {
    command: twinCommand,
    help: 'Copies this network without its shortcuts into a new tab, to be trained beside it.',
    color: token('shortcut'),
  },
  {
    command: removeBatchNormCommand,
    help: 'Takes out every BatchNormalization; the layers around it are joined.',
    color: kindColor('normalization'),
  },
  {
    command: halveWidthCommand,
    help: 'Halves the channels of every layer: filters, gates and groups stay in step. Classes stay.',
    color: kindColor('convolution'),
  },
];

/** What can be put on the canvas: by drag, by click (after the selection), or found by name. */
export function Palette() {
  const [query, setQuery] = useState('');
  const [swapAnchor, setSwapAnchor] = useState<HTMLElement>();
  // Commands ask the active graph; so draw again when it changes.
  useDocuments((state) => state.documents.find((open) => open.id === state.activeId)?.document);
  const sections = findItems(query);
  const words = searchWords(query);
  const ablations = ABLATIONS.filter(({ command }) => matchesWords(words, [labelOf(command)]));
  const swaps = ['swap activation', ...swapActivationCommands.flatMap(({ keywords = [] }) => keywords)].some(
    (name) => matchesWords(words, [name.replaceAll('_', ' ')]),
  );
  const first = sections[0]?.items[0];
  const blocks = sections.find(({ title }) => title === 'Blocks');
  const layers = sections.filter((section) => section !== blocks);

  return (
    <Box
      component="aside"
      aria-label="Palette"
      sx={{ height: '100%', display: 'flex', flexDirection: 'column', backgroundColor: token('panel') }}
    >
      <Box sx={{ p: '12px 12px 4px' }}>
        <OutlinedInput
          fullWidth
          size="small"
          placeholder="Add a node"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && first) addByClick(first);
            if (event.key === 'Escape') setQuery('');
          }}
          inputProps={{ 'aria-label': 'Search the palette', type: 'search' }}
          endAdornment={
            <InputAdornment position="end">
              <Kbd>Tab</Kbd>
            </InputAdornment>
          }
          sx={{ pr: 2 }}
        />
      </Box>
      <Box sx={{ flex: 1, overflowY: 'auto', px: 3, pb: 4 }}>
        {/* What is looked for most comes first: blocks, and what is done to a whole network. */}
        {blocks && <Section section={blocks} held={words.length > 0} />}
        {(ablations.length > 0 || swaps) && (
          <FoldSection id="palette.Ablations" title="Ablations" startsOpen held={words.length > 0}>
            <Box sx={{ mx: '-6px' }}>
              {ablations.map(({ command, help, color }) => (
                <PaletteRow
                  key={command.id}
                  title={labelOf(command)}
                  help={help}
                  color={color}
                  disabled={!canRun(command)}
                  onClick={() => void command.perform()}
                />
              ))}
              {swaps && (
                <PaletteRow
                  title="Swap activation"
                  help="Gives every activation layer another function; the softmax at the end stays."
                  color={kindColor('activation')}
                  note="▾"
                  disabled={!swapActivationCommands.some(canRun)}
                  onClick={(event) => setSwapAnchor(event.currentTarget)}
                />
              )}
            </Box>
          </FoldSection>
        )}
        {layers.map((section) => (
          <Section key={section.title} section={section} held={words.length > 0} />
        ))}
        {sections.length === 0 && ablations.length === 0 && !swaps && (
          <Box sx={{ color: token('muted'), pt: 4 }}>
            Nothing is called “{query.trim()}”. Try “conv” or “block”.
          </Box>
        )}
      </Box>
      <Menu open={swapAnchor !== undefined} anchorEl={swapAnchor} onClose={() => setSwapAnchor(undefined)}>
        {swapActivationCommands.map((command) => (
          <MenuItem
            key={command.id}
            onClick={() => {
              setSwapAnchor(undefined);
              void command.perform();
            }}
          >
            {labelOf(command).replace('Swap activation to ', '')}
          </MenuItem>
        ))}
      </Menu>
    </Box>
  );
}

function Section({ section: { title, items }, held }: { section: PaletteSection; held: boolean }) {
  return (
    <FoldSection id={`palette.${title}`} title={title} startsOpen held={held}>
      <Box sx={{ mx: '-6px' }}>
        {items.map((item) => (
          <Row key={item.id} item={item} />
        ))}
      </Box>
    </FoldSection>
  );
}

function Row({ item }: { item: PaletteItem }) {
  return (
    <PaletteRow
      title={item.title}
      help={item.help}
      color={kindColor(item.kind)}
      onClick={() => addByClick(item)}
      onDragStart={(event) => {
        event.dataTransfer.setData(PALETTE_TYPE, item.id);
        event.dataTransfer.effectAllowed = 'copy';
      }}
    />
  );
}
