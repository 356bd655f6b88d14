import Button from '@mui/material/Button';
import { Component, type ReactNode } from 'react';
import { EmptyState } from './EmptyState';

/** Keeps an error in one view from taking the window along. */
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
        title={`${this.props.name} stopped with an error`}
        action={
          <>
            <Button variant="contained" color="primary" onClick={() => this.setState({ error: undefined })}>
              Show it again
            </Button>
            <Button variant="outlined" onClick={() => window.location.reload()}>
              Reload the window
            </Button>
          </>
        }
      >
        {error.message}. Your graphs are kept, and a training that runs is not touched.
      </EmptyState>
    );
  }
}
