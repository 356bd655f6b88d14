/** Plays the frames of a chart one after the other. */
import { useEffect, useState } from 'react';

/** Milliseconds that all frames take, and bounds of one. */
const WHOLE = 8000;
const SHORTEST = 60;
const LONGEST = 700;

export interface Playback {
  frame: number;
  playing: boolean;
  /** From the beginning, if the last frame is shown. */
  toggle(): void;
  /** Shows a frame and pauses. */
  show(frame: number): void;
}

/** The last frame is shown until another is chosen: while a run trains, that is the newest. */
export function usePlayback(frames: number): Playback {
  const last = Math.max(0, frames - 1);
  /** Absent: the last. */
  const [chosen, setChosen] = useState<number>();
  const [playing, setPlaying] = useState(false);
  const frame = Math.min(chosen ?? last, last);
  useEffect(() => {
    if (!playing) return;
    const pause = Math.min(LONGEST, Math.max(SHORTEST, WHOLE / Math.max(1, frames)));
    const timer = setTimeout(() => {
      const next = frame + 1;
      setChosen(next >= last ? undefined : next);
      if (next >= last) setPlaying(false);
    }, pause);
    return () => clearTimeout(timer);
  }, [playing, frame, last, frames]);
  return {
    frame,
    playing,
    toggle: () => {
      if (!playing && frame === last) setChosen(0);
      setPlaying(!playing);
    },
    show: (next) => {
      setPlaying(false);
      setChosen(next >= last ? undefined : next);
    },
  };
}
