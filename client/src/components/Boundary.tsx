import { Component, type ReactNode } from "react";

interface Props {
  /** What stands there instead when a part cannot be shown, such as one that could not be loaded. */
  fallback: ReactNode;
  /** Where the reader is: somewhere else it is tried again. */
  place?: string;
  children: ReactNode;
}

/** Keeps what fails to itself: all around it goes on. */
export class Boundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidUpdate(before: Props) {
    if (before.place !== this.props.place && this.state.failed) this.setState({ failed: false });
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
