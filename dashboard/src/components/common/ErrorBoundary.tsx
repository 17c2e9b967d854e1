import { Component, type ReactNode } from 'react';
import { toApiError } from '../../services/api.js';
import { Failure } from './Failure.js';

interface State {
  error: Error | undefined;
}

/** Keeps a fault in one panel from taking the page with it. React itself writes the fault to the console. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <div className="p-5">
        <Failure
          error={toApiError(error)}
          onRetry={() => {
            this.setState({ error: undefined });
          }}
        />
      </div>
    );
  }
}
