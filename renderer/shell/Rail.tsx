import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import {
  ChartColumn,
  CircleQuestionMark,
  Download,
  Images,
  LineChart,
  type LucideIcon,
  ScanSearch,
  Settings,
  Workflow,
} from 'lucide-react';
import { useState } from 'react';
import { t } from '../../core/messages';
import { type Command, labelOf } from '../commands/command';
import { commandItems } from '../layout/CommandItems';
import { useKeyHint } from '../layout/CommandKeys';
import { useNavigation, VIEWS, type View } from '../state/navigation';
import { usePercent } from '../training/progress';
import { ButtonMenu } from '../ui/ButtonMenu';
import { OnceOpen } from '../ui/OnceOpen';
import { token } from '../ui/theme/tokens';
import { HELP_MENU } from './commands/help';
import { settingsCommand } from './commands/window';
import { VIEW_NAMES } from './viewNames';

/** Pixels. */
export const RAIL_WIDTH = 64;

const ICONS: Record<View, LucideIcon> = {
  build: Workflow,
  data: Images,
  train: LineChart,
  compare: ChartColumn,
  predict: ScanSearch,
  export: Download,
};

/** At the upper right of an icon. */
const Badge = styled('span')({
  position: 'absolute',
  top: 3,
  right: 2,
  padding: '0 4px',
  borderRadius: 7,
  fontSize: 10,
  fontWeight: 600,
  lineHeight: '14px',
  fontVariantNumeric: 'tabular-nums',
  color: token('onAccent'),
  backgroundColor: token('accent'),
});

const RAIL_BUTTON = { width: 'auto', height: 36, flexShrink: 0 };

function HelpMenu() {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const close = () => setAnchor(undefined);
  return (
    <>
      <Tooltip title={t('help.title')} placement="right">
        <IconButton
          data-tour="help"
          aria-label={t('help.title')}
          aria-haspopup="menu"
          aria-expanded={anchor !== undefined}
          onClick={(event) => setAnchor(event.currentTarget)}
          sx={RAIL_BUTTON}
        >
          <CircleQuestionMark size={18} strokeWidth={1.7} />
        </IconButton>
      </Tooltip>
      <OnceOpen open={anchor !== undefined}>
        {() => (
          <ButtonMenu anchor={anchor} onClose={close}>
            {commandItems(HELP_MENU, close)}
          </ButtonMenu>
        )}
      </OnceOpen>
    </>
  );
}

function RailCommand({ command, Icon }: { command: Command; Icon: LucideIcon }) {
  const label = labelOf(command);
  const { withKeys, aria } = useKeyHint(command);
  return (
    <Tooltip title={withKeys(label)} placement="right">
      <IconButton
        aria-label={label}
        aria-keyshortcuts={aria}
        onClick={() => void command.perform()}
        sx={RAIL_BUTTON}
      >
        <Icon size={18} strokeWidth={1.7} />
      </IconButton>
    </Tooltip>
  );
}

export function Rail() {
  const view = useNavigation((state) => state.view);
  const go = useNavigation((state) => state.go);
  const percent = usePercent();
  return (
    <Box
      component="nav"
      data-tour="views"
      aria-label={t('shell.viewsLabel')}
      sx={{
        width: RAIL_WIDTH,
        flexShrink: 0,
        display: 'flex',
        flexDirection: 'column',
        gap: 1,
        // "Compare" is 49 pixels wide.
        p: '8px 3px',
        // In a window with little height.
        overflowY: 'auto',
        scrollbarWidth: 'none',
        backgroundColor: token('panel'),
        borderRight: `1px solid ${token('line')}`,
      }}
    >
      {VIEWS.map((name) => {
        const Icon = ICONS[name];
        const current = name === view;
        const badge = name === 'train' ? percent : undefined;
        return (
          <ButtonBase
            key={name}
            aria-current={current ? 'page' : undefined}
            title={badge && t('shell.viewBusy', { view: t(VIEW_NAMES[name]), percent: badge })}
            onClick={() => go(name)}
            sx={{
              position: 'relative',
              height: 52,
              minHeight: 44,
              flexDirection: 'column',
              gap: '4px',
              borderRadius: '8px',
              fontSize: 11,
              fontWeight: 450,
              color: token(current ? 'accent' : 'muted'),
              backgroundColor: current ? token('accentWash') : 'transparent',
              '&:hover': { backgroundColor: token(current ? 'accentWash' : 'raised') },
            }}
          >
            <Icon size={20} strokeWidth={1.7} aria-hidden />
            {t(VIEW_NAMES[name])}
            {badge && <Badge>{badge}</Badge>}
          </ButtonBase>
        );
      })}
      <Box sx={{ flex: 1 }} />
      <HelpMenu />
      <RailCommand command={settingsCommand} Icon={Settings} />
    </Box>
  );
}
