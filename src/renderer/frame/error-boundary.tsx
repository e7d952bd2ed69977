import { Component, type ReactNode } from "react";
import { ErrorState } from "../components/error-state.tsx";

/** Contains the failure of one screen, so that the rest of the window works. Give it a key that changes with the screen. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <ErrorState error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
