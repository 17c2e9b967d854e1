import { type ReactNode, useRef } from 'react';
import { useNear } from '../../hooks/useNear.js';
import { Panel } from '../common/Panel.js';

interface WhenNearProps {
  /** The panel's title, which stands there from the start. */
  title: string;
  className?: string;
  /** The panel: neither asked for nor drawn before a reader comes near. */
  children: ReactNode;
}

/** Keeps a panel's place until a reader comes near: what nobody sees yet doesn't hold up what they see. */
export function WhenNear({ title, className = '', children }: WhenNearProps) {
  const place = useRef<HTMLDivElement>(null);
  if (useNear(place)) return children;
  return (
    <div ref={place} data-far className={className}>
      <Panel title={title}>
        <div className="h-96" />
      </Panel>
    </div>
  );
}
