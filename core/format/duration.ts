import { type Message, message, textOf } from '../messages';

export function durationMessage(seconds: number): Message {
  if (seconds < 0.995) return message('format.duration.hundredths', { seconds });
  if (seconds < 9.95) return message('format.duration.tenths', { seconds });
  return wholeDuration(seconds);
}

export const timeLeftMessage = (seconds: number): Message => wholeDuration(Math.max(0, Math.ceil(seconds)));

function wholeDuration(exact: number): Message {
  const whole = Math.round(exact);
  const [minutes, seconds] = [Math.floor(whole / 60), whole % 60];
  if (minutes === 0) return message('format.duration.seconds', { seconds });
  if (minutes < 60) {
    return seconds === 0
      ? message('format.duration.minutes', { minutes })
      : message('format.duration.minutesSeconds', { minutes, seconds });
  }
  const all = Math.round(exact / 60);
  const [hours, rest] = [Math.floor(all / 60), all % 60];
  return rest === 0
    ? message('format.duration.hours', { hours })
    : message('format.duration.hoursMinutes', { hours, minutes: rest });
}

/** 0.21 -> "0.21s"; 4.04 -> "4.0s"; 41 -> "41s"; 72 -> "1m 12s"; 7500 -> "2h 5m" */
export const formatSeconds = (seconds: number): string => textOf(durationMessage(seconds));

/** In whole seconds: 0 -> "0s"; 5 -> "5s"; 120 -> "2m" */
export const formatWholeSeconds = (seconds: number): string => textOf(wholeDuration(seconds));

/** Time that is left: 5.3 -> "6s"; 95 -> "1m 35s" */
export const formatSecondsLeft = (seconds: number): string => textOf(timeLeftMessage(seconds));
