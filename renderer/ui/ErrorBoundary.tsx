import Button from '@mui/material/Button';
import { Component, type ReactNode } from 'react';
import { t } from '../../core/messages';
import { EmptyState } from './EmptyState';

/** Keeps an error in one view from breaking the window. */
export class ErrorBoundary extends Component<{ name: string; children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <EmptyState
        title={t('ui.error.title', { name: this.props.name })}
        action={
          <>
            <Button variant="contained" color="primary" onClick={() => this.setState({ error: undefined })}>
              {t('ui.error.again')}
            </Button>
            <Button variant="outlined" onClick={() => window.location.reload()}>
              {t('ui.error.reload')}
            </Button>
          </>
        }
      >
        {t('ui.error.detail', { reason: error.message })}
      </EmptyState>
    );
  }
}
