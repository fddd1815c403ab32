/** How often, from 0 to 1, each thing goes wrong. */
export interface Faults {
  /** A dial is refused. */
  refuse: number;
  /** A frame is lost, either way. */
  drop: number;
  /** A frame comes twice. */
  duplicate: number;
  /** A command is written, and the answer is an error or nothing. */
  loseAnswer: number;
  /** A command is not written, and the answer is `busy`. */
  busy: number;
  /** The socket ends instead of taking a frame. */
  cut: number;
  /** Frames take up to so many milliseconds, each its own: they overtake each other. */
  delay: number;
}

export const NO_FAULTS: Faults = { refuse: 0, drop: 0, duplicate: 0, loseAnswer: 0, busy: 0, cut: 0, delay: 5 };
