import Button from '@mui/material/Button';
import { t } from '../../core/messages';
import { openFirstStudy } from './open';

export function FirstStudyButton({
  variant = 'contained',
  onOpened,
}: {
  variant?: 'contained' | 'outlined';
  onOpened?(): void;
}) {
  return (
    <Button
      variant={variant}
      color={variant === 'contained' ? 'primary' : 'inherit'}
      onClick={() => {
        openFirstStudy();
        onOpened?.();
      }}
    >
      {t('train.firstStudy.question')}
    </Button>
  );
}
