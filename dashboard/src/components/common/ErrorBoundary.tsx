import { Component, type ReactNode } from 'react';
import { t } from '../../locales/i18n.js';
import { ApiError, toApiError } from '../../services/api.js';
import { isMissingCode } from '../../services/missing-code.js';
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
    const isMissing = isMissingCode(error);
    return (
      <div className="p-5">
        <Failure
          error={
            isMissing
              ? new ApiError(t('common:failures.missingCode'), t('common:failures.loadsAnew'), 0, undefined)
              : toApiError(error)
          }
          onRetry={() => {
            if (isMissing) window.location.reload();
            else this.setState({ error: undefined });
          }}
        />
      </div>
    );
  }
}
