import { Component, type ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/states.tsx';
import { words } from '../words.ts';

/** A page that cannot be drawn must not take the others with it. A new `place` tries again. */
export class FaultBoundary extends Component<{ readonly place: string; readonly children: ReactNode }> {
  override state: { readonly failedAt: string | null } = { failedAt: null };

  static getDerivedStateFromError(): { failedAt: string | null } {
    return { failedAt: '' };
  }

  override componentDidUpdate(before: { readonly place: string }): void {
    if (this.state.failedAt !== null && before.place !== this.props.place) this.setState({ failedAt: null });
  }

  override render(): ReactNode {
    if (this.state.failedAt === null) return this.props.children;
    return (
      <Empty icon="warning" title={words.crashed.title} text={words.crashed.text}>
        <Button onClick={() => location.reload()}>{words.crashed.again}</Button>
      </Empty>
    );
  }
}
