import Button from '@mui/material/Button';
import { t } from '../../core/messages';
import { openFirstStudy } from './open';

export function FirstStudyButton({ variant = 'contained' }: { variant?: 'contained' | 'outlined' }) {
  return (
    <Button
      variant={variant}
      color={variant === 'contained' ? 'primary' : 'inherit'}
      onClick={() => openFirstStudy()}
    >
      {t('train.firstStudy.question')}
    </Button>
  );
}
