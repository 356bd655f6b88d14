import Button from '@mui/material/Button';
import { firstStudy } from '../../core/study/first-study';
import { openFirstStudy } from './open';

/** Offered wherever there is nothing to look at yet. */
export function FirstStudyButton({ variant = 'contained' }: { variant?: 'contained' | 'outlined' }) {
  return (
    <Button
      variant={variant}
      color={variant === 'contained' ? 'primary' : 'inherit'}
      onClick={() => openFirstStudy()}
    >
      {firstStudy.question}
    </Button>
  );
}
