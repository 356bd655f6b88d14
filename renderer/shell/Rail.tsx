import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import {
  ChartColumn,
  Download,
  Images,
  LineChart,
  type LucideIcon,
  ScanSearch,
  Workflow,
} from 'lucide-react';
import { t } from '../../core/messages';
import { useNavigation, VIEWS, type View } from '../state/navigation';
import { token } from '../ui/theme/tokens';
import { VIEW_NAMES } from './viewNames';

const ICONS: Record<View, LucideIcon> = {
  build: Workflow,
  data: Images,
  train: LineChart,
  compare: ChartColumn,
  predict: ScanSearch,
  export: Download,
};

export function Rail() {
  const view = useNavigation((state) => state.view);
  const go = useNavigation((state) => state.go);
  return (
    <Box
      component="nav"
      aria-label={t('shell.viewsLabel')}
      sx={{
        width: 64,
        flexShrink: 0,
        display: 'flex',
        flexDirection: 'column',
        gap: 1,
        // "Compare" is 49 pixels wide.
        p: '8px 3px',
        backgroundColor: token('panel'),
        borderRight: `1px solid ${token('line')}`,
      }}
    >
      {VIEWS.map((name) => {
        const Icon = ICONS[name];
        const current = name === view;
        return (
          <ButtonBase
            key={name}
            aria-current={current ? 'page' : undefined}
            onClick={() => go(name)}
            sx={{
              height: 52,
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
          </ButtonBase>
        );
      })}
    </Box>
  );
}
