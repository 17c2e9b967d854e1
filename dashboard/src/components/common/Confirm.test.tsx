import { describe, expect, it } from '@jest/globals';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { Confirm } from './Confirm.js';
import { Panel } from './Panel.js';

/** A row that goes away once it is removed. */
function Rows() {
  const [isThere, setIsThere] = useState(true);
  return (
    <Panel title="Keys">
      {isThere && (
        <Confirm
          action="Remove…"
          question="Remove the key?"
          confirmation="Remove it"
          onConfirm={() => {
            setIsThere(false);
            return Promise.resolve();
          }}
        />
      )}
    </Panel>
  );
}

describe('a question before what can’t be taken back', () => {
  it('gives the focus to the safe answer, and back to the button after it', async () => {
    const user = userEvent.setup();
    render(<Rows />);
    await user.click(screen.getByRole('button', { name: 'Remove…' }));
    expect(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(screen.getByRole('button', { name: 'Remove…' })).toHaveFocus();
  });

  it('leaves the focus with the panel when the row has gone', async () => {
    const user = userEvent.setup();
    render(<Rows />);
    await user.click(screen.getByRole('button', { name: 'Remove…' }));
    await user.click(screen.getByRole('button', { name: 'Remove it' }));
    await waitFor(() => {
      expect(screen.getByRole('heading', { name: 'Keys' })).toHaveFocus();
    });
  });
});
